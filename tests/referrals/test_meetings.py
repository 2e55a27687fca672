"""Times as they are typed; and when a reminder goes, whatever the clocks of the year do."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kernel.errors import RuleBroken
from kernel.periods import LONDON
from referrals.meetings import (
    TOO_NEAR,
    is_time,
    is_too_late,
    moment_of,
    read_time,
    remind_at,
    words_of,
)


def london(*parts: int) -> datetime:
    """A moment as clocks in London show it."""
    return datetime(*parts, tzinfo=LONDON).astimezone(UTC)


MEETING = london(2026, 11, 26, 14)


@pytest.mark.parametrize(
    ("begins_at", "reminded_at"),
    [
        (MEETING, london(2026, 11, 25, 10)),
        (london(2026, 3, 29, 14), london(2026, 3, 28, 10)),
        (london(2026, 10, 26, 9), london(2026, 10, 25, 10)),
        (london(2028, 3, 1, 9), london(2028, 2, 29, 10)),
    ],
)
def test_it_goes_at_ten_in_london_the_day_before(begins_at, reminded_at):
    assert remind_at(begins_at) == reminded_at


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (london(2026, 11, 25, 9, 59), False),
        (london(2026, 11, 25, 10), True),
        (london(2026, 11, 25, 17, 59), True),
        (london(2026, 11, 25, 18), False),
        (london(2026, 11, 26, 3), False),
        (london(2026, 11, 26, 9), True),
        (london(2026, 11, 26, 12), False),
    ],
)
def test_nobody_is_written_to_at_night_or_at_the_last_minute(at, goes):
    assert is_time(MEETING, at=at) is goes


def test_two_hours_before_it_is_too_late():
    assert is_too_late(MEETING, at=MEETING - TOO_NEAR)
    assert not is_too_late(MEETING, at=MEETING - TOO_NEAR - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("meets", "at", "is_late"),
    [
        (london(2026, 11, 26, 10), london(2026, 11, 25, 17, 59), False),
        (london(2026, 11, 26, 10), london(2026, 11, 25, 18), True),
        (london(2026, 11, 26, 11), london(2026, 11, 25, 23), True),
        (london(2026, 11, 26, 11, 1), london(2026, 11, 25, 23), False),
        (london(2026, 11, 26, 7), london(2026, 11, 24, 3), False),
        (london(2026, 3, 29, 11, 30), london(2026, 3, 28, 23), False),
    ],
)
def test_what_could_go_in_the_night_alone_is_too_late(meets, at, is_late):
    assert is_too_late(meets, at=at) is is_late


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10:30am", time(10, 30)),
        ("2.30 PM", time(14, 30)),
        ("14:30", time(14, 30)),
        ("9am", time(9)),
        ("12pm", time(12)),
        ("12 noon", time(12)),
        ("12am", time(0)),
        (" 09:05 ", time(9, 5)),
    ],
)
def test_times_are_read_as_people_type_them(typed, meant):
    assert read_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "9", "25:00", "13pm", "0am", "10:75", "soon", "١٠:٣٠"])
def test_what_could_mean_anything_is_refused_at_its_field(typed):
    with pytest.raises(RuleBroken, match="Enter a time") as refused:
        read_time(typed)
    assert refused.value.field == "time"


def test_a_time_is_that_of_london_in_summer_and_in_winter():
    assert moment_of(date(2026, 7, 1), time(14)) == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert moment_of(date(2026, 12, 1), time(14)) == datetime(2026, 12, 1, 14, tzinfo=UTC)


def test_a_letter_says_a_moment_in_words():
    assert words_of(datetime(2026, 7, 1, 13, 30, tzinfo=UTC)) == "Wednesday 1 July at 2:30pm"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("1.30", "Do you mean 1:30pm? Write 1:30pm or 13:30."),
        ("2:15", "Do you mean 2:15pm? Write 2:15pm or 14:15."),
        (" 6.59 ", "Do you mean 6:59pm? Write 6:59pm or 18:59."),
    ],
)
def test_a_time_that_would_be_at_night_is_asked_about(typed, asked):
    with pytest.raises(RuleBroken) as refusal:
        read_time(typed, field="at")
    assert (refusal.value.message, refusal.value.field) == (asked, "at")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.30am", time(1, 30)),
        ("01:30", time(1, 30)),
        ("0:30", time(0, 30)),
        ("7.00", time(7)),
        ("12.30", time(12, 30)),
        ("22:30", time(22, 30)),
    ],
)
def test_what_is_written_plainly_is_taken(typed, read):
    assert read_time(typed) == read
