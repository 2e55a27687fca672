"""The small steps of a plan: taken on, done, changed, taken out; every version before is kept (A-HLW-04)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import RuleBroken
from kernel.periods import day_in_london
from referrals.models import ActionPlan
from referrals.operations.plans import as_seen, changeable, say
from referrals.plans import Step, check_due
from referrals.queries import plans as queries


def take_on(
    session: Session, actor: Actor, referral_id: UUID, goal_id: UUID,
    *, text: str, due_on: date | None, listing_id: UUID | None, at: datetime,
) -> None:  # fmt: skip
    """Add a small step; it may name an activity that the person was linked to, or none at all."""
    plan = changeable(session, actor, referral_id)
    _check_listing(session, plan, listing_id)
    check_due(due_on, today=day_in_london(at))
    content = plan.content.take_on(goal_id, Step(uuid4(), text.strip(), due_on, listing_id))
    say(session, actor, plan, content, because="A step was added", at=at)


def finish_step(
    session: Session, actor: Actor, referral_id: UUID, step_id: UUID, *, at: datetime
) -> None:
    """The person did it; pressed twice, the first day stays."""
    plan = changeable(session, actor, referral_id)
    content = plan.content.finish_step(step_id, on=day_in_london(at))
    if content != plan.content:
        say(session, actor, plan, content, because="A step was done", at=at)


def take_back_step(
    session: Session, actor: Actor, referral_id: UUID, step_id: UUID, *, at: datetime
) -> None:
    """The person did not do it yet: it was pressed by mistake."""
    plan = changeable(session, actor, referral_id)
    content = plan.content.take_back(step_id)
    if content != plan.content:
        say(session, actor, plan, content, because="A step is not done yet", at=at)


def change_step(
    session: Session, actor: Actor, referral_id: UUID, new: Step, *, seen: int, at: datetime
) -> None:
    """Another step takes the place of the one with its id, which nobody did yet."""
    plan = as_seen(session, actor, referral_id, seen)
    old = plan.content.step(new.id)
    if new.listing_id != old.listing_id:
        _check_listing(session, plan, new.listing_id)
    check_due(new.due_on, today=day_in_london(at), stood=old.due_on)
    content = plan.content.change_step(
        new.id, text=new.text, due_on=new.due_on, listing_id=new.listing_id
    )
    say(session, actor, plan, content, because="A step was changed", at=at)


def take_step_out(
    session: Session, actor: Actor, referral_id: UUID, step_id: UUID, *, seen: int, at: datetime
) -> None:
    """A step that nobody did is no part of the plan any more; earlier versions keep it.

    A step of another plan is not found, whatever version was looked at.
    """
    changeable(session, actor, referral_id).content.step(step_id)
    plan = as_seen(session, actor, referral_id, seen)
    content = plan.content.take_out(step_id)
    say(session, actor, plan, content, because="A step was taken out", at=at)


def _check_listing(session: Session, plan: ActionPlan, listing_id: UUID | None) -> None:
    known = queries.services_of_links(session, plan.person_id)
    if listing_id is not None and listing_id not in known:
        raise RuleBroken("Choose one of the activities on the page.", field="listing")
