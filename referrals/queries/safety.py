"""Who sees to somebody in danger (H3): their link worker, or the manager while nobody has the case."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Actor, Role
from kernel.errors import NotFound
from referrals import permissions
from referrals.models import Referral
from referrals.queries import can_work_on, get_case, visible_to
from referrals.queries.arranged import own_lead


def nobody_has(lead_id: UUID) -> sa.ColumnElement[bool]:
    """Whether a case of a lead NTP has no link worker, or one who does not work there today."""
    return sa.or_(
        Referral.link_worker_id.is_(None),
        Referral.link_worker_id.not_in(accounts.holding(Role.LINK_WORKER, lead_id)),
    )


def has_worker(session: Session, row: Referral) -> bool:
    """Whether somebody who works here today has a case."""
    wanted = sa.select(Referral.id).where(Referral.id == row.id, nobody_has(row.lead_id))
    return session.scalar(wanted) is None


def can_make_safe(session: Session, actor: Actor, referral_id: UUID) -> bool:
    """Whether the actor is the one to write down that somebody is safe."""
    if can_work_on(session, actor, referral_id):
        return True
    if not actor.may(permissions.OVERSEE):
        return False
    unheld = visible_to(actor).where(Referral.id == referral_id, nobody_has(own_lead(actor)))
    return session.scalar(unheld) is not None


def get_to_make_safe(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A case in which the actor is to write down that somebody is safe, or NotFound."""
    row = get_case(session, actor, referral_id)
    if not can_make_safe(session, actor, row.id):
        raise NotFound
    return row
