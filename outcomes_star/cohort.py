"""A cohort: everybody who was first asked an instrument in a period, how far they came, how they moved.

Somebody who starts twice in a financial year is counted once, at the first time. So nobody is in two
quarters of a year, and a year is the sum of its quarters (B4-18).
"""

from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date
from operator import add

from kernel.periods import FinancialYear, Period, Quarter
from outcomes_star.change import Sums

NONE = Sums()
KNOWN_QUARTERS = 8
"""How many quarters back can be chosen."""


@dataclass(frozen=True)
class Course:
    """How far people came: those who started, and of them who has an end, is under way, or dropped out.

    `reviewed` were asked again before the end. `ended_without` finished, and nobody asked them at the end.
    Of those who dropped out `dropped_early` were never asked again.
    """

    started: int = 0
    reviewed: int = 0
    ended: int = 0
    under_way: int = 0
    dropped: int = 0
    ended_without: int = 0
    dropped_early: int = 0

    def __add__(self, other: "Course") -> "Course":
        return Course(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True)
class Counts:
    """What is counted of a group of people: their course, and the sums of each aspect by its code."""

    course: Course = Course()
    sums: Mapping[str, Sums] = field(default_factory=dict)

    def of(self, aspect: str) -> Sums:
        """The sums of an aspect; of nobody where nobody answered it twice."""
        return self.sums.get(aspect, NONE)

    def __add__(self, other: "Counts") -> "Counts":
        aspects = {*self.sums, *other.sums}
        return Counts(
            self.course + other.course, {one: self.of(one) + other.of(one) for one in aspects}
        )


By = Mapping[str, Counts]
"""The counts of each part of a cut, by its key."""


def together(*many: By) -> By:
    """The parts of several periods, part by part."""
    keys = dict.fromkeys(key for one in many for key in one)
    return {key: sum((one[key] for one in many if key in one), start=Counts()) for key in keys}


def over(by: By, parts: Collection[str], rest: str) -> By:
    """The same over all the parts that there could be, so that no part is there because somebody is in it.

    Whoever is in none of them is in the `rest`.
    """
    found = {part: by.get(part, Counts()) for part in parts}
    for key, known in by.items():
        if key not in found:
            found[rest] += known
    return found


LIVE, NOT_YET = "live", "not-yet"
"""The parts of `Cut.LIVE`: where help has started, and where it has not, to compare with."""


def set_against(by_locality: By, not_yet: Collection[str]) -> By:
    """The counts of where help has started, and of the localities where it has not (B4-06).

    Those of whom no locality is known count as helped. Nothing, where nobody is set against them.
    """
    found = {LIVE: Counts(), NOT_YET: Counts()}
    for key, known in by_locality.items():
        part = NOT_YET if key in not_yet else LIVE
        found[part] += known
    return found if not_yet else {}


def quarters_of(period: Period) -> tuple[Quarter, ...]:
    """The quarters that a quarter or a financial year is made of."""
    quarters = [Quarter.containing(period.first_day)]
    while quarters[-1].last_day < period.last_day:
        quarters.append(quarters[-1].next)
    return tuple(quarters)


def periods_before(on: date) -> tuple[Period, ...]:
    """The quarter and the year that run now, and some before: fixed, so that nobody cuts their own."""
    quarters = [Quarter.containing(on)]
    years = [FinancialYear.containing(on)]
    while len(quarters) < KNOWN_QUARTERS:
        quarters.append(quarters[-1].previous)
    years.append(years[0].previous)
    return (*quarters, *years)
