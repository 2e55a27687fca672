"""With which localities a lead NTP compares: those where its help has not started (B4-06)."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Actor
from outcomes_star import permissions
from outcomes_star.models import Comparator


@dataclass(frozen=True)
class ComparingPage:
    """The localities of the manager's area by id, and those that are compared with now."""

    localities: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]


def find_comparator(session: Session, lead_id: UUID) -> Comparator | None:
    """What a lead NTP compares with, if it does."""
    return session.scalar(
        sa.select(Comparator).where(Comparator.lead_id == lead_id, Comparator.ended_at.is_(None))
    )


def not_yet_live(session: Session, lead_id: UUID | None) -> tuple[str, ...]:
    """The localities where help has not started, by id as text."""
    row = find_comparator(session, lead_id) if lead_id else None
    return tuple(row.locality_ids) if row else ()


def comparing_page(session: Session, actor: Actor) -> ComparingPage:
    """What can be chosen."""
    actor.must(permissions.SEE_COHORTS)
    there = accounts.localities(session, actor.area_id) if actor.area_id else ()
    return ComparingPage(
        tuple((str(one.id), one.name) for one in there),
        not_yet_live(session, actor.organisation_id),
    )
