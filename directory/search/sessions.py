"""When an activity is next on: from the slots of a listing and a moment."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from directory.published import Slot

HERE = ZoneInfo("Europe/London")
DAY = 24 * 60
_WEEK = timedelta(days=7)
_LATE = time(23, 59)  # an activity without a time is still on today until the day is over


def next_day(weekday: int, weeks: Collection[int], *, since: date) -> date | None:
    """The first such weekday on or after a day; `weeks` are weeks of the month, none is every week.

    None if the weeks never come: there is no 0th or 6th Monday.
    """
    day = since + timedelta(days=(weekday - since.weekday()) % 7)
    for _ in range(14):  # a fifth Monday comes at least once in three months
        if not weeks or _week(day) in weeks or (-1 in weeks and (day + _WEEK).month != day.month):
            return day
        day += _WEEK
    return None


def minutes_until(slot: Slot, *, now: datetime) -> int | None:
    """How many minutes by the clock on the wall until the slot next begins; now is 0."""
    here = now.astimezone(HERE)
    starts, since = minute_of(slot.opens_at), here.date()
    if starts < minute_of(here.time()):
        since += timedelta(days=1)
    day = next_day(slot.weekday, slot.ordinals, since=since)
    if day is None:
        return None
    return (day - here.date()).days * DAY + starts - minute_of(here.time())


def minute_of(moment: time | None) -> int:
    """The minute of the day; of the last one if no time is said."""
    moment = moment or _LATE
    return moment.hour * 60 + moment.minute


def _week(day: date) -> int:
    return (day.day - 1) // 7 + 1
