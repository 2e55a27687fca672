"""When a meeting is, as it is typed, and when somebody is reminded of it: the day before, by day."""

import re
from datetime import UTC, date, datetime, time, timedelta

from directory.times import said
from kernel.errors import RuleBroken
from kernel.periods import LONDON, day_in_london

SENT_FROM = time(10)
SAFE_FROM, SAFE_UNTIL = time(9), time(18)
TOO_NEAR = timedelta(hours=2)
EARLIEST, NOON, MIDNIGHT = 7, 12, 24
TYPED = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm)?", re.ASCII)
UNREADABLE = "Enter a time, for example 10:30am or 14:30."


def read_time(typed: str, *, field: str = "time") -> time:
    """The time of day that somebody typed: "10:30am", "2.30 pm", "14:30", "9am".

    Few meet before seven in the morning: "1.30" is asked about, "1.30am" and "01:30" are not.
    """
    found = TYPED.fullmatch(typed.strip().lower().replace("noon", "pm"))
    if found is None:
        raise RuleBroken(UNREADABLE, field=field)
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    is_lone_number = half is None and found["minute"] is None
    if half is not None and not 1 <= hour <= NOON:
        raise RuleBroken(UNREADABLE, field=field)
    if half is not None:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    if is_lone_number or hour >= MIDNIGHT or minute >= 60:  # noqa: PLR2004 - minutes of an hour
        raise RuleBroken(UNREADABLE, field=field)
    if half is None and not typed.strip().startswith("0") and hour < EARLIEST:
        meant = f"{hour}:{minute:02}pm"
        raise RuleBroken(
            f"Do you mean {meant}? Write {meant} or {hour + NOON}:{minute:02}.", field=field
        )
    return time(hour, minute)


def moment_of(day: date, at: time) -> datetime:
    """The moment at which clocks in London show this, in UTC."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def words_of(begins_at: datetime) -> str:
    """A moment in London as a letter says it: "Tuesday 3 March at 2:30pm"."""
    local = begins_at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B} at {said(local.time())}"


def visit_words(on: date, at: datetime | None) -> str:
    """A visit as a letter says it: "Tuesday 3 March 2027 at 2:30pm", or the day where no hour is known."""
    day = f"{on:%A} {on.day} {on:%B %Y}"
    return f"{day} at {said(at.astimezone(LONDON).time())}" if at else day


def remind_at(begins_at: datetime) -> datetime:
    """The moment from which a reminder may go: at ten in the morning of the day before, in London."""
    day = day_in_london(begins_at) - timedelta(days=1)
    return moment_of(day, SENT_FROM)


def is_time(begins_at: datetime, *, at: datetime) -> bool:
    """Whether a reminder may go out now."""
    return remind_at(begins_at) <= at < begins_at - TOO_NEAR and _by_day(at) == at


def is_too_late(begins_at: datetime, *, at: datetime) -> bool:
    """Whether the meeting is so near that no reminder can go by day while it still helps anybody."""
    return _by_day(max(at, remind_at(begins_at))) >= begins_at - TOO_NEAR


def _by_day(at: datetime) -> datetime:
    """The moment itself by day, else nine in the morning that comes next, in London."""
    local = at.astimezone(LONDON)
    if SAFE_FROM <= local.time() < SAFE_UNTIL:
        return at
    return moment_of(local.date() + timedelta(days=local.time() >= SAFE_UNTIL), SAFE_FROM)
