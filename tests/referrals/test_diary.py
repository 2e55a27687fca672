"""A calendar file holds initials and times, and can be read by a calendar."""

from datetime import timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar

from referrals.diary import Meeting, calendar, initials_of
from tests.support.clock import NOON


@pytest.mark.parametrize(
    ("name", "initials"), [("Maya Thornton", "M.T."), ("omar", "O."), ("", "?"), ("Ö d'A", "Ö.D.")]
)
def test_a_name_becomes_initials(name, initials):
    assert initials_of(name) == initials


def test_a_meeting_is_an_event_that_a_calendar_reads():
    meeting = Meeting(
        uuid4(), "M.T.", NOON, NOON + timedelta(minutes=45), NOON, 3, False, "https://x.example/c"
    )
    off = Meeting(uuid4(), "O.", NOON, NOON, NOON, 1, True, "https://x.example/d")
    first, second = Calendar.from_ical(calendar([meeting, off])).walk("VEVENT")
    assert (str(first["summary"]), str(first["uid"])) == ("M.T.", str(meeting.id))
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (
        meeting.begins_at,
        meeting.ends_at,
    )
    assert (str(first["status"]), str(second["status"])) == ("CONFIRMED", "CANCELLED")
    assert "location" not in first
