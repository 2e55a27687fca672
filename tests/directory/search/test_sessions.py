from datetime import UTC, date, datetime

import pytest

from directory.search.sessions import minutes_until, next_day
from tests.directory.search.cast import a_slot


@pytest.mark.parametrize(
    ("weeks", "since", "expected"),
    [
        ((), date(2026, 11, 24), date(2026, 11, 24)),
        ((), date(2026, 11, 25), date(2026, 12, 1)),
        ((1,), date(2026, 11, 24), date(2026, 12, 1)),
        ((2, 4), date(2026, 11, 25), date(2026, 12, 8)),
        ((-1,), date(2026, 11, 25), date(2026, 12, 29)),
        ((5,), date(2026, 11, 25), date(2026, 12, 29)),
        ((0,), date(2026, 11, 25), None),
    ],
)
def test_the_next_tuesday_in_some_weeks_of_the_month(weeks, since, expected):
    assert next_day(1, weeks, since=since) == expected


def test_what_begins_now_has_not_yet_been():
    now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert minutes_until(a_slot(1, 10), now=now) == 0
    assert minutes_until(a_slot(1, 9), now=now) == 7 * 24 * 60 - 60


def test_times_are_those_of_the_clock_on_the_wall_in_summer():
    now = datetime(2026, 7, 7, 8, 30, tzinfo=UTC)  # half past nine in Anytown
    assert minutes_until(a_slot(1, 10), now=now) == 30


def test_without_a_time_it_is_still_on_today():
    now = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    assert minutes_until(a_slot(1, None), now=now) == 119
