"""Reading photographs of link workers: of whom there is one, and one for whoever may see it (B01)."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Actor, Role
from kernel.errors import NotFound
from referrals import permissions
from referrals.models import WorkerOfPractice, WorkerProfile


def photographs(session: Session, lead_id: UUID) -> Mapping[UUID, UUID]:
    """The link workers of a lead NTP today who have one, each with the id that it is found by."""
    rows = session.execute(
        sa.select(WorkerProfile.user_id, WorkerProfile.id).where(
            WorkerProfile.lead_id == lead_id,
            WorkerProfile.photographed_at.is_not(None),
            WorkerProfile.user_id.in_(accounts.holding(Role.LINK_WORKER, lead_id)),
        )
    )
    return {row.user_id: row.id for row in rows}


def photograph(session: Session, actor: Actor, profile_id: UUID) -> bytes:
    """A photograph for a colleague, or for a practice that the link worker is named for today; or NotFound."""
    actor.must(permissions.SEE_PHOTOGRAPH)
    row = session.scalar(_within_reach_of(actor).where(WorkerProfile.id == profile_id))
    if row is None or row.photo is None or row.id not in photographs(session, row.lead_id).values():
        raise NotFound
    return row.photo


def _within_reach_of(actor: Actor) -> sa.Select[WorkerProfile]:
    """The profiles of colleagues, and of those named for the actor's practice, whether they left or not."""
    is_named = sa.exists().where(
        WorkerOfPractice.practice_id == actor.organisation_id,
        WorkerOfPractice.lead_id == WorkerProfile.lead_id,
        WorkerOfPractice.user_id == WorkerProfile.user_id,
        WorkerOfPractice.ended_at.is_(None),
    )
    return sa.select(WorkerProfile).where(
        sa.or_(WorkerProfile.lead_id == actor.organisation_id, is_named)
    )
