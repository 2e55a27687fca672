"""Where the money of a lead NTP comes from in a year, and what of it to watch (A-FIN-01 to A-FIN-03).

The guide's table has ten labels and nine figures (T2), so which figure belongs to which label is not known.
The ten kinds are here, in our own words, and none of the figures.
"""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from directory.vocabulary import Worded
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total
from kernel.periods import MONTHS_IN_A_YEAR, FinancialYear

MOST_OF_ONE = Fraction(1, 2)
"""More than this from one stream or one payer is warned of. It is our local choice: the guide gives no figure."""

WORTH_A_WORD = Fraction(1, 10)
"""A stream that gives more than this is told of before it ends. Our local choice as well."""

MONTHS_BEFORE = 6
"""So many months before its last sure day a stream is told of. Our local choice as well."""


class Payer(Worded):
    """Whose money it is, in the end."""

    NHS = "nhs", "The NHS"
    COUNCIL = "council", "Councils"
    TRUST = "trust", "Trusts and charities"
    PUBLIC = "public", "The public"
    OTHER = "other", "Others"


class StreamKind(Worded):
    """The kinds of income stream: the ten labels of the guide's table, in its order."""

    NHS_BLOCK = "nhs-block", "NHS contract for a fixed sum"
    NHS_GRANT = "nhs-grant", "NHS grant"
    NHS_TARIFF = "nhs-tariff", "NHS payment for each person, by tariff band"
    COUNCIL_BLOCK = "council-block", "Council contract for a fixed sum"
    COUNCIL_GRANT = "council-grant", "Council grant"
    RENT = "rent", "Rent that charities pay for space in our buildings"
    TRUST_GRANT = "trust-grant", "Grant of a charitable trust"
    CUSTOMERS = "customers", "People who pay for what they come to"
    FUND_RAISING = "fund-raising", "Fund-raising events"
    OTHER = "other", "Anything else"

    @property
    def payer(self) -> Payer:
        """Who pays it."""
        return _PAYERS[self]


_PAYERS = {
    StreamKind.NHS_BLOCK: Payer.NHS,
    StreamKind.NHS_GRANT: Payer.NHS,
    StreamKind.NHS_TARIFF: Payer.NHS,
    StreamKind.COUNCIL_BLOCK: Payer.COUNCIL,
    StreamKind.COUNCIL_GRANT: Payer.COUNCIL,
    StreamKind.RENT: Payer.TRUST,
    StreamKind.TRUST_GRANT: Payer.TRUST,
    StreamKind.CUSTOMERS: Payer.PUBLIC,
    StreamKind.FUND_RAISING: Payer.PUBLIC,
    StreamKind.OTHER: Payer.OTHER,
}


@dataclass(frozen=True)
class Stream:
    """One source of money in a year. An `amount` of £0 is a fact; None says that nobody knows it yet."""

    kind: StreamKind
    words: str = ""
    amount: Money | None = None
    is_ring_fenced: bool = False
    ends_on: date | None = None
    """The last day on which it is sure; None while no end is set."""

    @property
    def called(self) -> str:
        """Its kind, with words of its own where it has some."""
        return f"{self.kind.words}: {self.words}" if self.words else self.kind.words

    @property
    def said(self) -> str:
        """All of it, in a sentence."""
        how_much = "amount not known yet" if self.amount is None else f"{self.amount} a year"
        ringed = "ring-fenced" if self.is_ring_fenced else "not ring-fenced"
        until = f", sure until {_said(self.ends_on)}" if self.ends_on else ""
        return f"{self.called}: {'nil' if self.is_nil else how_much}, {ringed}{until}."

    @property
    def is_nil(self) -> bool:
        """Whether it is known to give nothing."""
        return self.amount == NOTHING


@dataclass(frozen=True)
class Share:
    """A part of the whole: exact to compare by, rounded to a tenth of a percent to read."""

    exact: Fraction

    @classmethod
    def of(cls, part: Money, whole: Money) -> "Share | None":
        """The share of a part; None where the whole is nothing."""
        return cls(Fraction(part.pence, whole.pence)) if whole else None

    @property
    def tenths(self) -> int:
        """Tenths of a percent; half a tenth goes up."""
        return int(self.exact * 1000 + Fraction(1, 2))

    def __str__(self) -> str:
        if self.exact and not self.tenths:
            return "less than 0.1%"
        if self.exact < 1 and self.tenths == 1000:  # noqa: PLR2004 - tenths in all
            return "more than 99.9%"
        return f"{self.tenths // 10}.{self.tenths % 10}%"


@dataclass(frozen=True)
class Income:
    """All streams of a year. What nobody knows yet is in no sum and has no share."""

    streams: tuple[Stream, ...]

    @property
    def total(self) -> Money:
        """All that is known."""
        return _sum(self.streams)

    @property
    def free(self) -> Money:
        """What is not ring-fenced: a surplus of it may go to the central pot (A-FIN-03)."""
        return _sum(one for one in self.streams if not one.is_ring_fenced)

    @property
    def unknown(self) -> int:
        """Of how many streams nobody knows the amount yet."""
        return sum(one.amount is None for one in self.streams)

    @property
    def by_payer(self) -> tuple[tuple[Payer, Money], ...]:
        """What each payer gives, where anything of it is known."""
        known = [one for one in self.streams if one.amount is not None]
        return tuple(
            (payer, _sum(one for one in known if one.kind.payer is payer))
            for payer in Payer
            if any(one.kind.payer is payer for one in known)
        )

    def share(self, amount: Money | None) -> Share | None:
        """The share of an amount in the total; None where one of them is not known, or all is nil."""
        return None if amount is None else Share.of(amount, self.total)

    def gives_more(self, amount: Money | None, than: Fraction) -> bool:
        """Whether an amount is more than a part of the total."""
        share = self.share(amount)
        return share is not None and share.exact > than


def to_watch(income: Income, year: FinancialYear, *, on: date) -> tuple[str, ...]:
    """What to watch, each in words: one source that gives most, and money that is sure for a short time only."""
    return (*_leaning(income), *_ending(income, year, on))


def must_fit(stream: Stream, year: FinancialYear) -> None:
    """Refuse with RuleBroken what cannot be income of a year."""
    if stream.amount is not None and stream.amount < NOTHING:
        raise RuleBroken("Enter an amount of £0 or more.", field="amount")
    if stream.ends_on is not None and stream.ends_on < year.first_day:
        raise RuleBroken(
            "That day is before the year begins. If the money has ended, take this stream out.",
            field="ends_on",
        )


def years_around(day: date, kept: Iterable[FinancialYear]) -> tuple[FinancialYear, ...]:
    """The years that can be looked at: the one of a day, the two beside it, and those with a list."""
    now = FinancialYear.containing(day)
    return tuple(sorted({now.previous, now, now.next, *kept}))


def _leaning(income: Income) -> Iterator[str]:
    large = [one for one in income.streams if income.gives_more(one.amount, MOST_OF_ONE)]
    for stream in large:
        yield (
            f"More than half of the money comes from one place: “{stream.called}”. "
            f"It gives {income.share(stream.amount)}."
        )
    told = {(one.kind.payer, one.amount) for one in large}
    for payer, amount in income.by_payer:
        if income.gives_more(amount, MOST_OF_ONE) and (payer, amount) not in told:
            yield (
                f"More than half of the money comes from one payer: “{payer.words}”. "
                f"It gives {income.share(amount)}."
            )


def _ending(income: Income, year: FinancialYear, today: date) -> Iterator[str]:
    if year.last_day < today:
        return
    soon = _months_after(today, MONTHS_BEFORE)
    for one in income.streams:
        if one.ends_on and one.ends_on <= soon and income.gives_more(one.amount, WORTH_A_WORD):
            verb = "was" if one.ends_on < today else "is"
            yield (
                f"“{one.called}” {verb} sure until {_said(one.ends_on)} only. "
                f"It gives {income.share(one.amount)}."
            )


def _sum(streams: Iterable[Stream]) -> Money:
    return total(one.amount for one in streams if one.amount is not None)


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
