"""What people searched for, as counts without words: by day, domain, locality and outcome (B33)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory.models import Tally
from directory.vocabulary import Domain
from kernel.periods import Month

FOUND = "found"
NOTHING = "nothing"
NOWHERE = ""
"""What a tally holds for a search near no place that we know, or far from every locality."""


@dataclass(frozen=True)
class FoundNothing:
    """How many searches for one kind of activity, near one locality, found nothing.

    No domain: the words spoke of none. No locality: nobody said where, or it was far from all.
    """

    domain: Domain | None
    locality_id: UUID | None
    searches: int


def found_nothing(
    session: Session, area_id: UUID, *, since: date, until: date
) -> tuple[FoundNothing, ...]:
    """The searches of some days that found nothing, most first; `until` is the last of the days."""
    searches = sa.func.sum(Tally.count).label("searches")
    rows = session.execute(
        sa.select(Tally.domain, Tally.locality, searches)
        .where(_near(session, area_id), Tally.outcome == NOTHING, Tally.day.between(since, until))
        .group_by(Tally.domain, Tally.locality)
        .order_by(searches.desc(), Tally.domain, Tally.locality)
    )
    return tuple(
        FoundNothing(
            Domain(row.domain) if row.domain else None,
            UUID(row.locality) if row.locality else None,
            int(row.searches),
        )
        for row in rows
    )


def searches_by_month(
    session: Session, area_id: UUID, *, since: date
) -> dict[Month, dict[str, int]]:
    """How many searches each month had, by outcome."""
    rows = session.execute(
        sa.select(Tally.day, Tally.outcome, sa.func.sum(Tally.count).label("searches"))
        .where(_near(session, area_id), Tally.day >= since)
        .group_by(Tally.day, Tally.outcome)
    )
    counted: dict[Month, dict[str, int]] = {}
    for row in rows:
        of_month = counted.setdefault(Month.containing(row.day), {})
        of_month[row.outcome] = of_month.get(row.outcome, 0) + int(row.searches)
    return counted


def _near(session: Session, area_id: UUID) -> sa.ColumnElement[bool]:
    """Near a locality of the area, or near no place: those count for every area."""
    near: Collection[str] = [str(one.id) for one in accounts.localities(session, area_id)]
    return Tally.locality.in_([*near, NOWHERE])
