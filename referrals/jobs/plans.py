"""A case that ends otherwise stops its plan, and what no group was asked yet is taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from kernel import outbox
from referrals.events import ReferralEnded, ReferralLapsed
from referrals.operations import links, plans


@outbox.on(ReferralEnded)
def stop_the_plan(session: Session, event: ReferralEnded, *, at: datetime) -> None:
    """Stop the plan of a case that ended without its plan being finished."""
    plans.stop(session, event.referral_id, at=at)


@outbox.on(ReferralLapsed)
def close_the_plan(session: Session, event: ReferralLapsed, *, at: datetime) -> None:
    """The plan of somebody who needs help again is over too, whoever said so and where."""
    plans.lapse(session, event.referral_id, at=at)


@outbox.on(ReferralEnded)
def take_links_back(session: Session, event: ReferralEnded, *, at: datetime) -> None:
    """Take back the onward links from which nothing will come."""
    links.case_ended(session, event.referral_id, at=at)
