"""Links to people's own pages that could not go out at a safe time, on the timetable."""

from datetime import datetime

from sqlalchemy.orm import Session

from kernel import outbox
from referrals.operations import person_page

QUARTER_OF_AN_HOUR = 15


@outbox.every(minutes=QUARTER_OF_AN_HOUR)
def hold_back(session: Session, *, at: datetime) -> None:
    """Send nothing at a time that nobody called safe."""
    person_page.hold_back(session, at=at)
