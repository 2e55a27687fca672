"""What the feed is asked, as the database understands it: the same as `directory.feed.filters` says.

`filters` has the last word on each listing; these make that 100,000 listings need not be read for it.
"""

import math
from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa

from directory.feed.filters import Spot
from directory.feed.parameters import Asked
from directory.feed.taxonomies import TAXONOMIES, TERMS, Term
from directory.models import Listing, ListingSlot
from directory.vocabulary import Audience, Domain, Joining, Need, Place
from kernel.geography import EARTH_RADIUS_KM

Condition = sa.ColumnElement[bool]

KM_A_DEGREE = math.radians(EARTH_RADIUS_KM)
_SAID_IN = {Domain: "domains", Joining: "joining", Need: "needs", Audience: "audiences"}
_FACT_OF = {
    taxonomy.id: _SAID_IN[kind]
    for taxonomy, kind in zip(TAXONOMIES, (Domain, Joining, Need, Audience), strict=True)
}


def conditions(asked: Asked, spot: Spot | None) -> list[Condition]:
    """All that must hold of a listing, apart from the words of `search`."""
    return [
        *_facts(asked),
        *_terms(asked),
        *_times(asked),
        *([_reaches(spot, metres=asked.proximity)] if spot else []),
    ]


def has_location() -> Condition:
    """Whether there is a place to publish."""
    is_known = sa.or_(
        Listing.latitude.is_not(None), _said("postcode") != "", _said("address") != ""
    )
    return sa.or_(
        Listing.place == Place.ONLINE, sa.and_(Listing.place == Place.SOMEWHERE, is_known)
    )


def _said(name: str) -> sa.ColumnElement[str]:
    """What a listing says under a name; what it does not say is NULL."""
    text: sa.ColumnElement[str] = sa.type_coerce(Listing.content, sa.JSON)[name].as_string()
    return text


def _number(name: str) -> sa.ColumnElement[float]:
    number: sa.ColumnElement[float] = sa.type_coerce(Listing.content, sa.JSON)[name].as_float()
    return number


def _facts(asked: Asked) -> Iterator[Condition]:
    if asked.organization_id is not None:
        yield Listing.group_id == asked.organization_id
    if asked.modified_after is not None:
        yield Listing.changed_at >= asked.modified_after
    if asked.minimum_age is not None:
        yield _number("minimum_age") >= asked.minimum_age
    if asked.maximum_age is not None:
        yield _number("maximum_age") <= asked.maximum_age


def _terms(asked: Asked) -> Iterator[Condition]:
    if asked.taxonomy_term_id is not None:
        term = TERMS.get(asked.taxonomy_term_id)
        is_of = term is not None and asked.taxonomy_id in (None, term.taxonomy_id)
        yield _has(term) if term is not None and is_of else sa.false()
    elif asked.taxonomy_id is not None:
        yield _has_any(asked.taxonomy_id)


def _has(term: Term) -> Condition:
    name = _FACT_OF[term.taxonomy_id]
    if name == "joining":
        return _said(name) == term.code
    return _said(name).contains(f'"{term.code}"', autoescape=True)


def _has_any(taxonomy_id: UUID) -> Condition:
    name = _FACT_OF.get(taxonomy_id)
    return _said(name).is_not(None) if name else sa.false()


def _times(asked: Asked) -> Iterator[Condition]:
    fitting: list[Condition] = []
    if asked.day is not None:
        fitting.append(ListingSlot.weekday == asked.day)
    if asked.start_time is not None:
        fitting.append(ListingSlot.opens_at >= asked.start_time)
    if asked.end_time is not None:
        fitting.append(ListingSlot.closes_at <= asked.end_time)
    if fitting:
        yield Listing.id.in_(sa.select(ListingSlot.listing_id).where(*fitting))


def _reaches(spot: Spot, *, metres: float | None) -> Condition:
    """On-line, for the area that holds the spot, or somewhere; near, where that is asked."""
    somewhere: Condition = Listing.place == Place.SOMEWHERE
    if metres is not None:
        somewhere = sa.and_(somewhere, _in_box(spot, metres / 1000))
    for_the_area = sa.and_(
        Listing.place.in_((Place.WHOLE_AREA, Place.HIDDEN)), Listing.area_id.in_(spot.areas)
    )
    return sa.or_(Listing.place == Place.ONLINE, for_the_area, somewhere)


def _in_box(spot: Spot, km: float) -> Condition:
    """The box round a circle, a little larger: the circle itself is measured listing by listing."""
    north = km / KM_A_DEGREE * 1.01 + 1e-6
    furthest = min(abs(spot.point.lat) + north, 89.0)
    east = north / math.cos(math.radians(furthest))
    return sa.and_(
        Listing.latitude.between(spot.point.lat - north, spot.point.lat + north),
        Listing.longitude.between(spot.point.lon - east, spot.point.lon + east),
    )
