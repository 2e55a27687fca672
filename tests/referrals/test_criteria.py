"""The need profile hints at how much support fits, and decides nothing (B2-26)."""

import pytest

from referrals.criteria import HINTS, PROFILE, Level, hint


@pytest.mark.parametrize("level", Level)
def test_what_is_said_most_often_speaks(level):
    assert hint([level] * 4 + [Level.LITTLE, Level.MUCH]) == HINTS[level]


def test_of_two_that_are_equal_the_higher_speaks():
    assert hint([Level.LITTLE, Level.LITTLE, Level.SOME, Level.SOME]) == HINTS[Level.SOME]


def test_nothing_said_hints_at_nothing():
    assert hint([]) == ""


def test_six_questions_make_the_profile():
    assert len(PROFILE) == 6
