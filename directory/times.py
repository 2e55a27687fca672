"""The times at which an activity happens: parts of the day, when it is next on, and in words.

What people type is read by `spoken_times`; their own words are always kept beside it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from directory.vocabulary import DAYS, PartOfDay
from kernel.periods import LONDON

NOON = time(12)
EVENING = time(17)
LAST = -1
# A fifth weekday may be asked for by a feed; some three months pass without one.
DAYS_LOOKED_AT = 100
_ORDINAL_WORDS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}


class Timed(Protocol):
    """Anything with a weekday and perhaps times: an Opening, or a published Slot."""

    @property
    def weekday(self) -> int: ...
    @property
    def opens_at(self) -> time | None: ...
    @property
    def closes_at(self) -> time | None: ...
    @property
    def ordinals(self) -> tuple[int, ...]: ...


@dataclass(frozen=True)
class Opening:
    """A time at which it happens, in London time: weekday 0 is Monday; None is "not said".

    `ordinals` are weeks of the month (1 first … 4, -1 last); empty is every week. A closing time
    that is not after the opening time is on the next day.
    """

    weekday: int
    opens_at: time | None = None
    closes_at: time | None = None
    ordinals: tuple[int, ...] = ()


def parts_of_day(openings: Iterable[Timed], words: str = "") -> tuple[PartOfDay, ...]:
    """The parts of the day it runs in: morning until 12, afternoon until 5pm, evening after.

    Openings without times say nothing; "weekday mornings" still counts if the words are given.
    """
    found = {part for opening in openings for part in _parts(opening)}
    found |= {part for part in PartOfDay if part.value in words.lower()}
    return tuple(part for part in PartOfDay if part in found)


def next_occurrence(openings: Iterable[Timed], after: datetime) -> datetime | None:
    """The first moment, not before `after`, at which it begins: in London time, or None.

    An opening without a time counts for all of its day and is given as that day's midnight, so
    today's is still next. A time that the clocks skip in spring is the moment an hour later.
    """
    if after.tzinfo is None:
        raise ValueError("A moment must carry a time zone.")
    starts = (_next(opening, after) for opening in openings)
    return min((start for start in starts if start is not None), key=_instant, default=None)


def words_of(openings: Iterable[Timed]) -> str:
    """The times in words: "Mondays and Wednesdays, 10am to 12 noon; first Friday of the month, 2pm".

    For what came from elsewhere without words. `spoken_times` reads it back as the same times.
    """
    clauses: dict[_Said, list[int]] = {}
    for opening in openings:
        clauses.setdefault(_said_together(opening), []).append(opening.weekday)
    said = {_clause(*clause): _place_in_week(*clause) for clause in clauses.items()}
    return "; ".join(sorted(said, key=lambda words: (said[words], words)))


def said(moment: time) -> str:
    """A time of day as people say it: "2:30pm", "12 noon"."""
    if moment.minute == 0 and moment.hour % 12 == 0:
        return "12 noon" if moment.hour else "12 midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes}{'am' if moment.hour < NOON.hour else 'pm'}"


def _parts(opening: Timed) -> set[PartOfDay]:
    begins = opening.opens_at or opening.closes_at
    if begins is None:
        return set()
    ends = opening.closes_at if opening.opens_at and opening.closes_at else begins
    if ends < begins:  # past midnight
        ends = time.max
    bounds = [
        (PartOfDay.MORNING, time.min, NOON),
        (PartOfDay.AFTERNOON, NOON, EVENING),
        (PartOfDay.EVENING, EVENING, time.max),
    ]
    return {
        part for part, start, end in bounds if begins < end and (ends > start or begins == start)
    }


def _next(opening: Timed, after: datetime) -> datetime | None:
    here = after.astimezone(LONDON)
    for days in range(DAYS_LOOKED_AT):
        day = here.date() + timedelta(days=days)
        if not _falls_on(opening, day):
            continue
        if opening.opens_at is None:
            return _moment(day, time.min)
        start = _moment(day, opening.opens_at)
        if _instant(start) >= _instant(after):
            return start
    return None


def _falls_on(opening: Timed, day: date) -> bool:
    if day.weekday() != opening.weekday:
        return False
    return not opening.ordinals or bool(_weeks_of_month(day) & set(opening.ordinals))


def _weeks_of_month(day: date) -> set[int]:
    week = (day.day - 1) // 7 + 1
    is_last = (day + timedelta(days=7)).month != day.month
    return {week, LAST} if is_last else {week}


def _moment(day: date, at: time) -> datetime:
    # By way of UTC, so that a time skipped in spring comes out as one that exists.
    there = datetime.combine(day, at.replace(second=0, microsecond=0), LONDON).astimezone(UTC)
    return there.astimezone(LONDON)


def _instant(moment: datetime) -> datetime:
    # Two moments with the same zone compare by the clock on the wall, which autumn repeats.
    return moment.astimezone(UTC)


@dataclass(frozen=True)
class _Said:
    """What openings have in common that are said in one clause. A day of some weeks stands alone."""

    opens_at: time | None
    closes_at: time | None
    ordinals: tuple[int, ...]
    alone: int | None


def _said_together(opening: Timed) -> _Said:
    # The last week comes after the fourth.
    ordinals = tuple(sorted(set(opening.ordinals), key=lambda week: (week < 0, week)))
    alone = opening.weekday if ordinals else None
    return _Said(opening.opens_at, opening.closes_at, ordinals, alone)


def _place_in_week(together: _Said, weekdays: list[int]) -> tuple[bool, int, time, tuple[int, ...]]:
    first = together.opens_at or together.closes_at or time.min
    return bool(together.ordinals), min(weekdays), first, together.ordinals


def _clause(together: _Said, weekdays: list[int]) -> str:
    times = _time_words(together)
    days = _days_words(weekdays)
    if together.ordinals:
        weeks = _listed([_ORDINAL_WORDS.get(week, f"{week}th") for week in together.ordinals])
        days = f"{weeks} {DAYS[weekdays[0]]} of the month"
    return f"{days}, {times}" if times else days


def _time_words(opening: _Said) -> str:
    if opening.opens_at and opening.closes_at:
        return f"{said(opening.opens_at)} to {said(opening.closes_at)}"
    if opening.opens_at:
        return said(opening.opens_at)
    return f"until {said(opening.closes_at)}" if opening.closes_at else ""


def _days_words(weekdays: Collection[int]) -> str:
    days = sorted(set(weekdays))
    if len(days) == len(DAYS):
        return "every day"
    is_run = days[-1] - days[0] == len(days) - 1
    if is_run and len(days) > 2:  # noqa: PLR2004 - two days are joined by "and"
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    return _listed([f"{DAYS[day]}s" for day in days])


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
