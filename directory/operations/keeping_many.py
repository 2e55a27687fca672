"""Beginning and moving thousands of listings at once, as `keeping` does it one by one.

Rows go to the database many at a time. Each listing still has its first version and its moves; what
happened is one line of the audit for the whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory import spoken_times
from directory.content import Content
from directory.events import ListingChanged, ListingWithdrawn
from directory.lifecycle import LISTING, Move, State
from directory.models import (
    Group,
    HiddenPlace,
    Listing,
    ListingMove,
    ListingSlot,
    ListingVersion,
)
from directory.operations.keeping import LEFT, new_short_code
from directory.vocabulary import LegalType, Place
from kernel import outbox
from kernel.access import Actor
from kernel.errors import Conflict
from kernel.geography import Point

AT_A_TIME = 500
CHANGED = "Somebody changed one of these listings meanwhile. Nothing was done: look at them again."
T = TypeVar("T")


@dataclass(frozen=True)
class NewGroup:
    """A group that is new to the directory. Nobody keeps it yet."""

    name: str
    description: str = ""
    charity_number: str = ""
    legal_type: LegalType | None = None
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class NewListing:
    """A listing that is new to the directory, with the place that was found for it."""

    group_id: UUID
    content: Content
    point: Point | None = None
    locality_id: UUID | None = None
    source: str = ""
    source_key: str | None = None
    fingerprint: str = ""
    flags: Sequence[dict[str, Any]] = ()
    hidden_address: str = ""
    confirmed_on: date | None = None
    short_code: str = field(default_factory=new_short_code)
    id: UUID = field(default_factory=uuid4)


def batched(items: Iterable[T], size: int = AT_A_TIME) -> Iterator[list[T]]:
    """The items, so many at a time."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def add_groups(
    session: Session, groups: Iterable[NewGroup], *, area_id: UUID, at: datetime
) -> None:
    """Groups that are new to the directory."""
    for batch in batched(groups):
        session.execute(sa.insert(Group), [_group_row(one, area_id, at) for one in batch])


def begin_many(
    session: Session,
    actor: Actor,
    listings: Iterable[NewListing],
    *,
    area_id: UUID,
    at: datetime,
    because: str,
) -> int:
    """Listings as drafts, each with its first version, slots and hidden place; how many."""
    count = 0
    for batch in batched(listings):
        session.execute(sa.insert(Listing), [_listing_row(one, area_id, at) for one in batch])
        session.execute(
            sa.insert(ListingVersion),
            [_version_row(one, actor, at=at, because=because) for one in batch],
        )
        _insert(session, ListingSlot, [row for one in batch for row in _slot_rows(one)])
        hidden = [one for one in batch if one.hidden_address]
        _insert(session, HiddenPlace, [_hidden_row(one, at) for one in hidden])
        count += len(batch)
    return count


def make_many(
    session: Session,
    actor: Actor,
    listing_ids: Sequence[UUID],
    move: Move,
    *,
    before: State,
    at: datetime,
    because: str,
) -> None:
    """Let listings that stand in one state make one move; those who listen hear of each.

    Raises Conflict if any of them stands elsewhere by now.
    """
    make_many_unheard(session, actor, listing_ids, move, before=before, at=at, because=because)
    has_left = LISTING.after(before, move) in LEFT
    for listing_id in listing_ids:
        outbox.announce(session, ListingChanged(listing_id), at=at)
        if has_left:
            outbox.announce(session, ListingWithdrawn(listing_id), at=at)


def make_many_unheard(
    session: Session,
    actor: Actor,
    listing_ids: Sequence[UUID],
    move: Move,
    *,
    before: State,
    at: datetime,
    because: str,
) -> None:
    """The same, and nobody hears of it: whoever calls makes the search index again."""
    after = LISTING.after(before, move)
    for batch in batched(listing_ids):
        _move(session, batch, before=before, after=after, at=at)
        made = {"move": move, "before": before, "after": after, "at": at, "because": because}
        by = {"by": actor.user_id, "who": actor.called}
        rows = [{"id": uuid4(), "listing_id": one, **made, **by} for one in batch]
        session.execute(sa.insert(ListingMove), rows)


def forget_keys(session: Session, listing_ids: Sequence[UUID]) -> None:
    """Let a later file of the same list begin these rows anew."""
    for batch in batched(listing_ids):
        session.execute(
            sa.update(Listing)
            .where(Listing.id.in_(batch))
            .values(source_key=None)
            .execution_options(synchronize_session=False)
        )


def _move(
    session: Session, batch: Sequence[UUID], *, before: State, after: State, at: datetime
) -> None:
    values: dict[str, Any] = {"state": after, "changed_at": at, "version": Listing.version + 1}
    if after is State.LIVE:
        values |= {"published_at": sa.func.coalesce(Listing.published_at, at), "flags": []}
    moved = session.execute(
        sa.update(Listing)
        .where(Listing.id.in_(batch), Listing.state == before)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != len(batch):  # type: ignore[attr-defined]
        raise Conflict(CHANGED)


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(sa.insert(table), rows)


def _group_row(group: NewGroup, area_id: UUID, at: datetime) -> dict[str, Any]:
    return {
        "id": group.id,
        "area_id": area_id,
        "name": group.name,
        "description": group.description,
        "charity_number": group.charity_number,
        "legal_type": group.legal_type,
        "made_at": at,
        "changed_at": at,
    }


def _listing_row(listing: NewListing, area_id: UUID, at: datetime) -> dict[str, Any]:
    is_hidden = listing.content.place is Place.HIDDEN
    point = None if is_hidden else listing.point
    return {
        "id": listing.id,
        "group_id": listing.group_id,
        "area_id": area_id,
        "locality_id": listing.locality_id,
        "state": LISTING.start,
        "content": listing.content,
        "place": listing.content.place,
        "latitude": point.lat if point else None,
        "longitude": point.lon if point else None,
        "source": listing.source,
        "source_key": listing.source_key,
        "fingerprint": listing.fingerprint,
        "flags": list(listing.flags),
        "confirmed_on": listing.confirmed_on,
        "short_code": listing.short_code,
        "started_at": at,
        "changed_at": at,
    }


def _version_row(
    listing: NewListing, actor: Actor, *, at: datetime, because: str
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "listing_id": listing.id,
        "number": 1,
        "content": listing.content,
        "changed": [],
        "by": actor.user_id,
        "who": actor.called,
        "at": at,
        "because": because,
    }


def _slot_rows(listing: NewListing) -> Iterator[dict[str, Any]]:
    for position, slot in enumerate(spoken_times.openings_in(listing.content.when)):
        yield {
            "id": uuid4(),
            "listing_id": listing.id,
            "position": position,
            "weekday": slot.weekday,
            "opens_at": slot.opens_at,
            "closes_at": slot.closes_at,
            "ordinals": list(slot.ordinals),
        }


def _hidden_row(listing: NewListing, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "listing_id": listing.id,
        "address": listing.hidden_address,
        "said_at": at,
    }
