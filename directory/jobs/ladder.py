"""Once a day each listing is looked at: which have reached a step of the ladder? Each then takes it."""

from datetime import datetime

from sqlalchemy.orm import Session

from directory.operations import ladder, upkeep
from directory.operations.ladder import StepReached
from kernel import outbox

A_DAY = 24 * 60
A_QUARTER_OF_AN_HOUR = 15


@outbox.every(minutes=A_DAY)
def look_at_every_listing(session: Session, *, at: datetime) -> None:
    """Find the listings that have reached a step (A-DIR-12, -13)."""
    ladder.announce_steps(session, at=at)


@outbox.on(StepReached)
def take_the_step(session: Session, event: StepReached, *, at: datetime) -> None:
    """Write, mark, hide or archive: one listing, one transaction."""
    ladder.take_step(session, event.listing_id, at=at)


@outbox.every(minutes=A_QUARTER_OF_AN_HOUR)
def note_bounces(session: Session, *, at: datetime) -> None:
    """Remember whose letters come back."""
    upkeep.note_bounces(session, at=at)
