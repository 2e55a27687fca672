"""The cast of what is published: people who went somewhere, and said how it was. Nobody here is real."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kernel.periods import FinancialYear, Quarter
from outcomes_star.instruments import Way
from outcomes_star.operations.publishing import issue_due
from outcomes_star.published import known_at
from outcomes_star.vocabulary import Occasion
from referrals.models import Attendance
from referrals.vocabulary import ToldBy
from tests.cast import NOON, a_link_worker
from tests.cast_plans import a_link
from tests.cast_readings import LOW, TODAY, a_reading, asked

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from directory.models import Listing

FRIENDS = "friends-and-family"
YEAR = FinancialYear.containing(NOON)
DUE = known_at(Quarter.containing(YEAR.last_day))
"""When the figures of the year that NOON is in are published."""


def go(session: Session, listing: Listing, people: int, *, good: int = 8) -> None:
    """So many people who went, said how our help was, and were asked at the start and the end."""
    asked(session)
    asked(session, FRIENDS)
    asha = a_link_worker(session)
    for at in range(people):
        link = a_link(session, asha, listing)
        session.add(
            Attendance(
                link_id=link.id,
                on=TODAY,
                came=True,
                told_by=ToldBy.PAGE,
                who="Asha",
                at=NOON,
            )
        )
        row = link.referral_id
        a_reading(session, asha, row)
        a_reading(session, asha, row, numbers=LOW | {"people": 4}, occasion=Occasion.END,
                  is_another=True, at=NOON + timedelta(hours=1))  # fmt: skip
        a_reading(session, asha, row, FRIENDS, numbers={"experience": 5 if at < good else 3},
                  occasion=Occasion.END, way=Way.ALONE)  # fmt: skip
    issue_due(session, at=DUE)
