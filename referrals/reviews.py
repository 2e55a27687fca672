"""When a plan is looked over: after six weeks, six months, twelve months, then each year (B3-22).

Once the work is done, it is asked how it goes six and twelve months after the end: what is kept up for a
year was kept up for a year since then.
"""

import calendar
from collections.abc import Collection
from datetime import date, timedelta

from referrals.vocabulary import ReviewKind

SIX_WEEKS = timedelta(weeks=6)
A_LITTLE_EARLY = timedelta(weeks=4)
HALF_A_YEAR, A_YEAR = 6, 12
MONTHS_IN_A_YEAR = 12


def usual_day(kind: ReviewKind, *, since: date) -> date:
    """The day on which a review is usual, counted from the day of an agreement or of an end."""
    match kind:
        case ReviewKind.SIX_WEEKS:
            return since + SIX_WEEKS
        case ReviewKind.SIX_MONTHS:
            return months_after(since, HALF_A_YEAR)
    return months_after(since, A_YEAR)


def next_review(
    *, agreed_on: date, held: Collection[ReviewKind], today: date
) -> tuple[ReviewKind, date]:
    """The first usual review not held yet and not past; after twelve months, one a year from today."""
    kinds = (ReviewKind.SIX_WEEKS, ReviewKind.SIX_MONTHS, ReviewKind.TWELVE_MONTHS)
    return _first(kinds, since=agreed_on, held=held, today=today)


def next_follow_up(
    *, ended_on: date, held: Collection[ReviewKind], today: date
) -> tuple[ReviewKind, date]:
    """Once the work is done: six and twelve months after its end, then one a year from today."""
    kinds = (ReviewKind.SIX_MONTHS, ReviewKind.TWELVE_MONTHS)
    return _first(kinds, since=ended_on, held=held, today=today)


def _first(
    kinds: Collection[ReviewKind], *, since: date, held: Collection[ReviewKind], today: date
) -> tuple[ReviewKind, date]:
    for kind in kinds:
        day = usual_day(kind, since=since)
        if kind not in held and day > today:
            return kind, day
    return ReviewKind.YEARLY, months_after(today, A_YEAR)


def is_time(review_on: date | None, *, today: date) -> bool:
    """Whether it is about time for a review: some weeks early is early enough."""
    return review_on is None or today >= review_on - A_LITTLE_EARLY


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
