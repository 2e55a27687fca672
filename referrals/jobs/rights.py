"""What is done for people's rights by itself, on the timetable."""

from datetime import datetime

from sqlalchemy.orm import Session

from kernel.outbox import every
from referrals.operations import erasing, retention

A_DAY = 24 * 60


@every(minutes=60)
def finish_erasing(session: Session, *, at: datetime) -> None:
    """What was erased is on the list outside, and gone from the database's log."""
    erasing.finish(session, at=at)


@every(minutes=A_DAY)
def forget_drafts(session: Session, *, at: datetime) -> None:
    """Referrals that were never sent are not kept for ever."""
    retention.forget_drafts(session, at=at)
