"""How many people came to an activity under an agreement, day by day: for whoever pays for it, and never who."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from referrals.models import Attendance, CountedVisit, OnwardLink


@dataclass(frozen=True)
class VisitCount:
    """How many different people came to a listing on a day."""

    listing_id: UUID
    on: date
    people: int


def visits_under(session: Session, agreement_id: UUID) -> tuple[VisitCount, ...]:
    """All that was marked as come, oldest first. Those who were erased since still count."""
    people = sa.func.count(sa.distinct(OnwardLink.person_id))
    rows = session.execute(
        sa.select(OnwardLink.listing_id, Attendance.on, people)
        .join(Attendance, Attendance.link_id == OnwardLink.id)
        .where(
            OnwardLink.agreement_id == agreement_id,
            Attendance.came,
        )
        .group_by(OnwardLink.listing_id, Attendance.on)
    )
    found: Counter[tuple[UUID, date]] = Counter()
    for listing_id, on, count in rows:
        if listing_id is not None:
            found[listing_id, on] += count
    left = sa.select(CountedVisit).where(CountedVisit.agreement_id == agreement_id)
    found.update((row.listing_id, row.on) for row in session.scalars(left))
    return tuple(
        VisitCount(listing_id, on, count)
        for (listing_id, on), count in sorted(found.items(), key=lambda one: (one[0][1], one[0][0]))
    )


@dataclass(frozen=True)
class Visit:
    """That somebody came to a listing on a day, under an agreement; never who."""

    agreement_id: UUID
    listing_id: UUID
    on: date


def people_who_came(
    session: Session, agreement_ids: Collection[UUID], *, counts: Callable[[Visit], bool]
) -> int:
    """How many different people came, at least, to the visits that count.

    Of those who were erased since, nobody knows which visits were the same person's: as many of them were there
    as came to one activity on one day.
    """
    rows = session.execute(
        sa.select(
            OnwardLink.agreement_id, OnwardLink.listing_id, Attendance.on, OnwardLink.person_id
        )
        .join(Attendance, Attendance.link_id == OnwardLink.id)
        .where(
            OnwardLink.agreement_id.in_(agreement_ids),
            OnwardLink.listing_id.is_not(None),
            Attendance.came,
        )
        .distinct()
    )
    there = {
        person_id
        for agreement_id, listing_id, on, person_id in rows
        if agreement_id and listing_id and counts(Visit(agreement_id, listing_id, on))
    }
    left = session.scalars(
        sa.select(CountedVisit).where(CountedVisit.agreement_id.in_(agreement_ids))
    )
    erased = Counter(Visit(row.agreement_id, row.listing_id, row.on) for row in left)
    return len(there) + max((many for one, many in erased.items() if counts(one)), default=0)


def visits_of(session: Session, person_id: UUID) -> Sequence[CountedVisit]:
    """What is left of somebody's visits that are paid for: that there was one, to be added."""
    rows = session.execute(
        sa.select(OnwardLink.agreement_id, OnwardLink.listing_id, Attendance.on)
        .join(Attendance, Attendance.link_id == OnwardLink.id)
        .where(
            OnwardLink.person_id == person_id,
            OnwardLink.agreement_id.is_not(None),
            OnwardLink.listing_id.is_not(None),
            Attendance.came,
        )
        .distinct()
    )
    return [
        CountedVisit(agreement_id=agreement_id, listing_id=listing_id, on=on)
        for agreement_id, listing_id, on in rows
    ]
