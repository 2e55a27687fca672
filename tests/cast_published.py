"""The cast of what is published: people who went somewhere, and said how it was. Nobody here is real."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kernel.periods import FinancialYear, Quarter
from outcomes_star.change import Sums
from outcomes_star.cohort import Counts, Course
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
    from collections.abc import Mapping
    from random import Random

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


GAINED = dict.fromkeys(("satisfied", "worthwhile", "happy", "anxious"), 1)
LESS_ANXIOUS = dict.fromkeys(GAINED, 0) | {"anxious": 1}
SAID_LITTLE = {"anxious": 1}


def one_of_four(end: Mapping[str, int] | None) -> Counts:
    """Somebody by what they gained in each aspect that they answered; None without an end."""
    if end is None:
        return Counts(Course(1, ended_without=1))
    sums = {aspect: Sums(1, better=gained) for aspect, gained in end.items()}
    return Counts(Course(1, ended=1), sums)


def so_many(
    *, better: int = 0, same: int = 0, worse: int = 0, not_twice: int = 0, under_way: int = 0,
    dropped: int = 0, without: int = 0,
) -> Counts:  # fmt: skip
    """People by where they are in the end, once each; of one aspect."""
    twice = better + same + worse
    course = Course(
        started=twice + not_twice + under_way + dropped + without, ended=twice + not_twice,
        under_way=under_way, dropped=dropped, ended_without=without,
    )  # fmt: skip
    return Counts(course, {"experience": Sums(twice, better=better, worse=worse)})


def alike(chance: Random) -> list[dict[str, int]]:
    """Places by how many of each sort there are: some alike, each with a few left over, and larger ones."""
    ways = ("better", "same", "worse", "not_twice", "under_way", "dropped", "without")
    one = {way: chance.choice([0, 0, 1, 2, 5, 7]) for way in ways} | {"better": 7}
    some = [one] * chance.randint(2, 4)
    return some + [
        {"better": chance.choice([9, 10, 12])} for _ in range(chance.randint(2, 3))
    ]  # fmt: skip
