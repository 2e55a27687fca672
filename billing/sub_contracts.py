"""What a lead NTP buys of a smaller group, as one value: short enough for one page (A-R4-01, B4-17, A-FIN-05).

Which outcomes are owed, and from when until when it holds, stands in the agreement itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from billing.frozen import KeptAsJson
from billing.tariff import MOST_PRICE
from directory.vocabulary import Worded
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money

MOST_A_PERSON = Money(10_000_00)
"""Nobody who comes once costs more: many may come on a day."""
MOST_WEEKS = 26


class PriceKind(Worded):
    """What an amount is paid for."""

    PERSON = "person", "Each person, each time they come"
    SESSION = "session", "Each session to which somebody comes whom we sent"
    BLOCK = "block", "Each month, a fixed sum"

    @property
    def each(self) -> str:
        """After an amount: "£4.00 for each person, each time they come"."""
        return _EACH[self]

    def counted(self, count: int) -> str:
        """How often it was paid for: "3 people"."""
        one, many = _COUNTED[self]
        return f"{count} {one if abs(count) == 1 else many}"


_EACH = {
    PriceKind.PERSON: "for each person, each time they come",
    PriceKind.SESSION: "for each session to which somebody comes whom we sent",
    PriceKind.BLOCK: "a month, however many come",
}
_COUNTED = {
    PriceKind.PERSON: ("person", "people"),
    PriceKind.SESSION: ("session", "sessions"),
    PriceKind.BLOCK: ("month", "months"),
}


class Size(Worded):
    """How large a group is, by who does the work. What is asked of it follows."""

    TINY = "tiny", "A few people who give their time"
    SMALL = "small", "One or two people are paid"
    LARGER = "larger", "Three people or more are paid"


class Governance(Worded):
    """What may be asked of a group. A tiny one is asked for what keeps people safe, and no more."""

    IN_DANGER = "in-danger", "You know whom to ring if somebody is in danger"
    INSURANCE = "insurance", "You have insurance for what you do"
    PRIVATE = "private", "You keep what you know of people to yourselves"
    CHECKED = "checked", "Whoever is alone with people has had a police check (DBS)"
    RISKS = "risks", "You have written down what could go wrong, and what you do about it"
    COMPLAINTS = "complaints", "You have a page that says how to complain"
    ACCOUNTS = "accounts", "Somebody else looks over your accounts each year"
    TRAINED = "trained", "You keep a list of who was trained in what, and when"

    @property
    def fits(self) -> Size:
        """The smallest group that it is in proportion for."""
        return _FITS[self]


_FITS = {
    Governance.IN_DANGER: Size.TINY,
    Governance.INSURANCE: Size.TINY,
    Governance.PRIVATE: Size.TINY,
    Governance.CHECKED: Size.TINY,
    Governance.RISKS: Size.SMALL,
    Governance.COMPLAINTS: Size.SMALL,
    Governance.ACCOUNTS: Size.LARGER,
    Governance.TRAINED: Size.LARGER,
}


@dataclass(frozen=True)
class SubContractTerms(KeptAsJson):
    """What is bought, for which price, what is asked of the group, and how good it is to be."""

    keeps_defaults: ClassVar[bool] = False

    what: str
    kind: PriceKind
    amount: Money
    size: Size
    governance: tuple[Governance, ...] = ()
    standard: str = ""
    """What good looks like, in words that both sides can hold each other to."""
    notice_weeks: int | None = None
    """So many weeks before, either side says that it ends it; None where nothing was agreed."""

    @property
    def price(self) -> str:
        """ "£4.00 for each person, each time they come"."""
        return f"{self.amount} {self.kind.each}"

    @property
    def is_too_much(self) -> tuple[Governance, ...]:
        """What is asked of the group that is out of proportion to its size."""
        sizes = list(Size)
        most = sizes.index(self.size)
        return tuple(one for one in self.governance if sizes.index(one.fits) > most)


class Finding(Worded):
    """What a look at a sub-contracted group found (A-FIN-05)."""

    GOOD = "good", "As we agreed"
    MOSTLY = "mostly", "Mostly as we agreed"
    NOT = "not", "Not as we agreed"


@dataclass(frozen=True)
class Check:
    """A look at how good it is: when, what was found, and what is done about it by which day."""

    on: date
    finding: Finding
    words: str = ""
    action: str = ""
    action_by: date | None = None


def must_make_sense(terms: SubContractTerms) -> None:
    """Refuse with RuleBroken what cannot be paid by."""
    if terms.amount <= NOTHING:
        raise RuleBroken("Enter an amount of more than £0.", field="amount")
    most = MOST_A_PERSON if terms.kind is PriceKind.PERSON else MOST_PRICE
    if terms.amount > most:
        raise RuleBroken(f"Enter an amount of {most} or less.", field="amount")


def must_begin_fairly(
    from_on: date,
    *,
    first_day: date,
    last_day: date | None,
    before: Iterable[date],
    today: date,
) -> None:
    """Refuse with RuleBroken a day from which what was agreed cannot hold.

    `before` are the days from which what was agreed earlier holds. A change begins today or later, and after
    them: nothing that was done is paid otherwise than was agreed then.
    """
    if from_on < first_day or (last_day is not None and from_on > last_day):
        raise RuleBroken("Choose a day on which the agreement holds.", field="from_on")
    newest = max(before, default=None)
    if newest is None:
        return
    if from_on < today:
        raise RuleBroken("A change begins today or later.", field="from_on")
    if from_on <= newest:
        raise RuleBroken(
            "What was agreed before begins on that day or later. Choose a later day.",
            field="from_on",
        )


def must_be_a_check(check: Check, *, first_day: date, today: date) -> None:
    """Refuse with RuleBroken a look that cannot have been, or one that leaves what is wrong as it is."""
    if check.on > today:
        raise RuleBroken("That day is still to come.", field="on")
    if check.on < first_day:
        raise RuleBroken("That day is before the agreement begins.", field="on")
    if check.finding is not Finding.GOOD and not check.action:
        raise RuleBroken("Write what is done about it.", field="action")
    if check.action and check.action_by is None:
        raise RuleBroken("Say by which day it is done.", field="action_by")
    if check.action_by is not None and check.action_by < check.on:
        raise RuleBroken("That day is before the look.", field="action_by")
