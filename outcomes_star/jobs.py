"""What is published of the star, on the timetable."""

from datetime import datetime

from sqlalchemy.orm import Session

from kernel import outbox
from outcomes_star.operations import publishing

A_DAY = 24 * 60


@outbox.every(minutes=A_DAY)
def publish_how_people_moved(session: Session, *, at: datetime) -> None:
    """Half a year and a fortnight after a quarter what became of it is frozen; once."""
    publishing.issue_due(session, at=at)
