"""Periods are whole months as they fall in London; working days skip England's bank holidays."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import RuleBroken
from kernel.periods import (
    FinancialYear,
    Month,
    Quarter,
    day_in_london,
    holidays_in_england,
    working_days_after,
)

days = st.dates(date(1900, 1, 1), date(9000, 1, 1))
kinds = pytest.mark.parametrize("kind", [Month, Quarter, FinancialYear])


@pytest.mark.parametrize(
    ("period", "first", "last", "label"),
    [
        (Month.containing(date(2028, 2, 10)), date(2028, 2, 1), date(2028, 2, 29), "February 2028"),
        (
            Quarter.containing(date(2027, 3, 31)),
            date(2027, 1, 1),
            date(2027, 3, 31),
            "January to March 2027",
        ),
        (
            Quarter.containing(date(2026, 10, 1)),
            date(2026, 10, 1),
            date(2026, 12, 31),
            "October to December 2026",
        ),
        (
            FinancialYear.containing(date(2027, 3, 31)),
            date(2026, 4, 1),
            date(2027, 3, 31),
            "2026 to 2027",
        ),
        (
            FinancialYear.containing(date(2027, 4, 1)),
            date(2027, 4, 1),
            date(2028, 3, 31),
            "2027 to 2028",
        ),
    ],
)
def test_a_period_has_a_first_day_a_last_day_and_a_name(period, first, last, label):
    assert (period.first_day, period.last_day, period.label) == (first, last, label)


@kinds
@given(day=days)
def test_periods_follow_one_another_without_gap_or_overlap(kind, day):
    period = kind.containing(day)
    assert day in period
    assert period.next.first_day == period.last_day + timedelta(days=1)
    assert period.next.previous == period
    assert period.next.first_day not in period
    assert period.begins < period.ends == period.next.begins


def test_half_past_eleven_at_night_in_utc_is_the_next_day_in_a_london_summer():
    moment = datetime(2027, 3, 31, 23, 30, tzinfo=UTC)
    assert day_in_london(moment) == date(2027, 4, 1)
    assert Month.containing(moment).label == "April 2027"
    assert FinancialYear.containing(moment).label == "2027 to 2028"
    assert moment in FinancialYear.containing(date(2027, 4, 1))
    assert moment not in FinancialYear.containing(date(2027, 3, 31))


def test_the_same_hour_in_winter_is_still_the_same_day():
    assert day_in_london(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)


def test_a_period_begins_and_ends_at_midnight_in_london():
    april = Month(date(2027, 4, 1))
    assert april.begins == datetime(2027, 3, 31, 23, 0, tzinfo=UTC)
    assert april.ends == datetime(2027, 4, 30, 23, 0, tzinfo=UTC)
    assert april.begins in april
    assert april.ends not in april
    assert april.ends - timedelta(microseconds=1) in april


def test_a_month_with_a_clock_change_is_an_hour_shorter_or_longer():
    march, october = Month(date(2027, 3, 1)), Month(date(2027, 10, 1))
    assert march.ends - march.begins == timedelta(days=31, hours=-1)
    assert october.ends - october.begins == timedelta(days=31, hours=1)


def test_a_moment_in_another_zone_falls_in_the_day_it_is_in_london():
    tokyo = timezone(timedelta(hours=9))
    assert day_in_london(datetime(2027, 1, 1, 5, 0, tzinfo=tokyo)) == date(2026, 12, 31)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Month.containing(datetime(2027, 1, 1))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (Month, date(2027, 1, 2)),
        (Quarter, date(2027, 2, 1)),
        (FinancialYear, date(2027, 1, 1)),
    ],
)
def test_a_period_begins_only_on_a_day_of_its_own(kind, day):
    with pytest.raises(RuleBroken):
        kind(day)


def test_a_month_and_a_quarter_that_begin_together_are_not_the_same():
    assert Month(date(2027, 1, 1)) != Quarter(date(2027, 1, 1))
    assert len({Month(date(2027, 1, 1)), Quarter(date(2027, 1, 1))}) == 2


def test_periods_come_in_order():
    assert Quarter(date(2026, 10, 1)) < Quarter(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2027, 3, 22), 2, date(2027, 3, 24)),  # Monday, an ordinary week
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # Maundy Thursday: Easter is four days
        (date(2027, 3, 26), 1, date(2027, 3, 30)),  # from Good Friday
        (date(2026, 12, 24), 2, date(2026, 12, 30)),  # Boxing Day is a Saturday: Monday instead
        (date(2027, 1, 2), 1, date(2027, 1, 4)),  # from a Saturday
        (date(2027, 5, 1), 5, date(2027, 5, 10)),  # the first Monday in May
    ],
)
def test_working_days_skip_weekends_and_the_bank_holidays_of_england(day, count, expected):
    assert working_days_after(day, count, holidays=holidays_in_england()) == expected


def test_a_limit_on_a_day_nobody_works_moves_to_the_next_working_day():
    christmas, monday = date(2027, 12, 25), date(2027, 12, 6)
    assert working_days_after(christmas, 0, holidays=holidays_in_england()) == date(2027, 12, 29)
    assert working_days_after(monday, 0, holidays=holidays_in_england()) == monday


def test_a_holiday_of_scotland_alone_is_a_working_day():
    assert date(2026, 11, 30) not in holidays_in_england()
    assert working_days_after(date(2026, 11, 27), 1, holidays=holidays_in_england()) == date(
        2026, 11, 30
    )


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        working_days_after(date(2027, 1, 1), -1, holidays=())


@given(days, st.integers(1, 30))
def test_without_holidays_five_working_days_are_a_week(day, count):
    found = working_days_after(day, count, holidays=())
    assert found.weekday() < 5
    assert working_days_after(found, 5, holidays=()) == found + timedelta(days=7)
