"""What people type when asked when it happens, and the times that we read in it."""

from datetime import time
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.spoken_times import AT_MOST, openings_in
from directory.times import LAST, Opening

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WEEKDAYS = (MON, TUE, WED, THU, FRI)
WEEK = (*WEEKDAYS, SAT, SUN)


def at(words: str) -> time | None:
    return time.fromisoformat(words) if words else None


def on(days: int | tuple[int, ...], *spans: str, weeks: tuple[int, ...] = ()) -> list[Opening]:
    """`on(TUE, "10:00-12:00")`; a span may lack either end, and none at all is no time."""
    weekdays = (days,) if isinstance(days, int) else days
    ends = [span.partition("-") for span in spans or ("-",)]
    return [Opening(day, at(a), at(b), weeks) for day in weekdays for a, _, b in ends]


PHRASES = [
    # One day.
    ("Tuesdays 10am to 12", on(TUE, "10:00-12:00")),
    ("Tuesdays", on(TUE)),
    ("TUESDAY 10AM-12PM", on(TUE, "10:00-12:00")),
    ("Tuesdays. 10.30", on(TUE, "10:30-")),
    ("Tuesdays, 10", on(TUE, "10:00-")),
    ("Weds 9:30-11am", on(WED, "09:30-11:00")),
    ("Sat 10:00–11:30", on(SAT, "10:00-11:30")),
    ("10 a.m. - 12.30 p.m. Tuesday", on(TUE, "10:00-12:30")),
    ("2pm every Wednesday", on(WED, "14:00-")),
    ("Mondays at 7", on(MON, "19:00-")),
    ("Wednesdays from 10", on(WED, "10:00-")),
    ("Fridays until 4pm", on(FRI, "-16:00")),
    ("Fridays till 4", on(FRI, "-16:00")),
    ("between 10 and 12 on Mondays", on(MON, "10:00-12:00")),
    ("Meets Thursdays 10 o'clock", on(THU, "10:00-")),
    ("Every Thursday evening at 7.30", on(THU, "19:30-")),
    ("In the sun, Tuesdays at noon", on(TUE, "12:00-")),
    ("Monday’s 2-4", on(MON, "14:00-16:00")),
    # Several days.
    ("every Wed and Fri 7.30-9pm", on((WED, FRI), "19:30-21:00")),
    ("weekday mornings", on(WEEKDAYS)),
    ("Mon-Fri 9-5", on(WEEKDAYS, "09:00-17:00")),
    ("daily", on(WEEK)),
    ("24/7", on(WEEK)),
    ("every day 8am-8pm", on(WEEK, "08:00-20:00")),
    ("Weekends 11-4", on((SAT, SUN), "11:00-16:00")),
    ("Fri-Mon 9-5", on((FRI, SAT, SUN, MON), "09:00-17:00")),
    ("Tues/Thurs 6pm", on((TUE, THU), "18:00-")),
    ("Mon & Weds: 10 - 12", on((MON, WED), "10:00-12:00")),
    ("10am to 12 noon on Tuesdays and Thursdays", on((TUE, THU), "10:00-12:00")),
    ("Mon, Tue and Fri mornings 9.30 to 12.30", on((MON, TUE, FRI), "09:30-12:30")),
    ("Drop in Monday to Friday, 9 til 5", on(WEEKDAYS, "09:00-17:00")),
    # Days with times of their own.
    (
        "Mon 10-12, Wed 2-4pm, Fri 9.30am-12noon",
        on(MON, "10:00-12:00") + on(WED, "14:00-16:00") + on(FRI, "09:30-12:00"),
    ),
    (
        "Monday to Thursday 9am - 5pm, Friday 9am - 4pm",
        on((MON, TUE, WED, THU), "09:00-17:00") + on(FRI, "09:00-16:00"),
    ),
    ("mon–fri 09:00-17:00, sat 09:00-12:00", on(WEEKDAYS, "09:00-17:00") + on(SAT, "09:00-12:00")),
    ("Tuesdays, 10am-12pm & 1pm-3pm", on(TUE, "10:00-12:00", "13:00-15:00")),
    ("Tuesdays 10-12 and 1-3", on(TUE, "10:00-12:00", "13:00-15:00")),
    ("Mondays 7pm-9pm\nThursdays 10am", on(MON, "19:00-21:00") + on(THU, "10:00-")),
    ("Tuesdays; 10 to 12", on(TUE, "10:00-12:00")),
    ("10am Tuesdays, 2pm Thursdays", on(TUE, "10:00-") + on(THU, "14:00-")),
    # Weeks of the month.
    ("first Monday of the month, 2pm", on(MON, "14:00-", weeks=(1,))),
    ("last Thursday 6-8", on(THU, "18:00-20:00", weeks=(LAST,))),
    ("1st and 3rd Tuesday of the month 2-4pm", on(TUE, "14:00-16:00", weeks=(1, 3))),
    ("Mondays, 1st and 3rd of the month, 10am", on(MON, "10:00-", weeks=(1, 3))),
    ("last Friday of every month, 7pm till late", on(FRI, "19:00-", weeks=(LAST,))),
    ("second Saturday monthly 10.30am", on(SAT, "10:30-", weeks=(2,))),
    ("every second Tuesday of the month 10-11", on(TUE, "10:00-11:00", weeks=(2,))),
    (
        "First Wednesday and third Friday, 2-3.30pm",
        on(WED, "14:00-15:30", weeks=(1,)) + on(FRI, "14:00-15:30", weeks=(3,)),
    ),
    (
        "First Monday and Tuesday of the month, 2pm",
        on((MON, TUE), "14:00-", weeks=(1,)),
    ),
    # Which half of the day.
    ("Sundays 7-3", on(SUN, "07:00-15:00")),
    ("Tuesday evenings 8-10", on(TUE, "20:00-22:00")),
    ("Tuesday mornings 7-8", on(TUE, "07:00-08:00")),
    ("Tuesdays 8-10", on(TUE, "08:00-10:00")),
    ("Fri 11pm-2am", on(FRI, "23:00-02:00")),
    ("Fri 8pm-midnight", on(FRI, "20:00-00:00")),
    ("Mondays 9-9pm", on(MON, "09:00-21:00")),
    ("Mondays 10-2pm", on(MON, "10:00-14:00")),
    ("Mondays 12-2", on(MON, "12:00-14:00")),
    ("Thursdays 1400-1600", on(THU, "14:00-16:00")),
    ("Thursdays 14:00 - 16:00hrs", on(THU, "14:00-16:00")),
    ("Thursdays 6:00-20:00", on(THU, "06:00-20:00")),
    # Other numbers are not times.
    ("Saturdays 10-11.30 ages 5-11", on(SAT, "10:00-11:30")),
    ("Ring 01632 960123 Tuesdays 2-4", on(TUE, "14:00-16:00")),
    ("£3.50 Thursdays 7pm", on(THU, "19:00-")),
    ("Tuesdays for 2 hours", on(TUE)),
    ("Tuesdays in room 4 at 2pm", on(TUE, "14:00-")),
    ("Wednesdays 6.30 for 7pm", on(WED, "18:30-")),
    ("Over 60s, Fridays 2pm", on(FRI, "14:00-")),
    ("Open Mon to Fri 9am - 5pm (closed 12-1 for lunch)", on(WEEKDAYS, "09:00-17:00")),
    # People are not months.
    ("Ask for June, Tuesdays 10am", on(TUE, "10:00-")),
    ("Tuesdays 10am, times may vary", on(TUE, "10:00-")),
    ("Tuesdays 10-12 (term time only)", on(TUE, "10:00-12:00")),
    ("Tuesdays except August, 2pm", on(TUE, "14:00-")),
    # What cannot be said as days and weeks stays words.
    ("by appointment", []),
    ("Fortnightly on Tuesdays", []),
    ("every other Tuesday 2pm", []),
    ("Every second Tuesday", []),
    ("every two weeks on Mondays", []),
    ("monthly on Mondays", []),
    ("once a month on a Monday", []),
    ("Saturday 14 March 10am", []),
    ("Saturday 14th at 10am", []),
    ("Saturday 14/3 at 10am", []),
    ("1st March, Monday", []),
    ("Tuesdays 2pm, April to September", []),
    ("Tuesdays in summer", []),
    ("not Mondays", []),
    ("daily except Sundays 9-5", []),
    ("closed on Mondays", []),
    ("10am to 12", []),
    ("ring us", []),
    ("মঙ্গলবার", []),
    ("25:00 on Tuesdays", on(TUE)),
    ("", []),
]  # fmt: skip


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(PHRASES) >= 40


@pytest.mark.parametrize(("words", "expected"), PHRASES)
def test_words_are_read_as_people_mean_them(words: str, expected: list[Opening]) -> None:
    assert list(openings_in(words)) == expected


@given(st.text(max_size=100))
def test_any_text_can_be_read(words: str) -> None:
    openings_in(words)


@given(
    st.lists(
        st.sampled_from(
            [
                "mon",
                "tuesdays",
                "wed-fri",
                "weekdays",
                "daily",
                "10",
                "10am",
                "7.30",
                "7.30pm",
                "1400",
                "-",
                "to",
                "and",
                ",",
                ";",
                "&",
                "first",
                "3rd",
                "last",
                "of",
                "the",
                "month",
                "at",
                "from",
                "until",
                "noon",
                "14:00",
                "room",
                "£3",
                "every",
                "evening",
                "closed",
                "not",
            ]
        ),
        max_size=14,
    )
)
def test_any_jumble_of_its_own_words_can_be_read(words: list[str]) -> None:
    found = openings_in(" ".join(words))
    assert len(found) == len(set(found)) <= AT_MOST
    assert all(0 <= opening.weekday < 7 for opening in found)


@pytest.mark.parametrize(
    "killer", ["mon ", "10-", "1st ", "a.m. ", "p ", "every ", "£1", "14/3", "’"]
)
def test_a_hundred_thousand_of_anything_are_read_at_once(killer: str) -> None:
    started = process_time()
    openings_in(killer * 100_000)
    assert process_time() - started < 1
