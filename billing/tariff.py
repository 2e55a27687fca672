"""What a year of help costs, on which day, and what a change of band in the middle of it does (A8.8).

Prices are for services only: management, monitoring and the directory are fixed lines (A-TAR-06, T4). All days
are days in London. A period of prices begins on its first day and ends before its last one (half-open).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from billing.bands import Band
from directory.vocabulary import Worded
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money


@dataclass(frozen=True)
class Prices:
    """What a person-year of each band costs, and what is paid for change that was kept up."""

    low: Money
    medium: Money
    high: Money
    incentive: Money
    credits: int
    """Free sessions for the person, given when the incentive is paid (A-TAR-07)."""

    def of(self, band: Band) -> Money:
        """The price of a year in a band."""
        return {Band.LOW: self.low, Band.MEDIUM: self.medium, Band.HIGH: self.high}[band]


ABOUT = Prices(Money(70_00), Money(150_00), Money(260_00), Money(24_00), credits=6)
"""The guide's own prices, "about, services only" (T4): where somebody begins, never where they must stay."""


MOST_PRICE = Money(100_000_00)
"""No person's year costs more, nor does a session or a month of a group: a higher price is a slip of the keys."""


@dataclass(frozen=True, order=True)
class Spell:
    """Prices from a day on; `until` is the first day on which they no longer hold, None while no end is set."""

    begins_on: date
    until: date | None
    prices: Prices

    def holds_on(self, day: date) -> bool:
        """Whether these are the prices of a day."""
        return self.begins_on <= day and (self.until is None or day < self.until)


class NoPrice(RuleBroken):
    """Nobody has said what help costs on a day, so nothing of it can be charged."""


@dataclass(frozen=True)
class Tariff:
    """The prices of a contract over time, oldest first; no day has two. Gaps are allowed until they are charged."""

    spells: tuple[Spell, ...]

    @classmethod
    def of(cls, spells: Iterable[Spell]) -> "Tariff":
        """A tariff of these prices. Raises RuleBroken where two hold on one day, or one ends before it begins."""
        ordered = tuple(sorted(spells, key=lambda one: one.begins_on))
        for one in ordered:
            if one.until is not None and one.until <= one.begins_on:
                raise RuleBroken("Prices must hold for a day at least.", field="until")
        for earlier, later in pairwise(ordered):
            if earlier.holds_on(later.begins_on):
                raise RuleBroken(
                    f"There are prices for {_said(later.begins_on)} already. End those the day before.",
                    field="begins_on",
                )
        return cls(ordered)

    def on(self, day: date) -> Prices:
        """The prices of a day. Raises NoPrice where there are none: a charge is never guessed."""
        for spell in self.spells:
            if spell.holds_on(day):
                return spell.prices
        raise NoPrice(f"There are no prices for {_said(day)}. Agree them first.")

    def gaps(self, first: date, end: date) -> tuple[tuple[date, date], ...]:
        """The days from `first` to before `end` for which nobody has said what help costs."""
        found, at = [], first
        for spell in self.spells:
            if at < spell.begins_on:
                found.append((at, min(spell.begins_on, end)))
            at = max(at, end if spell.until is None else spell.until)
            if at >= end:
                break
        if at < end:
            found.append((at, end))
        return tuple((one, two) for one, two in found if one < two)


# ---- a person's year ---------------------------------------------------------------------------


def a_year_after(day: date) -> date:
    """The same day of the next year; of 29 February, 1 March: a year of help is never a day short."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def next_year_begins(charged_from: Sequence[date], *, asked_on: date) -> date:
    """When the next year of somebody's help can be charged, at the earliest: a year after the last (A-TAR-05).

    However often they are referred again, no day is paid for twice.
    """
    return max([asked_on, *(a_year_after(day) for day in charged_from)])


class WhenBandChanges(Worded):
    """What a new band does to a year that is paid for, as the contract says."""

    AT_RENEWAL = "at-renewal", "Nothing, until the next year"
    HIGHER_FROM_CHANGE = "higher-from-change", "A higher band costs more from the change on"
    PRO_RATA = "pro-rata", "More or less, day by day, from the change on"


def adjustment(
    rule: WhenBandChanges, *, was: Money, now: Money, began_on: date, changed_on: date
) -> Money:
    """What is charged, or given back, for the rest of a year when the price of somebody's band changes.

    Of the difference as much as there are days left in the year; nothing for a change outside it.
    """
    ends_on = a_year_after(began_on)
    if rule is WhenBandChanges.AT_RENEWAL or not began_on <= changed_on < ends_on:
        return NOTHING
    if rule is WhenBandChanges.HIGHER_FROM_CHANGE and now < was:
        return NOTHING
    left = Decimal((ends_on - changed_on).days) / (ends_on - began_on).days
    return (now - was).times(left)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
