"""When a request must be answered: a calendar month, moved to a working day (ICO)."""

from datetime import date

import pytest

from kernel.periods import holidays_in_england
from referrals.deadlines import due_on, is_unopened

DAYS = [
    (date(2026, 9, 3), date(2026, 10, 5), "3 October is a Saturday"),
    (date(2026, 11, 25), date(2026, 12, 29), "25 to 28 December: bank holidays and a weekend"),
    (date(2027, 3, 31), date(2027, 4, 30), "April has no 31st"),
    (date(2027, 1, 30), date(2027, 3, 1), "28 February 2027 is a Sunday"),
    (date(2028, 1, 31), date(2028, 2, 29), "a leap year"),
    (date(2026, 12, 14), date(2027, 1, 14), "over the end of the year"),
    (date(2027, 2, 26), date(2027, 3, 30), "Good Friday and Easter Monday"),
]


@pytest.mark.parametrize(("received", "due", "why"), DAYS, ids=[why for *_, why in DAYS])
def test_a_request_is_due_a_calendar_month_later_on_a_working_day(received, due, why):
    assert due_on(received) == due


@pytest.mark.parametrize(
    ("raised", "today", "is_late"),
    [
        (date(2026, 11, 25), date(2026, 11, 25), False),
        (date(2026, 11, 25), date(2026, 11, 26), True),
        (date(2026, 11, 21), date(2026, 11, 23), False),
        (date(2026, 11, 21), date(2026, 11, 24), True),
        (date(2026, 12, 25), date(2026, 12, 29), False),
        (date(2026, 12, 25), date(2026, 12, 30), True),
    ],
    ids=["same day", "next day", "Saturday, on Monday", "Saturday, on Tuesday", "Christmas, Tuesday",
         "Christmas, Wednesday"],
)  # fmt: skip
def test_a_concern_is_to_be_opened_on_the_same_working_day(raised, today, is_late):
    assert is_unopened(raised, today=today, holidays=holidays_in_england()) is is_late


def test_days_on_which_the_clock_stood_still_are_added():
    assert due_on(date(2027, 6, 1)) == date(2027, 7, 1)
    assert due_on(date(2027, 6, 1), stopped_days=5) == date(2027, 7, 6)


def test_a_day_of_rest_that_somebody_else_keeps_is_a_working_day_here():
    assert due_on(date(2027, 2, 26), holidays=frozenset()) == date(2027, 3, 26)
