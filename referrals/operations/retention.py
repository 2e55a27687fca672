"""Keeping to the retention schedule: a dry run first, then a name under it, then what it says (G4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import SYSTEM, Actor
from kernel.errors import RuleBroken
from kernel.periods import day_in_london
from referrals import permissions
from referrals.models import RetentionRun
from referrals.operations.erasing import erase
from referrals.queries import erasing
from referrals.queries import retention as queries
from referrals.queries.arranged import own_lead
from referrals.vocabulary import ErasureCause

SIGNED = "This list was signed already."
NOT_THEIR_NAME = "Write your name as it is on your account."


def dry_run(session: Session, actor: Actor, *, at: datetime) -> RetentionRun:
    """List whose record is over its time; nothing is erased."""
    actor.must(permissions.KEEP_SCHEDULE)
    found = queries.overdue(session, own_lead(actor), on=day_in_london(at))
    run = RetentionRun(
        lead_id=own_lead(actor), person_ids=[str(one.person_id) for one in found],
        made_by=actor.user_id, made_at=at,
    )  # fmt: skip
    session.add(run)
    session.flush()
    audit.record(session, actor, "listed records over their time", run, at=at, people=len(found))
    return run


def sign(session: Session, actor: Actor, run_id: UUID, *, name: str, at: datetime) -> int:
    """Sign a dry run: those in it who are still over their time and not held are erased; how many."""
    run = queries.get_run(session, actor, run_id)
    if run.signed_at is not None:
        raise RuleBroken(SIGNED)
    if " ".join(name.casefold().split()) != " ".join(actor.name.casefold().split()):
        raise RuleBroken(NOT_THEIR_NAME, field="name")
    due = queries.still_overdue(session, run, on=day_in_london(at))
    wanted = [one.person_id for one in due if not one.is_held]
    run.signed_by, run.signed_as, run.signed_at = actor.user_id, name, at
    run.erased = len(wanted)
    audit.record(session, actor, "signed that records are erased", run, at=at, people=len(wanted))
    session.flush()
    for person_id in wanted:
        person = erasing.find(session, person_id)
        if person is not None:
            erase(session, actor, person, ErasureCause.RETENTION, at=at)
    return len(wanted)


def forget_drafts(session: Session, *, at: datetime) -> int:
    """Erase people of whom there is nothing but a draft that nobody sent; how many."""
    numbers = [one.id for one in queries.forgotten_drafts(session, on=day_in_london(at))]
    erased = 0
    for number in numbers:
        person = erasing.find(session, number)
        if person is not None and not erasing.obstacle(session, person):
            erase(session, SYSTEM, person, ErasureCause.RETENTION, at=at)
            erased += 1
    return erased
