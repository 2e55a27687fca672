"""The timetable of the audit: its head is kept outside the database every hour."""

from datetime import datetime

from sqlalchemy.orm import Session

from audit import operations
from kernel.outbox import every


@every(minutes=60)
def keep_head(session: Session, *, at: datetime) -> None:
    """Write down where the chain ends, so that a cut-off end or an old database shows."""
    operations.keep_head(session, at=at)
