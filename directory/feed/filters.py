"""What the feed leaves out when something was asked for: each question a plain test of a listing.

The words follow Open Referral UK to the letter: a service that says no lowest age has none, so it
is not among those whose lowest age is at least 18.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time
from uuid import UUID

from directory.feed.parameters import Asked
from directory.feed.taxonomies import TAXONOMIES, Taxonomy, Term, terms_of
from directory.published import Published, PublishedGroup, Slot
from directory.vocabulary import Place
from kernel.geography import Point, distance_km


@dataclass(frozen=True)
class Spot:
    """The place of the postcode asked for, and the areas that hold it."""

    point: Point
    areas: frozenset[UUID] = field(default_factory=frozenset)


def wanted(
    listings: Iterable[Published], asked: Asked, *, spot: Spot | None = None
) -> Iterator[Published]:
    """The listings that fit all that was asked but `search`, which the search engine answers."""
    return (listing for listing in listings if is_wanted(listing, asked, spot=spot))


def is_wanted(listing: Published, asked: Asked, *, spot: Spot | None = None) -> bool:
    """Whether one listing fits all that was asked but `search`."""
    return (
        _has_terms(listing, asked)
        and asked.organization_id in (None, listing.group.id)
        and (asked.modified_after is None or listing.last_modified >= asked.modified_after)
        and _fits_ages(listing, asked)
        and _fits_times(listing, asked)
        and (spot is None or reaches(listing, spot, metres=asked.proximity))
    )


def contains(listing: Published, words: str) -> bool:
    """Whether every word stands somewhere in the listing: the fallback when there is no engine."""
    text = " ".join(
        (
            listing.name,
            listing.group.name,
            listing.description,
            listing.when,
            listing.town,
            *(domain.words for domain in listing.domains),
        )
    ).casefold()
    return all(word in text for word in words.casefold().split())


def reaches(listing: Published, spot: Spot, *, metres: float | None) -> bool:
    """Whether somebody at the spot can use it: near enough, on-line, or for the area they are in."""
    match listing.place:
        case Place.ONLINE:
            return True
        case Place.WHOLE_AREA | Place.HIDDEN:
            return listing.area_id in spot.areas
    if metres is None:
        return True
    if listing.latitude is None or listing.longitude is None:
        return False
    there = Point(listing.latitude, listing.longitude)
    return distance_km(spot.point, there) * 1000 <= metres


def wanted_terms(asked: Asked) -> list[Term]:
    """The taxonomy terms that fit; all of ours stand at the top, so none has a parent."""
    if asked.parent_id is not None:
        return []
    words = asked.search.casefold()
    return [
        term
        for taxonomy in TAXONOMIES
        for term in taxonomy.terms
        if asked.taxonomy_id in (None, taxonomy.id) and words in term.name.casefold()
    ]


def wanted_taxonomies(asked: Asked) -> list[Taxonomy]:
    """The taxonomies whose name or description holds the words."""
    words = asked.search.casefold()
    return [one for one in TAXONOMIES if words in f"{one.name} {one.description}".casefold()]


def wanted_groups(groups: Iterable[PublishedGroup], asked: Asked) -> Iterator[PublishedGroup]:
    """The groups whose name or description holds every word."""
    words = asked.search.casefold().split()
    for group in groups:
        text = f"{group.name} {group.description}".casefold()
        if all(word in text for word in words):
            yield group


def _has_terms(listing: Published, asked: Asked) -> bool:
    if asked.taxonomy_term_id is None and asked.taxonomy_id is None:
        return True
    return any(
        asked.taxonomy_term_id in (None, term.id) and asked.taxonomy_id in (None, term.taxonomy_id)
        for term in terms_of(listing)
    )


def _fits_ages(listing: Published, asked: Asked) -> bool:
    low, high = listing.minimum_age, listing.maximum_age
    return (asked.minimum_age is None or (low is not None and low >= asked.minimum_age)) and (
        asked.maximum_age is None or (high is not None and high <= asked.maximum_age)
    )


def _fits_times(listing: Published, asked: Asked) -> bool:
    if asked.day is None and asked.start_time is None and asked.end_time is None:
        return True
    return any(_slot_fits(slot, asked) for slot in listing.slots)


def _slot_fits(slot: Slot, asked: Asked) -> bool:
    return (
        asked.day in (None, slot.weekday)
        and _at_least(slot.opens_at, asked.start_time)
        and _at_most(slot.closes_at, asked.end_time)
    )


def _at_least(given: time | None, asked: time | None) -> bool:
    return asked is None or (given is not None and given >= asked)


def _at_most(given: time | None, asked: time | None) -> bool:
    return asked is None or (given is not None and given <= asked)
