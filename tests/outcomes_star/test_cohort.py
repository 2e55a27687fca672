"""Counts add up, a year is its quarters, and where help has not started is set against the rest."""

from datetime import date

from kernel.periods import FinancialYear, Quarter
from outcomes_star.change import Sums
from outcomes_star.cohort import (
    LIVE,
    NOT_YET,
    Counts,
    Course,
    over,
    quarters_of,
    set_against,
    together,
)

ONE = Counts(Course(started=1, ended=1), {"food": Sums(1, 1, 3, 2, 4, 1, 0)})
TWO = Counts(Course(started=2, dropped=1), {"rest": Sums(2, 2, 2, 0, 0, 0, 0)})


def test_counts_are_added_part_by_part_and_aspect_by_aspect():
    both = ONE + TWO
    assert (both.course.started, both.course.ended, both.course.dropped) == (3, 1, 1)
    assert (both.of("food").people, both.of("rest").people, both.of("money").people) == (1, 2, 0)
    assert together({"a": ONE}, {"a": ONE, "b": TWO}) == {"a": ONE + ONE, "b": Counts() + TWO}


def test_a_year_is_its_four_quarters_and_a_quarter_is_itself():
    spring = Quarter(date(2026, 4, 1))
    assert quarters_of(spring) == (spring,)
    year = quarters_of(FinancialYear(date(2026, 4, 1)))
    assert (len(year), year[0], year[-1].last_day) == (4, spring, date(2027, 3, 31))


def test_localities_are_set_against_the_rest_and_who_lives_nowhere_known_is_helped():
    found = set_against({"a": ONE, "b": TWO, "": ONE}, {"b"})
    assert found == {LIVE: Counts() + ONE + ONE, NOT_YET: Counts() + TWO}
    assert set_against({"a": ONE}, set()) == {}


def test_over_every_part_nobody_can_tell_from_a_part_that_somebody_is_in_it():
    by = {"hill": Counts(Course(3)), "far away": Counts(Course(1)), "": Counts(Course(2))}
    found = over(by, ("hill", "mill", ""), "")
    assert {key: known.course.started for key, known in found.items()} == {
        "hill": 3,
        "mill": 0,
        "": 3,
    }
