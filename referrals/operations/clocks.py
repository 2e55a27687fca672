"""Stopping the clocks of a case: by a report that went out, or by saying how it was done."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import crisis
from kernel.access import Actor
from kernel.errors import RuleBroken
from referrals import permissions
from referrals.clocks import BY_HAND, Clock
from referrals.models import ClockStop, Referral
from referrals.queries import get_case
from referrals.queries.safety import get_to_make_safe
from referrals.queries.standing import is_in_danger

DANGER_STANDS = (
    "Words of danger stand here, and nobody has said what was done. "
    "Make sure that they are safe, then tick the box."
)
AS_IT_ENDED = "Ticked as the case ended"


def stop(
    session: Session, actor: Actor, referral_id: UUID, clock: Clock, *, at: datetime, how: str = ""
) -> None:
    """What a clock waits for was done; whoever calls has made sure that the actor may."""
    row = ClockStop(referral_id=referral_id, clock=clock, how=how, by=actor.user_id, at=at)
    session.add(row)
    audit.record(session, actor, "stopped a clock", row, at=at, clock=clock.value)


def answer_danger(
    session: Session,
    actor: Actor,
    row: Referral,
    *,
    is_safe: bool,
    written: Iterable[str] = (),
    at: datetime,
) -> None:
    """No case ends over danger that nobody has answered: whoever ends it says that they are safe.

    Where what is `written` now speaks of danger too, that is new, and stands until somebody answers it: the
    tick is for what was there before.
    """
    if not is_in_danger(session, actor, row.id, at=at):
        return
    if not is_safe:
        raise RuleBroken(DANGER_STANDS, field="is_safe")
    before = at - timedelta(microseconds=1) if crisis.is_in(*written) else at
    stop(session, actor, row.id, Clock.SAFETY, how=AS_IT_ENDED, at=before)


def stop_by_hand(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    clock: Clock,
    *,
    how: str,
    is_safe: bool = False,
    at: datetime,
) -> None:
    """A link worker says how it was done, when it was done outside this site."""
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    if clock not in BY_HAND:
        raise RuleBroken("This clock stops when you record what you did.")
    if clock is Clock.AGAIN:
        answer_danger(session, actor, row, is_safe=is_safe, written=[how], at=at)
    stop(session, actor, row.id, clock, how=how, at=at)


def make_safe(session: Session, actor: Actor, referral_id: UUID, *, how: str, at: datetime) -> None:
    """Somebody says how it was made sure that a person in danger is safe (H3)."""
    actor.must(permissions.MAKE_SAFE)
    row = get_to_make_safe(session, actor, referral_id)
    stop(session, actor, row.id, Clock.SAFETY, how=how, at=at)
