"""Reviews at six weeks, six months and twelve months, then yearly; months end where they end."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.reviews import is_time, months_after, next_follow_up, next_review, usual_day
from referrals.vocabulary import ReviewKind

AGREED = date(2026, 11, 22)
SIX_WEEKS, SIX_MONTHS = ReviewKind.SIX_WEEKS, ReviewKind.SIX_MONTHS
TWELVE_MONTHS, YEARLY = ReviewKind.TWELVE_MONTHS, ReviewKind.YEARLY


@pytest.mark.parametrize(
    ("held", "today", "kind", "day"),
    [
        (set(), AGREED, SIX_WEEKS, date(2027, 1, 3)),
        ({SIX_WEEKS}, date(2027, 1, 3), SIX_MONTHS, date(2027, 5, 22)),
        ({SIX_WEEKS, SIX_MONTHS}, date(2027, 5, 30), TWELVE_MONTHS, date(2027, 11, 22)),
        ({SIX_WEEKS, SIX_MONTHS, TWELVE_MONTHS}, date(2027, 11, 22), YEARLY, date(2028, 11, 22)),
        (set(), date(2027, 2, 1), SIX_MONTHS, date(2027, 5, 22)),
    ],
)
def test_the_next_review_is_the_first_usual_one_still_to_come(held, today, kind, day):
    assert next_review(agreed_on=AGREED, held=held, today=today) == (kind, day)


@pytest.mark.parametrize(
    ("held", "today", "kind", "day"),
    [
        (set(), AGREED, SIX_MONTHS, date(2027, 5, 22)),
        ({SIX_MONTHS}, date(2027, 5, 30), TWELVE_MONTHS, date(2027, 11, 22)),
        ({SIX_MONTHS}, date(2028, 1, 1), YEARLY, date(2029, 1, 1)),
    ],
)
def test_once_the_work_is_done_it_is_asked_six_and_twelve_months_after_the_end(
    held, today, kind, day
):
    assert next_follow_up(ended_on=AGREED, held=held, today=today) == (kind, day)


def test_it_is_time_for_a_review_some_weeks_before_its_day():
    day = date(2027, 11, 22)
    assert is_time(day, today=date(2027, 10, 25)) and is_time(None, today=day)
    assert not is_time(day, today=date(2027, 10, 24))


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_a_month_that_is_too_short_ends_on_its_last_day(day, months, after):
    assert months_after(day, months) == after


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.sampled_from(ReviewKind))
def test_a_usual_review_is_after_the_plan_was_agreed(day, kind):
    assert usual_day(kind, since=day) > day
