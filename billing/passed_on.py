"""How much of a contract's fixed sum reached groups, against what the commissioner set, and how fast (A-R4-02)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from billing.income import Share
from directory.vocabulary import Worded
from kernel.money import NOTHING, Money, total
from kernel.periods import MONTHS_IN_A_YEAR, Month, Quarter

HUNDRED = Decimal(100)


class Reader(Worded):
    """Who reads where the money went, and so how much of it is told."""

    LEAD = "lead", "The lead NTP: all of it, until today"
    FUNDER = "funder", "Who pays: quarters that are closed, groups with few people together"
    GROUP = "group", "A group that is paid: its own, and all others as one sum"


@dataclass(frozen=True)
class Asked:
    """What those who pay were asked for by invoices, and what they paid."""

    fixed: Money
    outcomes: Money
    people: Money
    tax: Money
    credited: Money
    paid: Money
    began_earlier: tuple[str, ...] = ()
    """Invoices that are whole in it and begin with an earlier month, in words."""

    @property
    def owing(self) -> Money:
        """What is still to be paid."""
        asked = self.fixed + self.outcomes + self.people + self.tax
        return asked - self.credited - self.paid

    @property
    def sums(self) -> tuple[tuple[str, Money], ...]:
        """Each sum with its words, in the order in which they add up."""
        earned = (("Asked for outcomes", self.outcomes),) if self.outcomes else ()
        return (
            ("Asked for beside the tariff", self.fixed), *earned,
            ("Asked for people’s years of help", self.people),
            ("Value added tax", self.tax), ("Credited", -self.credited), ("Paid", -self.paid),
            ("Still owed", self.owing),
        )  # fmt: skip


@dataclass(frozen=True)
class YearlySum:
    """The fixed sum of a year that holds from a day on."""

    from_on: date
    amount: Money


@dataclass(frozen=True)
class Meter:
    """How much was passed on of the fixed sum of some months, and how much the commissioner set.

    Where nothing is set, or there is no fixed sum, there is no meter: it is never 0.
    """

    percent: Decimal
    fixed: Money
    passed_on: Money

    @classmethod
    def of(cls, percent: Decimal | None, fixed: Money, passed_on: Money) -> "Meter | None":
        """The meter; None where there is nothing to measure against."""
        return None if percent is None or not fixed else cls(percent, fixed, passed_on)

    @property
    def goal(self) -> Money:
        """What the share that was set comes to."""
        return self.fixed.times(self.percent / HUNDRED)

    @property
    def reached(self) -> Share | None:
        """Which share was passed on."""
        return Share.of(self.passed_on, self.fixed)

    @property
    def missing(self) -> Money:
        """What is still to be passed on to reach it."""
        return max(self.goal - self.passed_on, NOTHING)

    @property
    def set_words(self) -> str:
        """ "30%"."""
        return f"{self.percent.normalize():f}%"

    @property
    def length(self) -> float:
        """How long the bar of what was passed on is, from 0 to 100."""
        return min(100.0, self.reached.tenths / 10) if self.reached else 0.0


@dataclass(frozen=True)
class Payment:
    """A remittance on its way: until the end of which month it pays, when it was paid, and how much it is.

    There is no day until it is over: that the bank is to pay is not that it paid. The amount is None for readers who are not told it: what is paid from one day to the next tells on one group.
    """

    month: Month
    paid_on: date | None
    amount: Money | None


@dataclass(frozen=True)
class DaysToPay:
    """How many days groups wait for their money: from the end of the month to the day on which the bank pays."""

    median: Decimal
    slowest: int

    @property
    def half(self) -> str:
        """Within how many days half of them are paid: "16.5 days", "1 day"."""
        return "1 day" if self.median == 1 else f"{self.median.normalize():f} days"

    @classmethod
    def of(cls, payments: Iterable[Payment]) -> "DaysToPay | None":
        """The days of all that were paid; None while none was."""
        days = [
            (one.paid_on - one.month.last_day).days for one in payments if one.paid_on is not None
        ]
        return cls(Decimal(str(median(days))), max(days)) if days else None


@dataclass(frozen=True)
class NotPaid:
    """Remittances that groups were told of and that are not paid yet: how many, how much, how long the oldest waits."""

    number: int
    amount: Money | None
    oldest_days: int

    @classmethod
    def of(cls, payments: Iterable[Payment], *, on: date) -> "NotPaid | None":
        """Those of a day; None where all are paid."""
        waiting = [one for one in payments if one.paid_on is None]
        if not waiting:
            return None
        oldest = min(one.month.last_day for one in waiting)
        known = [one.amount for one in waiting if one.amount is not None]
        amount = total(known) if len(known) == len(waiting) else None
        return cls(len(waiting), amount, (on - oldest).days)


def is_closed(quarter: Quarter, *, on: date) -> bool:
    """Whether no remittance of a quarter can be made any more: that of a month is made in the next month."""
    return on > _closes_on(quarter)


def told_with(quarter: Quarter, paid_on: date) -> Quarter:
    """With which quarter something of a quarter is told that the bank paid on a day: the first to be closed then.

    So what stands in a quarter that is closed stands there for good, and no later payment is told by it.
    """
    while _closes_on(quarter) < paid_on:
        quarter = quarter.next
    return quarter


def _closes_on(quarter: Quarter) -> date:
    """The last day on which something of a quarter is remitted: that of the month after it."""
    return Month.containing(quarter.next.first_day).last_day


def fixed_sum(sums: Sequence[YearlySum], months: Iterable[Month]) -> Money:
    """What the fixed sums of a year come to for some months: a twelfth for each, by what holds in it."""
    count: dict[Money, int] = {}
    for month in months:
        held = [one for one in sums if one.from_on <= month.last_day]
        if held:
            amount = max(held, key=lambda one: one.from_on).amount
            count[amount] = count.get(amount, 0) + 1
    return total(amount.times(Decimal(many) / MONTHS_IN_A_YEAR) for amount, many in count.items())
