"""Reading who is put first."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from referrals.models import PriorityFlag


def find_flag(session: Session, referral_id: UUID) -> PriorityFlag | None:
    """Why a case is put first, if it is."""
    return session.scalar(sa.select(PriorityFlag).where(PriorityFlag.referral_id == referral_id))
