"""Reminders of meetings, on the timetable."""

from datetime import datetime

from sqlalchemy.orm import Session

from kernel import outbox
from referrals.operations import meeting

QUARTER_OF_AN_HOUR = 15


@outbox.every(minutes=QUARTER_OF_AN_HOUR)
def remind(session: Session, *, at: datetime) -> None:
    """Remind people of tomorrow's meetings; each meeting once, however often we look."""
    meeting.remind(session, at=at)
