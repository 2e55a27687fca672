"""When a referral has come to a point of which the practice should hear, a draft is made ready."""

from datetime import datetime

from sqlalchemy.orm import Session

from kernel import outbox
from referrals.events import ReferralAssessed, ReferralEnded, ReferralLapsed
from referrals.operations import reports


@outbox.on(ReferralAssessed)
def after_the_first_meeting(session: Session, event: ReferralAssessed, *, at: datetime) -> None:
    """A report on the first meeting."""
    reports.prepare(session, event.referral_id, at=at)


@outbox.on(ReferralEnded)
def at_the_end(session: Session, event: ReferralEnded, *, at: datetime) -> None:
    """A report on how it ended; a short one where the person was not met."""
    reports.prepare(session, event.referral_id, at=at)


@outbox.on(ReferralLapsed)
def when_it_lapses(session: Session, event: ReferralLapsed, *, at: datetime) -> None:
    """A report that the person needs help again (A-PH-05)."""
    reports.prepare(session, event.referral_id, at=at)
