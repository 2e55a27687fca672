"""Reading when words of danger were written about somebody, by whom and where (H3)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.periods import day_in_london
from referrals.clocks import Clock
from referrals.lifecycle import State
from referrals.models import Allocation, ClockStop, DangerWord, Referral


def stands() -> sa.ColumnElement[bool]:
    """Cases in which words of danger stand that nobody has answered, be they over or not.

    Not of one that goes on as a new one: there it stands too.
    """
    answered = sa.exists().where(
        ClockStop.referral_id == Referral.id, ClockStop.clock == Clock.SAFETY,
        ClockStop.at >= Referral.danger_at, ClockStop.at >= Referral.sent_at,
    )  # fmt: skip
    return sa.and_(
        Referral.danger_at.is_not(None), Referral.sent_at.is_not(None),
        Referral.state.not_in((State.DRAFT, State.REOPENED)), ~answered,
    )  # fmt: skip


def answered_at(session: Session, referral_id: UUID) -> datetime | None:
    """When somebody last said what was done about the danger of a case."""
    return session.scalar(
        sa.select(sa.func.max(ClockStop.at)).where(
            ClockStop.referral_id == referral_id, ClockStop.clock == Clock.SAFETY
        )
    )


def answered_until(session: Session, row: Referral) -> datetime | None:
    """Until when all that was written of danger in a case is answered.

    A referral that is sent again begins anew: what was answered last before that stands once more, since
    nobody knows how they are now.
    """
    if row.danger_at is None or row.sent_at is None:
        return answered_at(session, row.id)
    return session.scalar(
        sa.select(sa.func.max(ClockStop.at)).where(
            ClockStop.referral_id == row.id, ClockStop.clock == Clock.SAFETY,
            sa.or_(ClockStop.at >= row.sent_at, ClockStop.at < row.danger_at),
        )
    )  # fmt: skip


def is_unanswered(session: Session, row: Referral) -> bool:
    """Whether danger was written of in a case and nobody has said since what was done, be it over or not."""
    if row.danger_at is None:
        return False
    answered = answered_until(session, row)
    return answered is None or answered < row.danger_at


def was_told_today(
    session: Session, referral_id: UUID, *, by: UUID | None, since: datetime | None, at: datetime
) -> bool:
    """Whether a letter told today of what the same person or group wrote, and nobody answered it.

    `since`: when the case ended, if it did: what was told before asked somebody to go on with it.
    Whoever was given the case since was not told.
    Of two of whom nothing is known, nobody can say that they are the same.
    """
    if by is None:
        return False
    told_at = session.scalar(
        sa.select(sa.func.max(DangerWord.at)).where(
            DangerWord.referral_id == referral_id, DangerWord.by == by, DangerWord.is_told
        )
    )
    if told_at is None or day_in_london(told_at) != day_in_london(at):
        return False
    if since is not None and told_at < since:
        return False
    given_at = session.scalar(
        sa.select(sa.func.max(Allocation.at)).where(Allocation.referral_id == referral_id)
    )
    if given_at is not None and told_at <= given_at:
        return False
    answered = answered_at(session, referral_id)
    return answered is None or answered < told_at


def words_of_danger(session: Session, referral_id: UUID) -> tuple[DangerWord, ...]:
    """Each time that words of danger were written about a case."""
    return tuple(
        session.scalars(sa.select(DangerWord).where(DangerWord.referral_id == referral_id))
    )


def was_sent_with_danger(session: Session, row: Referral) -> bool:
    """Whether whoever sent a referral wrote of danger in it: what was written since changes nothing."""
    if row.danger_at is not None and row.danger_at == row.sent_at:
        return True
    noted = sa.select(DangerWord.id).where(
        DangerWord.referral_id == row.id, DangerWord.at == row.sent_at
    )
    return session.scalar(noted.limit(1)) is not None


class Reading(StrEnum):
    """What a practice may know of who read the danger that it wrote of."""

    WAITS = "waits"
    READ = "read"
    UNTOLD = "untold"


def reading(session: Session, row: Referral, *, hears: bool) -> Reading:
    """Whether it was read: it was accepted, or somebody answered the danger since it was sent.

    A practice that may not hear what comes of it reads the same words before and after.
    """
    if not hears:
        return Reading.UNTOLD
    answered = answered_at(session, row.id)
    is_answered = answered is not None and row.sent_at is not None and answered >= row.sent_at
    is_read = is_answered or not row.state.is_waiting
    return Reading.READ if is_read else Reading.WAITS
