"""Giving the steering group what is published of how practices refer (A-SG-05, A-TAR-08, A-CASE-06).

Frozen once for each area and quarter; what becomes known later changes nothing (reliability.md 3.6).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel import releases
from kernel.access import SYSTEM
from kernel.periods import Quarter, day_in_london
from referrals import figures
from referrals.queries import by_practice as queries


def issue_due(session: Session, *, at: datetime) -> int:
    """Give every steering group the last quarter's figures, once they are due; how many were given."""
    quarter = figures.due(day_in_london(at))
    return sum(_issue(session, area.id, quarter, at=at) for area in accounts.areas(session))


def _issue(session: Session, area_id: UUID, quarter: Quarter, *, at: datetime) -> bool:
    """Not twice, and not of an area without practices. That nobody was referred is told as little as a few."""
    if queries.is_issued(session, area_id, quarter):
        return False
    practices = queries.practices_of(session, area_id, quarter)
    if not practices:
        return False
    finest, *coarser = figures.tables(practices)
    release = releases.issue(
        session, reader=figures.reader_of(area_id), period=quarter, kind=figures.KIND,
        table=finest(), coarser=coarser, at=at,
    )  # fmt: skip
    audit.record(
        session, SYSTEM, "published how practices refer", release, at=at, area=area_id,
        period=quarter.label,
    )  # fmt: skip
    return True
