"""Stopping the clocks of a case: by a report that went out, or by saying how it was done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.errors import RuleBroken
from referrals import permissions
from referrals.clocks import BY_HAND, Clock
from referrals.models import ClockStop
from referrals.queries import get_case
from referrals.queries.safety import get_to_make_safe


def stop(
    session: Session, actor: Actor, referral_id: UUID, clock: Clock, *, at: datetime, how: str = ""
) -> None:
    """What a clock waits for was done; whoever calls has made sure that the actor may."""
    row = ClockStop(referral_id=referral_id, clock=clock, how=how, by=actor.user_id, at=at)
    session.add(row)
    audit.record(session, actor, "stopped a clock", row, at=at, clock=clock.value)


def stop_by_hand(
    session: Session, actor: Actor, referral_id: UUID, clock: Clock, *, how: str, at: datetime
) -> None:
    """A link worker says how it was done, when it was done outside this site."""
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    if clock not in BY_HAND:
        raise RuleBroken("This clock stops when you record what you did.")
    stop(session, actor, row.id, clock, how=how, at=at)


def make_safe(session: Session, actor: Actor, referral_id: UUID, *, how: str, at: datetime) -> None:
    """Somebody says how it was made sure that a person in danger is safe (H3)."""
    actor.must(permissions.MAKE_SAFE)
    row = get_to_make_safe(session, actor, referral_id)
    stop(session, actor, row.id, Clock.SAFETY, how=how, at=at)
