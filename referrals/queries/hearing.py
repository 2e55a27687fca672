"""What a practice may know of how far a referral has come (B26): all of it, or that it was received."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.queries import practice_hears

ITS_OWN = (State.DRAFT, State.SENT, State.RECEIVED, State.RETURNED, State.WITHDRAWN)
"""States that a practice sees without the person's yes: what it did itself, or must do something about."""


def shown_as(state: State, *, hears: bool) -> State:
    """The state of a referral as far as its practice may know."""
    return state if hears or state in ITS_OWN else State.RECEIVED


def hears_of(session: Session, row: Referral) -> bool:
    """Whether the person lets the practice hear what comes of it: of one referral what lists ask of all."""
    wanted = sa.select(practice_hears()).select_from(Referral).where(Referral.id == row.id)
    return bool(session.scalar(wanted))


def state_for(session: Session, actor: Actor, row: Referral) -> State:
    """The state of a referral as the actor may know it: the lead NTP's own people know it as it is."""
    return shown_as(row.state, hears=row.lead_id == actor.organisation_id or hears_of(session, row))


def known_moved_at() -> sa.ColumnElement[datetime]:
    """When a referral last moved, as far as its practice may know: else its place would tell."""
    is_known = sa.or_(practice_hears(), Referral.state.in_(ITS_OWN), Referral.sent_at.is_(None))
    return sa.case((is_known, Referral.moved_at), else_=Referral.sent_at)
