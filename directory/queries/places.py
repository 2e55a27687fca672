"""Where a typed place is: a postcode, a part of one, a town, a locality or a whole area (A-PU-02).

A postcode that nobody told us of is looked for in its sector, then in its outcode; `precision` says
which was used. Works without any file; `directory load-postcodes` adds full postcodes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import LocalityFacts
from directory.models import Listing, Postcode
from directory.postcodes import shipped
from directory.search.slips import most_slips, slips
from directory.vocabulary import Place
from kernel.geography import PlaceKind, Point, TypedPlace, distance_km, looks_like_place

E5 = 100_000
LONGEST = 100
NEAR_KM = 20
"""A place further than this from the middle of every locality counts for none of them."""


class Precision(StrEnum):
    """How well a place is known."""

    POSTCODE = "postcode"
    SECTOR = "sector"
    OUTCODE = "outcode"
    TOWN = "town"


@dataclass(frozen=True)
class Located:
    """A place that was found: where, how well, and what to call it.

    `instead_of` is the postcode that was typed, where only a part of it is known. `area_id` and `locality_id` are set if
    the place lies in one area or locality of this installation for certain. `counts_for_id` is the
    locality that a search near it counts for: that one, or else the nearest; none far from all.
    """

    point: Point
    precision: Precision
    label: str
    instead_of: str = ""
    area_id: UUID | None = None
    locality_id: UUID | None = None
    counts_for_id: UUID | None = None


def locate(session: Session, text: str) -> Located | None:
    """Where a typed place is, or None when we do not know it."""
    known = accounts.localities(session)
    for typed in _readings(text):
        found = (
            _own_place(session, typed.text, known) or _town(typed.text, known)
            if typed.kind is PlaceKind.WORDS
            else _postcode(session, typed, known)
        )
        if found:
            return found
    return None


def likely(session: Session, text: str) -> str | None:
    """The place that somebody meant who typed one that we do not know, or None.

    Our own places come before towns, and larger towns before smaller ones, if as near in spelling.
    """
    own = [one.name for one in accounts.localities(session)]
    own += [one.name for one in accounts.areas(session)]
    named = {shipped.plain_name(name): name for name in own}
    for typed in filter(None, _endings(text)):
        known = {**shipped.town_names(like=typed), **named}
        near = {
            name: weight for name in known if (weight := slips(typed, name)) <= most_slips(typed)
        }
        if near:
            return known[min(near, key=lambda name: (near[name], name not in named))]
    return None


def _endings(text: str) -> Iterable[str]:
    """The whole text, then what a town at its end may be: people type addresses."""
    words = shipped.plain_name(text[:LONGEST]).split()
    return dict.fromkeys(" ".join(words[-count:]) for count in (len(words), 2, 1) if words)


def locality_in(session: Session, located: Located | None, area_id: UUID) -> UUID | None:
    """The locality of an area that something told near a place counts for, if one is near."""
    here = {one.id for one in accounts.localities(session, area_id)}
    return located.counts_for_id if located and located.counts_for_id in here else None


def nearest(point: Point) -> str | None:
    """What to call the place where somebody stands: its postcode sector. None outside Great Britain.

    A sector is some thousand homes, so an address that somebody shares does not say where they live.
    """
    return shipped.nearest_sector(point)


def _readings(text: str) -> Iterable[TypedPlace]:
    """The whole text, then a postcode at its end: people paste addresses."""
    yield looks_like_place(text)
    words = text.replace(",", " ").split()
    for count in (2, 1):
        typed = looks_like_place(" ".join(words[-count:]))
        if len(words) > count and typed.kind is not PlaceKind.WORDS:
            yield typed


def _postcode(
    session: Session, typed: TypedPlace, known: tuple[LocalityFacts, ...]
) -> Located | None:
    full = session.get(Postcode, typed.text.replace(" ", "")) if " " in typed.text else None
    if full is not None and typed.kind is PlaceKind.POSTCODE:
        point = Point(lat=full.latitude_e5 / E5, lon=full.longitude_e5 / E5)
        return _placed(typed.text, point, Precision.POSTCODE, known)
    for name, precision in _parts(typed):
        centre = shipped.centroid(name)
        if centre:
            instead_of = "" if name == typed.text else typed.text
            return _placed(name, centre, precision, known, instead_of=instead_of)
    return None


def _parts(typed: TypedPlace) -> list[tuple[str, Precision]]:
    """The sector and the outcode of a postcode, of a sector, or the outcode alone."""
    outcode, _, rest = typed.text.partition(" ")
    sector = [(f"{outcode} {rest[:1]}", Precision.SECTOR)] if rest else []
    return [*sector, (outcode, Precision.OUTCODE)]


def _placed(
    name: str,
    point: Point,
    precision: Precision,
    known: tuple[LocalityFacts, ...],
    *,
    instead_of: str = "",
) -> Located:
    fitting = [one for one in known if _may_hold(one, name)]
    areas = {one.area_id for one in fitting}
    locality_id = fitting[0].id if len(fitting) == 1 else None
    return Located(
        point,
        precision,
        name,
        instead_of=instead_of,
        area_id=areas.pop() if len(areas) == 1 else None,
        locality_id=locality_id,
        counts_for_id=locality_id or _nearest_locality(point, fitting or known),
    )


def _nearest_locality(point: Point, known: Iterable[LocalityFacts]) -> UUID | None:
    middles = ((one.id, middle) for one in known if (middle := _middle_of([one])))
    apart = [(distance_km(point, middle), locality_id) for locality_id, middle in middles]
    nearest_of_all = min(apart, default=(NEAR_KM, None))
    return nearest_of_all[1] if nearest_of_all[0] < NEAR_KM else None


def _may_hold(locality: LocalityFacts, name: str) -> bool:
    """Whether a postcode, sector or outcode lies in a locality, or in part."""
    outcode, _, rest = name.partition(" ")
    sector = f"{outcode} {rest[:1]}" if rest else ""
    named = [" ".join(beginning.upper().split()) for beginning in locality.postcodes]
    if sector and sector in named:
        return True
    return outcode in named or (not sector and any(one.split()[0] == outcode for one in named))


def _own_place(session: Session, words: str, known: tuple[LocalityFacts, ...]) -> Located | None:
    """A locality or an area of this installation, by its name: the middle of its outcodes."""
    wanted = shipped.plain_name(words)
    if not wanted:
        return None
    for one in known:
        if shipped.plain_name(one.name) == wanted:
            return _middle([one], one.name, locality_id=one.id)
    for area in accounts.areas(session):
        if shipped.plain_name(area.name) == wanted:
            return _middle([one for one in known if one.area_id == area.id], area.name)
    return None


def _middle(
    localities: list[LocalityFacts], label: str, *, locality_id: UUID | None = None
) -> Located | None:
    middle = _middle_of(localities)
    if middle is None:
        return None
    return Located(
        middle,
        Precision.TOWN,
        label,
        area_id=localities[0].area_id,
        locality_id=locality_id,
        counts_for_id=locality_id,
    )


def _middle_of(localities: Iterable[LocalityFacts]) -> Point | None:
    names = [name for one in localities for name in one.postcodes]
    points = [point for name in names if (point := shipped.centroid(" ".join(name.split())))]
    if not points:
        return None
    return Point(
        lat=sum(point.lat for point in points) / len(points),
        lon=sum(point.lon for point in points) / len(points),
    )


def _town(words: str, known: tuple[LocalityFacts, ...]) -> Located | None:
    found = shipped.town(words)
    if found is None:
        return None
    name, point = found
    sector = shipped.nearest_sector(point)
    lies_in = _placed(sector, point, Precision.TOWN, known) if sector else None
    return Located(
        point,
        Precision.TOWN,
        name,
        area_id=lies_in.area_id if lies_in else None,
        counts_for_id=lies_in.counts_for_id if lies_in else None,
    )


def lies_outside() -> sa.ColumnElement[bool]:
    """The listings with a postcode that lies in no locality of their area."""
    return sa.and_(_is_somewhere(), Listing.locality_id.is_(None), _says("postcode") != "")


def has_no_place() -> sa.ColumnElement[bool]:
    """The listings of which nothing says where they are (`Content.is_place_known`)."""
    where = (_says("postcode") == "", _says("address") == "", _says("town") == "")
    return sa.and_(_is_somewhere(), *where)


def _is_somewhere() -> sa.ColumnElement[bool]:
    return Listing.place == Place.SOMEWHERE


def _says(name: str) -> sa.ColumnElement[str]:
    said = sa.type_coerce(Listing.content, sa.JSON)[name].as_string()
    return sa.func.coalesce(said, "")
