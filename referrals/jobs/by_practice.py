"""The steering group's figures, on the timetable."""

from datetime import datetime

from sqlalchemy.orm import Session

from kernel import outbox
from referrals.operations import by_practice as operations

A_DAY = 24 * 60


@outbox.every(minutes=A_DAY)
def issue_figures(session: Session, *, at: datetime) -> None:
    """A fortnight after a quarter's end its figures are frozen; once, however often we look."""
    operations.issue_due(session, at=at)
