"""Listings as everybody may see them: the one door from the tables to pages, index and feed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Bundle, Session

from accounts import queries as accounts
from accounts.vocabulary import AgreementPurpose
from directory import freshness, times
from directory.lifecycle import State
from directory.models import Check, ContentText, Group, HostSettings, Listing, ListingSlot
from directory.published import Listed, Published, PublishedGroup, Slot
from directory.vocabulary import Checked, Place
from kernel.errors import NotFound

PUBLIC = tuple(state for state in State if state.is_public)
PASSED = "passed"
AT_A_TIME = 500
NEW_FOR = timedelta(days=60)
"""So long a listing that nobody checked is called new."""
Row = sa.Row[Any]
Days = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Surroundings:
    """What is read once for many listings, and only if one of them asks for it."""

    session: Session
    today: date

    @cached_property
    def funded(self) -> frozenset[UUID]:
        """The organisations that an agreement in force pays."""
        agreements = accounts.agreements_in_force(
            self.session, on=self.today, purpose=AgreementPurpose.SUB_CONTRACT
        )
        return frozenset(one.second_id for one in agreements)


def surroundings(session: Session, *, today: date) -> Surroundings:
    """The surroundings on a day."""
    return Surroundings(session, today)


def clock_of(settings: HostSettings) -> freshness.Clock:
    """The ladder that a host has set."""
    return freshness.Clock(
        due_after_days=settings.due_after_days,
        marked_after_days=settings.marked_after_days,
        lower_after_days=settings.lower_after_days,
        out_after_days=settings.out_after_days,
        archived_after_days=settings.archived_after_days,
    )


def public() -> sa.Select[Listing]:
    """The listings that anybody with their address may read."""
    return sa.select(Listing).where(Listing.state.in_(PUBLIC))


def searchable() -> sa.Select[Listing]:
    """The listings that a search shows."""
    return sa.select(Listing).where(Listing.state == State.LIVE)


# Columns, not entities: a page of twenty costs half as much, and nothing of it stays in the session.
_SLOTS = (
    sa.select(
        ListingSlot.listing_id,
        ListingSlot.id,
        ListingSlot.weekday,
        ListingSlot.opens_at,
        ListingSlot.closes_at,
        ListingSlot.ordinals,
    )
    .where(ListingSlot.listing_id.in_(sa.bindparam("listing_ids", expanding=True)))
    .order_by(ListingSlot.position)
)
_CHECKED_ON = (
    sa.select(sa.func.max(Check.checked_on))
    .where(
        Check.group_id == Listing.group_id,
        Check.result == PASSED,
        Check.ended_at.is_(None),
        sa.or_(Check.runs_out_on.is_(None), Check.runs_out_on >= sa.bindparam("today")),
    )
    .scalar_subquery()
)
_BEGAN_AT = sa.func.coalesce(Listing.published_at, Listing.started_at)
_LADDER: tuple[Any, ...] = (
    Listing.confirmed_on,
    _BEGAN_AT.label("began_at"),
    Listing.due_after_days,
    HostSettings.due_after_days.label("host_due_after_days"),
    HostSettings.marked_after_days,
    HostSettings.lower_after_days,
    HostSettings.out_after_days,
    HostSettings.archived_after_days,
)
_AROUND: tuple[Any, ...] = (
    accounts.area_name(Listing.area_id).label("area"),
    accounts.locality_name(Listing.locality_id).label("locality"),
    _CHECKED_ON.label("checked_on"),
)
_LISTED: tuple[Any, ...] = (
    Listing.id,
    sa.type_coerce(sa.cast(Listing.content, sa.Text), ContentText).label("content"),
    *_LADDER,
    *_AROUND,
)
_WHOLE: tuple[Any, ...] = (
    Listing.id,
    Listing.content,
    *_LADDER,
    *_AROUND,
    Listing.area_id,
    Listing.locality_id,
    Listing.latitude,
    Listing.longitude,
    Listing.changed_at,
    Bundle(
        "group",
        Group.id,
        Group.organisation_id,
        Group.name,
        Group.description,
        Group.website,
        Group.legal_type,
        Group.charity_number,
        Group.changed_at,
        Group.claimed_at,
    ),
)


def _with_clock(wanted: sa.Select[Listing]) -> sa.Select[Listing]:
    return wanted.outerjoin(HostSettings, HostSettings.area_id == Listing.area_id)


def _whole(wanted: sa.Select[Listing]) -> sa.Select[Any]:
    with_group = wanted.join(Group, Group.id == Listing.group_id)
    return _with_clock(with_group).with_only_columns(*_WHOLE)


_THESE = searchable().where(Listing.id.in_(sa.bindparam("listing_ids", expanding=True)))
_THESE_WHOLE = _whole(_THESE)
_THESE_LISTED = _with_clock(_THESE).with_only_columns(*_LISTED)


def find_published(session: Session, listing_id: UUID, *, today: date) -> Published | None:
    """A listing, if the public may read it."""
    wanted = _whole(public().where(Listing.id == listing_id))
    rows = session.execute(wanted, {"today": today}).all()
    return next(_shape(rows, surroundings(session, today=today)), None)


def get_published(session: Session, listing_id: UUID, *, today: date) -> Published:
    """A listing that the public may read, or NotFound."""
    found = find_published(session, listing_id, today=today)
    if found is None:
        raise NotFound
    return found


def published_in_order(
    session: Session,
    listing_ids: Sequence[UUID],
    *,
    today: date,
) -> list[Published]:
    """The listings of these ids that a search may show now, in the order of the ids."""
    if not listing_ids:
        return []
    rows = session.execute(_THESE_WHOLE, {"listing_ids": listing_ids, "today": today}).all()
    found = {one.id: one for one in _shape(rows, surroundings(session, today=today))}
    return [found[listing_id] for listing_id in listing_ids if listing_id in found]


def listed_in_order(
    session: Session, listing_ids: Sequence[UUID], *, today: date, with_times: bool = False
) -> list[Listed]:
    """The same as a list shows them: less is read, above all no group, and times only if asked for.

    Whatever a search shows is read here, in its own request, so nothing withdrawn is among it.
    """
    if not listing_ids:
        return []
    rows = session.execute(_THESE_LISTED, {"listing_ids": listing_ids, "today": today}).all()
    slots = _slots(session, [row.id for row in rows] if with_times else [])
    found = {row.id: _listed(row, slots=tuple(slots[row.id]), today=today) for row in rows}
    return [found[listing_id] for listing_id in listing_ids if listing_id in found]


def every_published(
    session: Session, *, today: date, wanted: sa.Select[Listing] | None = None
) -> Iterator[Published]:
    """Every listing that a search may show, by id, a few at a time, in constant memory.

    `wanted` narrows `searchable()` down.
    """
    every = _whole(searchable() if wanted is None else wanted).order_by(Listing.id).limit(AT_A_TIME)
    around = surroundings(session, today=today)
    last = UUID(int=0)
    while True:
        rows = session.execute(every.where(Listing.id > last), {"today": today}).all()
        yield from _shape(rows, around)
        if len(rows) < AT_A_TIME:
            return
        last = rows[-1].id


def _shape(rows: Sequence[Row], around: Surroundings) -> Iterator[Published]:
    slots = _slots(around.session, [row.id for row in rows])
    return (shape(row, around, slots=tuple(slots[row.id])) for row in rows)


def _slots(session: Session, listing_ids: Sequence[UUID]) -> dict[UUID, list[Slot]]:
    slots: dict[UUID, list[Slot]] = defaultdict(list)
    for row in session.execute(_SLOTS, {"listing_ids": listing_ids}) if listing_ids else ():
        slot = Slot(row.id, row.weekday, row.opens_at, row.closes_at, tuple(row.ordinals))
        slots[row.listing_id].append(slot)
    return slots


def _listed(row: Row, *, slots: tuple[Slot, ...], today: date) -> Listed:
    """A row as a list shows it. Of a hidden place nothing but the area is left (D7)."""
    said = row.content
    is_hidden = said.place is Place.HIDDEN
    return Listed(
        id=row.id,
        name=said.name,
        description=said.description,
        joining=said.joining,
        place=said.place,
        when=said.when,
        slots=slots,
        cost=said.cost,
        cost_pence=said.cost_pence,
        cost_words=said.cost_words,
        town="" if is_hidden else said.town,
        postcode="" if is_hidden else said.postcode,
        locality="" if is_hidden else row.locality or "",
        area=row.area,
        checked=_checked(row, _standing(row, today), today),
    )


def shape(row: Row, around: Surroundings, *, slots: tuple[Slot, ...]) -> Published:
    """A row as the public sees it. Of a hidden place nothing but the area is left (D7)."""
    said = row.content
    standing = _standing(row, around.today)
    is_hidden = said.place is Place.HIDDEN
    return Published(
        id=row.id,
        area_id=row.area_id,
        group=group_of(row.group),
        name=said.name,
        description=said.description,
        domains=said.domains,
        joining=said.joining,
        place=said.place,
        when=said.when,
        last_modified=row.changed_at,
        slots=slots,
        parts_of_day=times.parts_of_day(slots, said.when),
        cost=said.cost,
        cost_pence=said.cost_pence,
        cost_words=said.cost_words,
        phone=said.phone,
        email=said.email,
        website=said.website,
        address="" if is_hidden else said.address,
        town="" if is_hidden else said.town,
        postcode="" if is_hidden else said.postcode,
        latitude=None if is_hidden else row.latitude,
        longitude=None if is_hidden else row.longitude,
        locality_id=None if is_hidden else row.locality_id,
        locality="" if is_hidden else row.locality or "",
        area=row.area,
        needs=said.needs,
        audiences=said.audiences,
        audience_words=said.audience_words,
        minimum_age=said.minimum_age,
        maximum_age=said.maximum_age,
        languages=said.languages,
        is_step_free=said.is_step_free,
        access_words=said.access_words,
        first_visit=said.first_visit,
        transport=said.transport,
        has_buddy=said.has_buddy,
        places_left=said.places_left,
        waiting_weeks=said.waiting_weeks,
        referral_criteria=said.referral_criteria,
        checked=_checked(row, standing, around.today),
        confirmed_on=row.confirmed_on,
        checked_on=row.checked_on,
        is_funded=_is_funded(row, around),
        is_ranked_lower=standing.is_ranked_lower,
    )


def _standing(row: Row, today: date) -> freshness.Standing:
    """How far up the ladder a listing is on a day, by its host's clock and its group's own rhythm."""
    host: Days | None = None
    if row.host_due_after_days is not None:
        host = (
            row.host_due_after_days,
            row.marked_after_days,
            row.lower_after_days,
            row.out_after_days,
            row.archived_after_days,
        )
    began_on = row.confirmed_on or row.began_at.date()
    return freshness.standing(began_on, today, _clock(host, row.due_after_days))


@lru_cache(maxsize=512)
def _clock(host: Days | None, chosen: int | None) -> freshness.Clock:
    """A clock by its numbers: few there are, and every listing of every page asks."""
    clock = freshness.Clock(*host) if host else freshness.USUAL
    return clock.chosen_by_group(chosen)


def _is_funded(row: Row, around: Surroundings) -> bool:
    return row.group.organisation_id is not None and row.group.organisation_id in around.funded


def _checked(row: Row, standing: freshness.Standing, today: date) -> Checked:
    if standing.is_marked:
        return Checked.NOT_CONFIRMED
    if row.checked_on:
        return Checked.CHECKED
    is_new = today - row.began_at.date() <= NEW_FOR
    return Checked.NEW if is_new else Checked.UNCHECKED


def group_of(row: Group | Row) -> PublishedGroup:
    """A group as everybody may see it: nothing about whoever keeps its listings."""
    return PublishedGroup(
        id=row.id,
        name=row.name,
        description=row.description,
        website=row.website,
        legal_type=row.legal_type,
        charity_number=row.charity_number,
        last_modified=row.changed_at,
        is_claimed=row.claimed_at is not None,
    )
