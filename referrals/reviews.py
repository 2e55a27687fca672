"""When a plan is looked over: after six weeks, six months, twelve months, then each year (B3-22).

Once the work is done, it is asked how it goes six and twelve months after the end: what is kept up for a
year was kept up for a year since then. Which review one is, time says: reviews are not counted. One that
is held before its time is extra, and the day of the next stays.
"""

import calendar
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from referrals.vocabulary import ReviewKind

SIX_WEEKS = timedelta(weeks=6)
A_LITTLE_EARLY = timedelta(weeks=4)
EARLY_AT_FIRST = timedelta(weeks=2)
HALF_A_YEAR, A_YEAR = 6, 12
MONTHS_IN_A_YEAR = 12
DAYS_SAID, WEEKS_SAID = timedelta(weeks=2), timedelta(weeks=16)
"""How long after agreeing is said in days up to two weeks, and in weeks up to some months."""

IN_WORK = (ReviewKind.SIX_WEEKS, ReviewKind.SIX_MONTHS, ReviewKind.TWELVE_MONTHS)
AFTERWARDS = (ReviewKind.SIX_MONTHS, ReviewKind.TWELVE_MONTHS)
"""The usual reviews after a plan was agreed, and after the work is done."""


def usual_day(kind: ReviewKind, *, since: date) -> date:
    """The day on which a review is usual, counted from the day of an agreement or of an end."""
    match kind:
        case ReviewKind.SIX_WEEKS:
            return since + SIX_WEEKS
        case ReviewKind.SIX_MONTHS:
            return months_after(since, HALF_A_YEAR)
    return months_after(since, A_YEAR)


def next_review(
    *, since: date, today: date, kinds: Sequence[ReviewKind] = IN_WORK
) -> tuple[ReviewKind, date]:
    """The first usual review whose time has not come; after the last of them, one a year from today."""
    for kind in kinds:
        day = usual_day(kind, since=since)
        if not is_time(day, today=today, kind=kind):
            return kind, day
    return ReviewKind.YEARLY, months_after(today, A_YEAR)


def is_time(review_on: date | None, *, today: date, kind: ReviewKind | None = None) -> bool:
    """Whether it is about time for a review: some weeks early is early enough."""
    early = EARLY_AT_FIRST if kind is ReviewKind.SIX_WEEKS else A_LITTLE_EARLY
    return review_on is None or today >= review_on - early


def kind_of(*, since: date, on: date, kinds: Sequence[ReviewKind] = IN_WORK) -> ReviewKind:
    """Which review one is by the time that has gone: the last whose time had come, else the first."""
    number = _come(since, on, kinds)
    return (*kinds, ReviewKind.YEARLY)[min(max(number - 1, 0), len(kinds))]


def is_extra(
    *, since: date, on: date, earlier: Collection[date], kinds: Sequence[ReviewKind] = IN_WORK
) -> bool:
    """Whether a review is one more than usual: before the first, or after another of the same time."""
    number = _come(since, on, kinds)
    return number == 0 or number in {_come(since, day, kinds) for day in earlier}


def _come(since: date, on: date, kinds: Sequence[ReviewKind]) -> int:
    """For how many reviews it had been time by a day: the usual ones, then one for each year."""
    usual = sum(is_time(usual_day(kind, since=since), today=on, kind=kind) for kind in kinds)
    later = months_between(since, on + A_LITTLE_EARLY) // MONTHS_IN_A_YEAR - 1
    return usual + max(later, 0)


def said_after(since: date, on: date) -> str:
    """How long after a day another comes, in words: “7 weeks after”."""
    gone = on - since
    if gone <= timedelta(0):
        return "on the day of"
    if gone < DAYS_SAID:
        return _some(gone.days, "day")
    if gone < WEEKS_SAID:
        return _some(gone.days // 7, "week")
    years, months = divmod(months_between(since, on), MONTHS_IN_A_YEAR)
    return _some(years, "year") if years and not months else _some(months + 12 * years, "month")


def _some(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'} after"


def months_between(first: date, last: date) -> int:
    """How many whole months have gone from one day to another."""
    months = (last.year - first.year) * MONTHS_IN_A_YEAR + last.month - first.month
    return months if months_after(first, months) <= last else months - 1


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
