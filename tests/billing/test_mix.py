"""The mix of bands by deprivation: exact to compare, hidden where few people stand behind it, and no blame (B3-30)."""

import pytest

from billing.bands import Band
from billing.mix import MOST_DEPRIVED, TOO_FEW, WHAT_IT_MAY_MEAN, Mix, compared, together


def mix(low: int, medium: int, high: int) -> Mix:
    return Mix.of([Band.LOW] * low + [Band.MEDIUM] * medium + [Band.HIGH] * high)


def test_a_mix_counts_people_by_band():
    made = mix(9, 2, 10)
    assert [made.people[band].published() for band in Band] == ["10", "*", "10"]
    assert (made.all.published(), made.high_said) == ("20", "50%")
    assert together([made, made]).all.published() == "40"
    assert together([]).all.published() == "0"


def test_a_share_behind_which_few_people_stand_is_not_told():
    assert mix(20, 0, 7).high_said == ""
    assert mix(20, 0, 0).high_said == "0%"


@pytest.mark.parametrize(("most", "others"), [
    (mix(7, 0, 0), mix(20, 20, 20)), (mix(20, 20, 20), mix(0, 0, 7)), (mix(0, 0, 0), mix(0, 0, 0)),
])  # fmt: skip
def test_too_few_people_are_not_compared(most, others):
    assert compared({MOST_DEPRIVED: most, "3": others}) == (TOO_FEW,)


def test_those_of_whom_it_is_not_known_count_with_none():
    assert compared({MOST_DEPRIVED: mix(20, 0, 0), "": mix(0, 0, 50)}) == (TOO_FEW,)


def test_high_bands_that_are_rarer_are_said_with_what_it_may_mean():
    said = compared({MOST_DEPRIVED: mix(30, 0, 10), "2": mix(5, 0, 5), "5": mix(5, 0, 5)})
    assert said[0] == (
        "High bands are rarer among people of the most deprived fifth (25%) than among all others "
        "(50%)."
    )
    assert said[1:] == WHAT_IT_MAY_MEAN


def test_shares_that_may_not_be_shown_are_compared_without_a_number():
    said = compared({MOST_DEPRIVED: mix(30, 0, 1), "2": mix(10, 0, 10)})
    assert said[0] == (
        "High bands are rarer among people of the most deprived fifth than among all others (50%)."
    )


def test_high_bands_that_are_not_rarer_are_said_too():
    (more,) = compared({MOST_DEPRIVED: mix(0, 0, 10), "2": mix(10, 0, 10)})
    assert "more frequent" in more and " than " in more
    (same,) = compared({MOST_DEPRIVED: mix(10, 0, 10), "2": mix(10, 0, 10)})
    assert "as frequent among people of the most deprived fifth (50%) as among" in same
