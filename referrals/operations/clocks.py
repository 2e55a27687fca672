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
from referrals.queries.standing import danger_since

DANGER_STANDS = (
    "Words of danger stand here, and nobody has said what was done. "
    "Make sure that they are safe, then tick the box."
)
DANGER_CAME = (
    "New words of danger came since you opened this page. Read them, make sure that they are safe, "
    "and {press}. All else is as you wrote it."
)
TICK_AGAIN = DANGER_CAME.format(press="tick the box again")
PRESS_AGAIN = DANGER_CAME.format(press="press the button again")
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
    made_safe: datetime | None,
    written: Iterable[str] = (),
    at: datetime,
) -> None:
    """No case ends over danger that nobody has answered: whoever ends it says that they are safe.

    `made_safe` is since when the danger stood that they have read; None where they do not say it.
    Where what is `written` now speaks of danger too, that is new, and stands until somebody answers it: the
    tick is for what was there before.
    """
    since = _held_danger(session, row)
    if since is None:
        return
    if made_safe is None:
        raise RuleBroken(DANGER_STANDS, field="is_safe")
    if made_safe < since:
        raise RuleBroken(TICK_AGAIN, field="is_safe")
    before = at - timedelta(microseconds=1) if crisis.is_in(*written) else at
    stop(session, actor, row.id, Clock.SAFETY, how=AS_IT_ENDED, at=before)


def _held_danger(session: Session, row: Referral) -> datetime | None:
    """Since when danger stands; nobody writes more of it before this is done, as PostgreSQL would let them."""
    session.refresh(row, with_for_update=True)
    return danger_since(session, row)


def stop_by_hand(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    clock: Clock,
    *,
    how: str,
    made_safe: datetime | None = None,
    at: datetime,
) -> None:
    """A link worker says how it was done, when it was done outside this site."""
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    if clock not in BY_HAND:
        raise RuleBroken("This clock stops when you record what you did.")
    if clock is Clock.AGAIN:
        answer_danger(session, actor, row, made_safe=made_safe, written=[how], at=at)
    stop(session, actor, row.id, clock, how=how, at=at)


def make_safe(
    session: Session, actor: Actor, referral_id: UUID, *, how: str, seen: datetime, at: datetime
) -> None:
    """Somebody says how it was made sure that a person in danger is safe (H3).

    `seen` is since when the danger stood that they have read: newer words are not answered unread.
    """
    actor.must(permissions.MAKE_SAFE)
    row = get_to_make_safe(session, actor, referral_id)
    since = _held_danger(session, row)
    if since is not None and seen < since:
        raise RuleBroken(PRESS_AGAIN)
    stop(session, actor, row.id, Clock.SAFETY, how=how, at=at)
