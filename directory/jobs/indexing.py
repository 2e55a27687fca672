"""The index hears of every change, is mended when it is lost, and is made afresh once a day.

Once a day, because what a listing shows also depends on the day: checks run out, agreements end.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from directory.events import ListingChanged
from directory.operations.indexing import keeper
from kernel import outbox

A_DAY = 24 * 60


@outbox.on_many(ListingChanged)
def take_in(session: Session, events: Sequence[ListingChanged], *, at: datetime) -> None:
    """Put into the index what is published of the listings that changed, and remove the rest."""
    keeper().take_in(session, {event.listing_id for event in events}, at=at)


@outbox.every(minutes=1)
def mend(session: Session, *, at: datetime) -> None:
    """Make the index again if it cannot be read (reliability.md K12)."""
    keeper().mend(session, at=at)


@outbox.every(minutes=A_DAY)
def make_afresh(session: Session, *, at: datetime) -> None:
    """Make the index again, whatever it is like."""
    keeper().make_again(session, at=at)
