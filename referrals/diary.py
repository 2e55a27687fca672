"""A link worker's meetings as an iCalendar file (RFC 5545). A title holds initials and nothing else.

What is in somebody's phone is seen over their shoulder: no name, no place, no reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Meeting:
    """A meeting as a calendar may know it. `url` leads to the case, for whoever signs in."""

    id: UUID
    initials: str
    begins_at: datetime
    ends_at: datetime
    changed_at: datetime
    number: int
    is_off: bool
    url: str


def initials_of(name: str) -> str:
    """The first letters of a name: "M.T."."""
    return "".join(f"{part[0].upper()}." for part in name.split()) or "?"


def calendar(meetings: Iterable[Meeting]) -> bytes:
    """The file. The UID of a meeting stays the same, so a file taken again replaces the one before."""
    file = Calendar()
    file.add("prodid", "-//Petunias//Meetings//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", "Meetings")
    for meeting in meetings:
        file.add_component(_event(meeting))
    return bytes(file.to_ical())


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", str(meeting.id))
    event.add("dtstamp", meeting.changed_at)
    event.add("sequence", meeting.number)
    event.add("summary", meeting.initials)
    event.add("dtstart", meeting.begins_at)
    event.add("dtend", meeting.ends_at)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.is_off else "CONFIRMED")
    event.add("url", meeting.url)
    return event
