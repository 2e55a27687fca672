"""Once a week the practices hear what is new in the directory."""

from datetime import datetime

from sqlalchemy.orm import Session

from directory.operations import digest
from kernel import outbox

A_WEEK = 7 * 24 * 60


@outbox.every(minutes=A_WEEK)
def tell_practices(session: Session, *, at: datetime) -> None:
    """Write the week's digest (B04)."""
    digest.write(session, at=at)
