"""The months, quarters and financial years that figures are counted over, as they fall in London."""

import calendar
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import ClassVar, Protocol, Self
from zoneinfo import ZoneInfo

from kernel.errors import RuleBroken

LONDON = ZoneInfo("Europe/London")
APRIL = 4
MONTHS_IN_A_YEAR = 12
SATURDAY = 5


def day_in_london(when: date | datetime) -> date:
    """The day it is in London at a moment; a day stays itself. A moment must carry a zone."""
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        raise ValueError("A moment must carry a time zone.")
    return when.astimezone(LONDON).date()


@dataclass(frozen=True, order=True)
class Period(ABC):
    """Whole months, known by their first day. Its moments begin at midnight in London, half-open."""

    first_day: date

    months: ClassVar[int]
    starts_in: ClassVar[int] = 1

    def __post_init__(self) -> None:
        if self.first_day != self._first_day_for(self.first_day):
            raise RuleBroken(f"No {type(self).__name__} begins on {self.first_day:%d %B %Y}.")

    @property
    @abstractmethod
    def label(self) -> str:
        """The period as people say it."""

    @classmethod
    def containing(cls, when: date | datetime) -> Self:
        """The period that a day, or a moment with a zone, falls in."""
        return cls(cls._first_day_for(day_in_london(when)))

    @classmethod
    def _first_day_for(cls, day: date) -> date:
        back = (day.month - cls.starts_in) % cls.months
        return _months_later(day.replace(day=1), -back)

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        month = _months_later(self.first_day, self.months - 1)
        return month.replace(day=calendar.monthrange(month.year, month.month)[1])

    @property
    def begins(self) -> datetime:
        """The first moment that belongs to it, in UTC."""
        return datetime.combine(self.first_day, time(), LONDON).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The first moment that no longer belongs to it, in UTC."""
        return datetime.combine(self.next.first_day, time(), LONDON).astimezone(UTC)

    def __contains__(self, when: date | datetime) -> bool:
        return self.first_day <= day_in_london(when) <= self.last_day

    @property
    def next(self) -> Self:
        """The period after it."""
        return type(self)(_months_later(self.first_day, self.months))

    @property
    def previous(self) -> Self:
        """The period before it."""
        return type(self)(_months_later(self.first_day, -self.months))


class Month(Period):
    """A calendar month."""

    months = 1

    @property
    def label(self) -> str:
        """ "March 2027"."""
        return f"{self.first_day:%B %Y}"


class Quarter(Period):
    """Three months from January, April, July or October."""

    months = 3

    @property
    def label(self) -> str:
        """ "January to March 2027"."""
        return f"{self.first_day:%B} to {self.last_day:%B %Y}"


class FinancialYear(Period):
    """The year from April to March, as the NHS counts its money."""

    months = 12
    starts_in = APRIL

    @property
    def label(self) -> str:
        """ "2026 to 2027"."""
        return f"{self.first_day.year} to {self.last_day.year}"


@dataclass(frozen=True)
class Months:
    """Several months, first and last included, where no longer period fits."""

    first: "Month"
    last: "Month"

    @property
    def first_day(self) -> date:
        """The first day that belongs to them."""
        return self.first.first_day

    @property
    def last_day(self) -> date:
        """The last day that belongs to them."""
        return self.last.last_day

    @property
    def label(self) -> str:
        """The months as people say them: "April 2026", or "April 2026 to June 2026"."""
        if self.first == self.last:
            return self.first.label
        return f"{self.first.label} to {self.last.label}"


class Holidays(Protocol):
    """Days on which nobody works. They never change, so that what was counted with them can be kept."""

    def __contains__(self, day: object, /) -> bool: ...

    def __hash__(self) -> int: ...


def working_days_after(day: date, days: int, *, holidays: Holidays) -> date:
    """The working day that comes so many working days after a day.

    With 0 it is the day itself, or the next working day if nobody works on it: the way in which the
    Information Commissioner moves a time limit that ends on a weekend or bank holiday.
    """
    if days < 0:
        raise ValueError("Count working days forwards.")
    return _counted(day, days, holidays)


class England:
    """The bank holidays of England, for any year."""

    def __init__(self) -> None:
        from holidays import country_holidays  # 0.2 s to load, and few pages count working days

        self._every = country_holidays("GB", subdiv="ENG")

    def __contains__(self, day: object) -> bool:
        return day in self._every


@lru_cache
def holidays_in_england() -> Holidays:
    """The bank holidays of England, for any year."""
    return England()


@lru_cache(maxsize=10_000)
def _counted(day: date, days: int, holidays: Holidays) -> date:
    """Counted once: a long caseload asks for the same few days again and again."""
    day = _working_day_from(day, holidays) if days == 0 else day
    for _ in range(days):
        day = _working_day_from(day + timedelta(days=1), holidays)
    return day


def _working_day_from(day: date, holidays: Holidays) -> date:
    while day.weekday() >= SATURDAY or day in holidays:
        day += timedelta(days=1)
    return day


def _months_later(day: date, months: int) -> date:
    """The first day of the month so many months after that of a first day."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    return day.replace(year=day.year + years, month=month + 1)
