"""What the caseload does by itself: alarms, and what is to be done when a link worker leaves."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.events import MemberLeft
from kernel import outbox
from referrals.operations import leaving, silence

HOURLY = 60


@outbox.every(minutes=HOURLY)
def raise_alarms(session: Session, *, at: datetime) -> None:
    """Look for cases that went silent; each is told of once, however often we look."""
    silence.raise_alarms(session, at=at)


@outbox.on(MemberLeft)
def tell_of_cases_left(session: Session, event: MemberLeft, *, at: datetime) -> None:
    """Tell the managers that cases are without a link worker."""
    leaving.tell_of_cases_left(
        session, user_id=event.user_id, organisation_id=event.organisation_id, at=at
    )


@outbox.on(MemberLeft)
def forget_photograph(session: Session, event: MemberLeft, *, at: datetime) -> None:
    """Keep no photograph of somebody who left."""
    leaving.forget_photograph(
        session, user_id=event.user_id, organisation_id=event.organisation_id, at=at
    )
