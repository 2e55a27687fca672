"""What is new in the directory, and who at the practices of an area hears of it (B04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from directory.lifecycle import State
from directory.models import Listing
from directory.published import Published
from directory.queries.published import published_in_order
from kernel.access import SYSTEM, Role

READERS = frozenset({Role.REFERRER, Role.PRACTICE_MANAGER})
MOST_NAMED = 20
MOST_SHOWN = 100


@dataclass(frozen=True)
class Digest:
    """The new activities of an area: how many, the first of them by name, and who reads of them."""

    area_id: UUID
    area: str
    count: int
    names: tuple[str, ...]
    readers: tuple[str, ...]


def digests(session: Session, *, since: datetime, at: datetime) -> tuple[Digest, ...]:
    """A digest for each area in which something is new; none where nobody would read it."""
    made = [_digest(session, area.id, area.name, since, at) for area in accounts.areas(session)]
    return tuple(digest for digest in made if digest.count and digest.readers)


def _digest(session: Session, area_id: UUID, area: str, since: datetime, at: datetime) -> Digest:
    rows = session.execute(_new(since).where(Listing.area_id == area_id)).all()
    names = [row.content.name for row in rows[:MOST_NAMED]]
    return Digest(area_id, area, len(rows), tuple(names), _readers(session, area_id, at=at))


def _new(since: datetime) -> sa.Select[UUID, object]:
    """What came into the directory since a moment and is in it, newest first."""
    return (
        sa.select(Listing.id, Listing.content)
        .where(Listing.state == State.LIVE, Listing.published_at >= since)
        .order_by(Listing.published_at.desc(), Listing.id)
    )


def _readers(session: Session, area_id: UUID, *, at: datetime) -> tuple[str, ...]:
    """The addresses of those who refer people, and of the managers, at the area's practices."""
    practices = accounts.organisations(session, area_id=area_id, kind=OrganisationKind.PRACTICE)
    return tuple(
        member.email
        for practice in practices
        for member in accounts.people_page(session, SYSTEM, practice.id, at=at).members
        if member.roles & READERS
    )


def new_activities(session: Session, *, since: datetime, today: date) -> Sequence[Published]:
    """What is new in the directory, for anybody to see, newest first."""
    ids = [row.id for row in session.execute(_new(since).limit(MOST_SHOWN))]
    return published_in_order(session, ids, today=today)
