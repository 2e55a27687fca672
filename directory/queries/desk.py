"""What waits for the host's people each morning: cheap counts, since the desk is opened often."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts.queries import AreaFacts
from directory import permissions
from directory.freshness import Standing
from directory.imports.batches import BatchState
from directory.lifecycle import State
from directory.models import Group, ImportBatch, ImportRow, Listing
from directory.queries import draws, reports, review, upkeep
from directory.queries.checks import running_out
from directory.queries.hosting import find_hosted_area
from directory.queries.published import surroundings
from kernel.access import Actor
from kernel.periods import Month

MARKED = tuple(one.slug for one in Standing if one.is_marked)


@dataclass(frozen=True)
class Desk:
    """How much of each waits; nought of what the actor may not see. `draw` names the month or ""."""

    flagged: int = 0
    to_ring: int = 0
    reports: int = 0
    pairs: int = 0
    lists: int = 0
    checks: int = 0
    no_address: int = 0
    funded_stale: int = 0
    feedback: int = 0
    draw: str = ""
    stale: int = 0


def desk(session: Session, actor: Actor, *, today: date) -> Desk:
    """What waits for this actor in the directory."""
    area = find_hosted_area(session, actor)
    if area is None or not actor.may(permissions.REVIEW):
        return Desk(stale=_stale(session, actor))
    counts = review.counts(session, area)
    return Desk(
        flagged=counts.flagged,
        to_ring=counts.to_ring,
        reports=counts.reports,
        pairs=counts.pairs,
        lists=_lists(session, area),
        checks=len(running_out(session, area_id=area.id, today=today)),
        no_address=_no_address(session, area),
        funded_stale=_funded_stale(session, actor, area, today),
        feedback=reports.unanswered(session, area),
        draw=_draw_to_make(session, actor, area, today),
    )


def _lists(session: Session, area: AreaFacts) -> int:
    """Lists that were read and hold drafts that nobody has published or left out yet."""
    wanted = (
        sa.select(sa.func.count(ImportBatch.id.distinct()))
        .join(ImportRow, ImportRow.batch_id == ImportBatch.id)
        .join(Listing, Listing.id == ImportRow.listing_id)
        .where(
            ImportBatch.area_id == area.id,
            ImportBatch.state == BatchState.READY,
            ImportRow.is_left_out.is_(False),
            Listing.state == State.DRAFT,
        )
    )
    return session.scalar(wanted) or 0


def _stale(session: Session, actor: Actor) -> int:
    """Listings of their area that link workers can nudge."""
    if not actor.may(permissions.PROPOSE_CORRECTION) or actor.area_id is None:
        return 0
    return _count(session, actor.area_id, Listing.ladder_step.in_(MARKED))


def _no_address(session: Session, area: AreaFacts) -> int:
    """Listings with a step taken whose group no letter reaches: somebody rings."""
    unreachable = sa.select(Group.id).where(
        sa.or_(Group.keeper_email == "", Group.mail_bounced_at.is_not(None))
    )
    return _count(session, area.id, Listing.ladder_step != "", Listing.group_id.in_(unreachable))


def _funded_stale(session: Session, actor: Actor, area: AreaFacts, today: date) -> int:
    """Paid groups that have not confirmed: the lead manager's own concern."""
    if not actor.may(permissions.SETTINGS):
        return 0
    funded = surroundings(session, today=today).funded
    paid = sa.select(Group.id).where(sa.or_(Group.is_funded, Group.organisation_id.in_(funded)))
    return _count(session, area.id, Listing.ladder_step.in_(MARKED), Listing.group_id.in_(paid))


def _draw_to_make(session: Session, actor: Actor, area: AreaFacts, today: date) -> str:
    if not actor.may(permissions.DRAW):
        return ""
    month = Month.containing(today).previous
    is_open = not draws.is_drawn(session, area.id, month)
    return month.label if is_open and draws.entries(session, area.id, month) else ""


def _count(session: Session, area_id: UUID, *conditions: sa.ColumnElement[bool]) -> int:
    wanted = (
        sa.select(sa.func.count())
        .select_from(Listing)
        .where(Listing.area_id == area_id, Listing.state.in_(upkeep.ON_LADDER), *conditions)
    )
    return session.scalar(wanted) or 0
