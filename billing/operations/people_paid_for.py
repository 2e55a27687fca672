"""Counting for how many people groups were paid: once, when a quarter is closed."""

from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from audit import operations as audit
from billing.models import PeoplePaidFor
from billing.queries.people_paid_for import people_behind, uncounted
from kernel.access import SYSTEM
from kernel.periods import day_in_london


def count_people_paid_for(session: Session, *, at: datetime) -> int:
    """Count every closed quarter that is not counted yet, all its groups at once; how many groups."""
    found = uncounted(session, on=day_in_london(at))
    for (lead_id, quarter), group in groupby(found, key=lambda one: (one.lead_id, one.quarter)):
        rows = [
            PeoplePaidFor(
                lead_id=lead_id, group_id=one.group_id, quarter=quarter.first_day,
                people=people_behind(session, one), at=at,
            )
            for one in group
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        audit.record(
            session, SYSTEM, "counted for how many people groups were paid", rows[0], at=at,
            lead=lead_id, quarter=quarter.first_day, groups=len(rows),
        )  # fmt: skip
    return len(found)
