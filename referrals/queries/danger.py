"""Reading when words of danger were written about somebody, by whom and where (H3)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.periods import day_in_london
from referrals.clocks import Clock
from referrals.models import ClockStop, DangerWord


def answered_at(session: Session, referral_id: UUID) -> datetime | None:
    """When somebody last said what was done about the danger of a case."""
    return session.scalar(
        sa.select(sa.func.max(ClockStop.at)).where(
            ClockStop.referral_id == referral_id, ClockStop.clock == Clock.SAFETY
        )
    )


def was_told_today(session: Session, referral_id: UUID, *, by: UUID | None, at: datetime) -> bool:
    """Whether a letter told today of what the same person or group wrote, and nobody answered it."""
    told_at = session.scalar(
        sa.select(sa.func.max(DangerWord.at)).where(
            DangerWord.referral_id == referral_id, DangerWord.by == by, DangerWord.is_told
        )
    )
    if told_at is None or day_in_london(told_at) != day_in_london(at):
        return False
    answered = answered_at(session, referral_id)
    return answered is None or answered < told_at


def words_of_danger(session: Session, referral_id: UUID) -> tuple[DangerWord, ...]:
    """Each time that words of danger were written about a case."""
    return tuple(
        session.scalars(sa.select(DangerWord).where(DangerWord.referral_id == referral_id))
    )
