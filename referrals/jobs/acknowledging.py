"""A referral that was sent is acknowledged at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from kernel import outbox
from referrals.events import ReferralSent
from referrals.operations import acknowledging as operations


@outbox.on(ReferralSent)
def acknowledge(session: Session, event: ReferralSent, *, at: datetime) -> None:
    """Receive it, and tell the practice."""
    operations.acknowledge(session, event.referral_id, at=at)
