"""Reviews at six weeks, six months and twelve months, then yearly; months end where they end."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.reviews import (
    AFTERWARDS,
    is_extra,
    is_time,
    kind_of,
    months_after,
    next_review,
    said_after,
    usual_day,
)
from referrals.vocabulary import ReviewKind

AGREED = date(2026, 11, 22)
SIX_WEEKS, SIX_MONTHS = ReviewKind.SIX_WEEKS, ReviewKind.SIX_MONTHS
TWELVE_MONTHS, YEARLY = ReviewKind.TWELVE_MONTHS, ReviewKind.YEARLY


@pytest.mark.parametrize(
    ("today", "kind", "day"),
    [
        (AGREED, SIX_WEEKS, date(2027, 1, 3)),
        (date(2026, 12, 19), SIX_WEEKS, date(2027, 1, 3)),
        (date(2026, 12, 20), SIX_MONTHS, date(2027, 5, 22)),
        (date(2027, 1, 3), SIX_MONTHS, date(2027, 5, 22)),
        (date(2027, 2, 1), SIX_MONTHS, date(2027, 5, 22)),
        (date(2027, 4, 24), TWELVE_MONTHS, date(2027, 11, 22)),
        (date(2027, 5, 30), TWELVE_MONTHS, date(2027, 11, 22)),
        (date(2027, 11, 22), YEARLY, date(2028, 11, 22)),
    ],
)
def test_the_next_review_is_the_first_usual_one_whose_time_has_not_come(today, kind, day):
    assert next_review(since=AGREED, today=today) == (kind, day)


@pytest.mark.parametrize(
    ("today", "kind", "day"),
    [
        (AGREED, SIX_MONTHS, date(2027, 5, 22)),
        (date(2027, 5, 30), TWELVE_MONTHS, date(2027, 11, 22)),
        (date(2028, 1, 1), YEARLY, date(2029, 1, 1)),
    ],
)
def test_once_the_work_is_done_it_is_asked_six_and_twelve_months_after_the_end(today, kind, day):
    assert next_review(since=AGREED, today=today, kinds=AFTERWARDS) == (kind, day)


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (AGREED, SIX_WEEKS),
        (date(2026, 12, 20), SIX_WEEKS),
        (date(2027, 4, 23), SIX_WEEKS),
        (date(2027, 4, 24), SIX_MONTHS),
        (date(2027, 10, 25), TWELVE_MONTHS),
        (date(2028, 10, 20), TWELVE_MONTHS),
        (date(2028, 11, 1), YEARLY),
        (date(2031, 1, 1), YEARLY),
    ],
)
def test_which_review_one_is_says_the_time_that_has_gone(on, kind):
    assert kind_of(since=AGREED, on=on) is kind


@pytest.mark.parametrize(
    ("on", "earlier", "expected"),
    [
        (AGREED, [], True),
        (date(2026, 12, 19), [], True),
        (date(2026, 12, 20), [], False),
        (date(2027, 1, 3), [AGREED], False),
        (date(2027, 1, 4), [date(2027, 1, 3)], True),
        (date(2027, 5, 22), [AGREED, date(2027, 1, 3)], False),
        (date(2028, 11, 22), [date(2027, 11, 22)], False),
        (date(2029, 11, 22), [date(2028, 11, 22)], False),
        (date(2029, 2, 1), [date(2028, 11, 22)], True),
    ],
)
def test_one_before_its_time_or_after_another_of_the_same_time_is_extra(on, earlier, expected):
    assert is_extra(since=AGREED, on=on, earlier=earlier) is expected


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (AGREED, "on the day of"),
        (date(2026, 11, 23), "1 day after"),
        (date(2026, 12, 5), "13 days after"),
        (date(2026, 12, 6), "2 weeks after"),
        (date(2027, 1, 3), "6 weeks after"),
        (date(2027, 3, 13), "15 weeks after"),
        (date(2027, 3, 22), "4 months after"),
        (date(2027, 5, 21), "5 months after"),
        (date(2027, 5, 22), "6 months after"),
        (date(2027, 11, 22), "1 year after"),
        (date(2027, 12, 22), "13 months after"),
        (date(2028, 11, 22), "2 years after"),
    ],
)
def test_a_review_is_named_by_how_long_after_agreeing_it_was(on, words):
    assert said_after(AGREED, on) == words


@given(st.dates(AGREED, date(2040, 1, 1)), st.integers(1, 5))
def test_however_often_one_is_held_on_a_day_the_next_is_in_its_usual_time(today, times):
    kind, day = next_review(since=AGREED, today=AGREED)
    for _ in range(times):
        if is_time(day, today=today, kind=kind):
            kind, day = next_review(since=AGREED, today=today)
    assert not is_time(day, today=today, kind=kind)
    assert day == usual_day(kind, since=AGREED) or (kind, day) == (YEARLY, months_after(today, 12))
    assert day <= months_after(max(today, AGREED), 12)


def test_it_is_time_for_a_review_some_weeks_before_its_day():
    day = date(2027, 11, 22)
    assert is_time(day, today=date(2027, 10, 25)) and is_time(None, today=day)
    assert not is_time(day, today=date(2027, 10, 24))


def test_the_first_is_held_no_more_than_two_weeks_early():
    day = date(2027, 1, 3)
    assert is_time(day, today=date(2026, 12, 20), kind=SIX_WEEKS)
    assert not is_time(day, today=date(2026, 12, 19), kind=SIX_WEEKS)


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
