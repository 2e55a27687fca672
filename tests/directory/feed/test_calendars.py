from datetime import date, time

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from directory.feed.calendars import calendar
from directory.vocabulary import Place
from tests.support.published import a_published, a_slot, listings

URL = "https://directory.example/listings/22222222-2222-4222-8222-222222222222"
SUNDAY = date(2026, 3, 1)


def sessions_of(listing):
    return Calendar.from_ical(calendar(listing, url=URL, starting_on=SUNDAY)).walk("VEVENT")


def test_a_session_begins_on_its_first_day_in_london_and_comes_again():
    (session,) = sessions_of(a_published())
    assert session["uid"] == "33333333-3333-4333-8333-333333333333"
    assert session.decoded("dtstart").isoformat() == "2026-03-03T10:00:00+00:00"
    assert session["dtstart"].params["TZID"] == "Europe/London"
    assert session.decoded("dtend").hour == 12
    assert session["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU"


def test_the_file_brings_its_time_zone_and_is_the_same_each_time():
    file = calendar(a_published(), url=URL, starting_on=SUNDAY)
    assert b"BEGIN:VTIMEZONE" in file and b"TZID:Europe/London" in file
    assert file == calendar(a_published(), url=URL, starting_on=SUNDAY)


def test_some_weeks_of_the_month():
    (session,) = sessions_of(a_published(slots=(a_slot(ordinals=(1, -1)),)))
    assert session["rrule"].to_ical() == b"FREQ=MONTHLY;BYDAY=1TU,-1TU"


def test_a_session_without_a_time_fills_the_day():
    (session,) = sessions_of(a_published(slots=(a_slot(opens_at=None, closes_at=None),)))
    assert session.decoded("dtstart") == date(2026, 3, 3)


def test_a_session_past_midnight_ends_the_next_day():
    (session,) = sessions_of(a_published(slots=(a_slot(opens_at=time(22), closes_at=time(1)),)))
    assert session.decoded("dtend").date() == date(2026, 3, 4)


def test_a_hidden_place_is_not_in_the_file():
    hidden = a_published(place=Place.HIDDEN, address="Canary Refuge House")
    file = calendar(hidden, url=URL, starting_on=SUNDAY)
    assert b"Canary" not in file and b"NE6" not in file


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028"])
@pytest.mark.parametrize("fact", ["name", "description", "address", "when"])
def test_text_cannot_add_a_line_to_the_file(fact, end):
    (session,) = sessions_of(a_published(**{fact: f"Walk{end}ATTENDEE:mailto:x@y.example"}))
    assert "attendee" not in session


@settings(max_examples=60, deadline=None)
@given(listings)
def test_every_listing_makes_a_file_that_can_be_read(listing):
    assert len(sessions_of(listing)) == len(listing.slots)
