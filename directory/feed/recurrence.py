"""When something happens again, in the words of RFC 5545: freq and byday."""

from collections.abc import Iterator
from datetime import date, timedelta

from directory.published import Slot

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def freq(slot: Slot) -> str:
    """WEEKLY, or MONTHLY for some weeks of the month."""
    return "MONTHLY" if slot.ordinals else "WEEKLY"


def bydays(slot: Slot) -> tuple[str, ...]:
    """The days: ("TU",) every week, ("1TU", "-1TU") in the first and the last week."""
    day = WEEKDAYS[slot.weekday]
    return tuple(f"{week}{day}" for week in slot.ordinals) or (day,)


def first_on_or_after(slot: Slot, day: date) -> date:
    """The first day it happens, not before the day given."""
    return next(found for found in _weekdays_from(slot.weekday, day) if _happens(slot, found))


def _weekdays_from(weekday: int, day: date) -> Iterator[date]:
    found = day + timedelta(days=(weekday - day.weekday()) % 7)
    while True:
        yield found
        found += timedelta(days=7)


def _happens(slot: Slot, day: date) -> bool:
    if not slot.ordinals:
        return True
    is_last = (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 in slot.ordinals or (is_last and -1 in slot.ordinals)
