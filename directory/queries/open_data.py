"""What the open feed answers with: published listings only, a page or everything, in constant memory.

The database turns the pages. Words are the search engine's; what is near is measured listing by
listing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.feed import filters, v1, v3
from directory.feed.filters import Spot
from directory.feed.parameters import Asked
from directory.feed.shapes import Json, twin
from directory.feed.taxonomies import TAXONOMIES, TERMS, taxonomy_json, term_json
from directory.models import Group, Listing
from directory.published import Published, PublishedGroup
from directory.queries import finding, places
from directory.queries.feed_conditions import conditions, has_location
from directory.queries.published import (
    AT_A_TIME,
    every_published,
    group_of,
    published_in_order,
    searchable,
)
from directory.search import IndexUnavailable, Question
from kernel.errors import NotFound, RuleBroken
from kernel.periods import day_in_london

EVERYTHING = 10_000_000


@dataclass(frozen=True)
class Part:
    """A part of a list: its items, and how many there are in all."""

    items: tuple[Json, ...]
    total: int


# ---- which listings --------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """Which listings are asked for: what the database must find, and where it was asked."""

    asked: Asked
    rows: sa.Select[Listing]
    spot: Spot | None
    with_place: bool = False

    def sift(self, listings: Iterable[Published]) -> Iterator[Published]:
        """The last word on each listing that the database has found."""
        fitting = filters.wanted(listings, self.asked, spot=self.spot)
        return (one for one in fitting if not self.with_place or v3.has_location(one))


def _wanted(session: Session, asked: Asked, *, with_place: bool = False) -> Wanted:
    spot = _spot(session, asked)
    rows = searchable().where(*conditions(asked, spot))
    if with_place:
        rows = rows.where(has_location())
    return Wanted(asked, rows, spot, with_place)


def _spot(session: Session, asked: Asked) -> Spot | None:
    """Where the postcode asked for is. Raises RuleBroken for one that nobody knows."""
    if not asked.postcode:
        return None
    found = places.locate(session, asked.postcode)
    if found is None:
        raise RuleBroken(
            f"We do not know the postcode {asked.postcode}. Try its first half.", field="postcode"
        )
    return Spot(found.point, frozenset({found.area_id} if found.area_id else ()))


def _each(session: Session, wanted: Wanted, *, now: datetime) -> Iterator[Published]:
    """Every listing that fits: by id, or best first where words were asked for."""
    today = day_in_london(now)
    if not wanted.asked.search:
        return wanted.sift(every_published(session, today=today, wanted=wanted.rows))
    found = _with_words(wanted.asked.search, now=now)
    if found is None:
        every = every_published(session, today=today, wanted=wanted.rows)
        return wanted.sift(one for one in every if filters.contains(one, wanted.asked.search))
    return wanted.sift(_read_again(session, found, today=today))


def _with_words(words: str, *, now: datetime) -> Sequence[UUID] | None:
    """The listings that the search engine finds, best first; None without it."""
    question = Question(words=words, size=EVERYTHING, with_counts=False)
    try:
        return finding.engine().find(question, now=now).ids
    except IndexUnavailable:
        return None


def _read_again(session: Session, ids: Sequence[UUID], *, today: date) -> Iterator[Published]:
    for start in range(0, len(ids), AT_A_TIME):
        yield from published_in_order(session, ids[start : start + AT_A_TIME], today=today)
        session.expunge_all()


def _page_of(session: Session, wanted: Wanted, *, now: datetime) -> tuple[list[Published], int]:
    """One page of listings, and how many there are in all."""
    asked = wanted.asked
    if asked.search or asked.proximity is not None:
        return _slice(_each(session, wanted, now=now), asked)
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.rows.subquery())) or 0
    ids = session.scalars(
        wanted.rows.with_only_columns(Listing.id)
        .order_by(Listing.id)
        .offset(asked.offset)
        .limit(asked.per_page)
    ).all()
    shown = published_in_order(session, ids, today=day_in_london(now))
    return list(wanted.sift(shown)), total


def _slice(fitting: Iterator[Any], asked: Asked) -> tuple[list[Any], int]:
    """The items of one page out of a stream, and how long the stream is. Nothing else is kept."""
    before = sum(1 for _ in islice(fitting, asked.offset))
    shown = list(islice(fitting, asked.per_page))
    return shown, before + len(shown) + sum(1 for _ in fitting)


# ---- services --------------------------------------------------------------------------------


def services(session: Session, asked: Asked, *, now: datetime) -> Part:
    """A page of services."""
    listings, total = _page_of(session, _wanted(session, asked), now=now)
    return Part(tuple(_service(one, asked, now=now) for one in listings), total)


def every_service(session: Session, asked: Asked, *, now: datetime) -> Iterator[Json]:
    """All services that fit, one by one."""
    listings = _each(session, _wanted(session, asked), now=now)
    return (_service(one, asked, now=now) for one in listings)


def _service(listing: Published, asked: Asked, *, now: datetime) -> Json:
    if asked.minimal:
        return v3.service_minimal(listing)
    if asked.full:
        return v3.service(listing, on=day_in_london(now))
    return v3.service_item(listing)


def service(session: Session, service_id: UUID, _asked: Asked, *, now: datetime) -> Json:
    """One service in full, or NotFound."""
    return v3.service(_get(session, service_id, now=now), on=day_in_london(now))


def _get(session: Session, listing_id: UUID, *, now: datetime) -> Published:
    found = published_in_order(session, [listing_id], today=day_in_london(now))
    if not found:
        raise NotFound("There is no service with this id.")
    return found[0]


# ---- services at their places ----------------------------------------------------------------


def service_at_locations(session: Session, asked: Asked, *, now: datetime) -> Part:
    """A page of services with the place where each happens."""
    listings, total = _page_of(session, _wanted(session, asked, with_place=True), now=now)
    return Part(tuple(_at_location(one, asked, now=now) for one in listings), total)


def every_service_at_location(session: Session, asked: Asked, *, now: datetime) -> Iterator[Json]:
    """All of them, one by one."""
    listings = _each(session, _wanted(session, asked, with_place=True), now=now)
    return (_at_location(one, asked, now=now) for one in listings)


def _at_location(listing: Published, asked: Asked, *, now: datetime) -> Json:
    if asked.full:
        return v3.service_at_location(listing, on=day_in_london(now))
    return v3.service_at_location_item(listing)


def service_at_location(session: Session, its_id: UUID, _asked: Asked, *, now: datetime) -> Json:
    """One service at its place in full, or NotFound: also where the place is not published."""
    listing = _get(session, twin(its_id), now=now)
    if not v3.has_location(listing):
        raise NotFound("There is no service at a location with this id.")
    return v3.service_at_location(listing, on=day_in_london(now))


# ---- organisations ---------------------------------------------------------------------------


def organizations(session: Session, asked: Asked, *, now: datetime) -> Part:
    """A page of the groups that run a published listing."""
    wanted = _groups(asked)
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    page = wanted.order_by(Group.id).offset(asked.offset).limit(asked.per_page)
    groups = [group_of(row) for row in session.scalars(page)]
    return Part(tuple(_organizations(session, groups, asked, now=now)), total)


def every_organization(session: Session, asked: Asked, *, now: datetime) -> Iterator[Json]:
    """All of them, one by one."""
    last = UUID(int=0)
    while True:
        page = _groups(asked).where(Group.id > last).order_by(Group.id).limit(AT_A_TIME)
        groups = [group_of(row) for row in session.scalars(page)]
        yield from _organizations(session, groups, asked, now=now)
        if len(groups) < AT_A_TIME:
            return
        last = groups[-1].id
        session.expunge_all()


def _groups(asked: Asked) -> sa.Select[Group]:
    """The groups whose name or description holds every word."""
    wanted = sa.select(Group).where(Group.id.in_(searchable().with_only_columns(Listing.group_id)))
    for word in asked.search.split():
        name = Group.name.icontains(word, autoescape=True)
        wanted = wanted.where(sa.or_(name, Group.description.icontains(word, autoescape=True)))
    return wanted


def _organizations(
    session: Session, groups: Sequence[PublishedGroup], asked: Asked, *, now: datetime
) -> Iterator[Json]:
    if not (asked.full or asked.full_service):
        yield from map(v3.organization_item, groups)
        return
    listings = _listings_of(session, [one.id for one in groups], today=day_in_london(now))
    for group in groups:
        own = [one for one in listings if one.group.id == group.id]
        yield v3.organization(group, _offered(own, asked, now=now))


def _listings_of(session: Session, group_ids: Sequence[UUID], *, today: date) -> list[Published]:
    wanted = searchable().where(Listing.group_id.in_(group_ids)).order_by(Listing.id)
    ids = session.scalars(wanted.with_only_columns(Listing.id)).all()
    return list(_read_again(session, ids, today=today))


def _offered(listings: Iterable[Published], asked: Asked, *, now: datetime) -> Iterator[Json]:
    """The services of one organisation, in full where that was asked for."""
    for one in listings:
        whole = v3.service(one, on=day_in_london(now)) if asked.full_service else None
        item = whole or v3.service_item(one)
        item.pop("organization", None)
        yield item


def organization(session: Session, its_id: UUID, asked: Asked, *, now: datetime) -> Json:
    """One organisation in full with its services, or NotFound."""
    listings = _listings_of(session, [its_id], today=day_in_london(now))
    if not listings:
        raise NotFound("There is no organisation with this id.")
    return v3.organization(listings[0].group, _offered(listings, asked, now=now))


# ---- taxonomies ------------------------------------------------------------------------------


def taxonomies(_session: Session, asked: Asked, *, now: datetime) -> Part:
    """A page of the taxonomies."""
    fitting = (taxonomy_json(one) for one in filters.wanted_taxonomies(asked))
    return Part(*_as_part(_slice(fitting, asked)))


def every_taxonomy(_session: Session, asked: Asked, *, now: datetime) -> Iterator[Json]:
    """All of them."""
    return (taxonomy_json(one) for one in filters.wanted_taxonomies(asked))


def taxonomy(_session: Session, its_id: UUID, _asked: Asked, *, now: datetime) -> Json:
    """One taxonomy, or NotFound."""
    for one in TAXONOMIES:
        if one.id == its_id:
            return taxonomy_json(one)
    raise NotFound("There is no taxonomy with this id.")


def taxonomy_terms(_session: Session, asked: Asked, *, now: datetime) -> Part:
    """A page of the words of the taxonomies."""
    fitting = (term_json(one) for one in filters.wanted_terms(asked))
    return Part(*_as_part(_slice(fitting, asked)))


def every_taxonomy_term(_session: Session, asked: Asked, *, now: datetime) -> Iterator[Json]:
    """All of them."""
    return (term_json(one) for one in filters.wanted_terms(asked))


def taxonomy_term(_session: Session, its_id: UUID, _asked: Asked, *, now: datetime) -> Json:
    """One word of a taxonomy, or NotFound."""
    if its_id not in TERMS:
        raise NotFound("There is no taxonomy term with this id.")
    return term_json(TERMS[its_id])


def _as_part(sliced: tuple[list[Json], int]) -> tuple[tuple[Json, ...], int]:
    return tuple(sliced[0]), sliced[1]


# ---- the older standard ----------------------------------------------------------------------


def v1_services(session: Session, asked: Asked, *, now: datetime) -> Part:
    """A page of services as Open Referral UK 1.0 lists them."""
    listings, total = _page_of(session, _wanted(session, asked), now=now)
    return Part(tuple(v1.service_item(one) for one in listings), total)


def v1_service(session: Session, service_id: UUID, *, now: datetime) -> Json:
    """One service in full in the shape of 1.0, or NotFound."""
    return v1.service(_get(session, service_id, now=now), on=day_in_london(now))
