"""Choosing the localities to compare with (B4-06)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.errors import RuleBroken
from outcomes_star.models import Comparator
from outcomes_star.queries.comparing import comparing_page, find_comparator
from referrals.queries.arranged import own_lead

NOT_ALL = "Leave at least one locality where your help has started."


def compare_with(
    session: Session, actor: Actor, localities: Collection[str], *, at: datetime
) -> None:
    """From now on compare with these localities, or with none."""
    there = [one for one, _ in comparing_page(session, actor).localities]
    chosen = [one for one in there if one in localities]
    if chosen and len(chosen) == len(there):
        raise RuleBroken(NOT_ALL, field="localities")
    lead_id = own_lead(actor)
    before = find_comparator(session, lead_id)
    if (before.locality_ids if before else []) == chosen:
        return
    if before is not None:
        before.ended_at = at
        session.flush()
        audit.record(session, actor, "stopped comparing with localities", before, at=at)
    if chosen:
        row = Comparator(
            lead_id=lead_id, locality_ids=chosen, set_at=at, by=actor.user_id, who=actor.called
        )
        session.add(row)
        session.flush()
        audit.record(session, actor, "compares with localities", row, at=at, localities=chosen)
