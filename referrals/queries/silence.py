"""Reading alarms: which were raised, and what went silent since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.periods import day_in_london
from referrals.clocks import Clock
from referrals.models import Allocation, Referral, SilenceAlarm
from referrals.queries.arranged import limits_of
from referrals.queries.standing import Standing, standings


@dataclass(frozen=True)
class Silence:
    """A clock of a case that ran out, of which nobody has been told."""

    referral_id: UUID
    link_worker_id: UUID | None
    clock: Clock
    began_at: datetime


def leads_with_cases(session: Session) -> Sequence[UUID]:
    """The lead NTPs that have cases."""
    return session.scalars(sa.select(Referral.lead_id).distinct()).all()


def new_silences(session: Session, lead_id: UUID, *, at: datetime) -> tuple[Silence, ...]:
    """What went silent at a lead NTP and was not told of yet."""
    wanted = sa.select(Referral).where(Referral.lead_id == lead_id)
    there = standings(session, wanted, lead_id=lead_id, limits=limits_of(session, lead_id))
    told = {
        (row.referral_id, row.clock, row.began_at)
        for row in session.execute(
            sa.select(SilenceAlarm.referral_id, SilenceAlarm.clock, SilenceAlarm.began_at)
            .join(Referral, Referral.id == SilenceAlarm.referral_id)
            .where(Referral.lead_id == lead_id, ~_was_elsewhere())
        )
    }
    return tuple(
        one
        for one in _silences(there, at=at)
        if (one.referral_id, one.clock, one.began_at) not in told
    )


def _was_elsewhere() -> sa.ColumnElement[bool]:
    """Whether an alarm told another lead NTP, which has handed the case over since."""
    return sa.exists().where(
        Allocation.referral_id == SilenceAlarm.referral_id,
        Allocation.from_lead_id != Allocation.to_lead_id,
        Allocation.at >= SilenceAlarm.raised_at,
    )


def find_alarm(session: Session, silence: Silence) -> SilenceAlarm | None:
    """The alarm that was raised of a silence before, elsewhere."""
    return session.scalar(
        sa.select(SilenceAlarm).where(
            SilenceAlarm.referral_id == silence.referral_id, SilenceAlarm.clock == silence.clock,
            SilenceAlarm.began_at == silence.began_at,
        )
    )  # fmt: skip


def _silences(there: Sequence[Standing], *, at: datetime) -> Iterator[Silence]:
    for one in there:
        for due in one.silent(day_in_london(at)):
            yield Silence(one.id, one.link_worker_id, due.clock, due.began_at)
