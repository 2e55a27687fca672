"""Groups are asked once more and then no longer; link workers hear when an activity has gone."""

from datetime import datetime

from sqlalchemy.orm import Session

from directory.events import ListingWithdrawn
from kernel import outbox
from referrals.events import ConsentWithdrawn
from referrals.operations import links

A_DAY = 24 * 60


@outbox.every(minutes=A_DAY)
def chase_groups(session: Session, *, at: datetime) -> None:
    """Once a day: which formal links wait too long?"""
    links.chase_groups(session, at=at)


@outbox.on(ListingWithdrawn)
def say_that_it_left(session: Session, event: ListingWithdrawn, *, at: datetime) -> None:
    """Tell whoever linked somebody to an activity that it has left the directory."""
    links.listing_left(session, event.listing_id, at=at)


@outbox.on(ConsentWithdrawn)
def let_groups_forget(session: Session, event: ConsentWithdrawn, *, at: datetime) -> None:
    """A group that the person no longer wants to know of them learns nothing more."""
    links.consent_ended(session, event.person_id, at=at)
