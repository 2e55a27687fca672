"""A lead NTP names link workers for practices: one may serve many (A-R3-01)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from referrals import permissions
from referrals.models import WorkerOfPractice
from referrals.queries import naming as queries


def name_worker(
    session: Session, actor: Actor, practice_id: UUID, *, user_id: UUID, at: datetime
) -> WorkerOfPractice:
    """From now on referrals of a practice go to this link worker, the first named first."""
    actor.must(permissions.NAME_WORKERS)
    practice = queries.get_practice(session, actor, practice_id)
    named = WorkerOfPractice(
        practice_id=practice.id, lead_id=actor.organisation_id,
        user_id=queries.get_own_worker(session, actor, user_id),
        named_at=at, named_by=actor.user_id,
    )  # fmt: skip
    session.add(named)
    audit.record(session, actor, "named a link worker for a practice", named, at=at,
                 practice=str(practice.id), worker=str(user_id))  # fmt: skip
    return named


def end_naming(session: Session, actor: Actor, named_id: UUID, *, at: datetime) -> None:
    """A link worker is named for a practice no more; what they have stays with them."""
    actor.must(permissions.NAME_WORKERS)
    named = queries.get_named(session, actor, named_id)
    named.end(at=at)
    audit.record(session, actor, "ended the naming of a link worker", named, at=at,
                 practice=str(named.practice_id), worker=str(named.user_id))  # fmt: skip
