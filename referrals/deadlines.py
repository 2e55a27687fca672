"""When a request about somebody's own record must be answered, and a safeguarding concern opened.

A request, by the rule of the Information Commissioner: one calendar month from the day it came in, whether or not anybody worked that day. Where the next month
has no such day, its last one. A weekend or bank holiday moves it to the next working day.
"""

import calendar
from datetime import date, timedelta

from kernel.periods import Holidays, holidays_in_england, working_days_after

MONTHS = 12


def due_on(received_on: date, *, stopped_days: int = 0, holidays: Holidays | None = None) -> date:
    """The last day to answer. Days on which the clock stood still are added."""
    day = _a_month_after(received_on) + timedelta(days=stopped_days)
    return working_days_after(
        day, 0, holidays=holidays_in_england() if holidays is None else holidays
    )


def is_unopened(raised_on: date, *, today: date, holidays: Holidays) -> bool:
    """Whether the working day has gone on which a safeguarding concern should have been opened."""
    return working_days_after(raised_on, 0, holidays=holidays) < today


def _a_month_after(day: date) -> date:
    years, month = divmod(day.month, MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
