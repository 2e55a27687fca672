"""What a group is told that it is paid, as one value: frozen when it is made, and shown by its check sum (S8).

The lead NTP writes it for the group, which never writes an invoice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.frozen import Document
from kernel.csv_safety import CsvValue
from kernel.errors import RuleBroken
from kernel.money import NOTHING, PENCE_IN_A_POUND, Money, total
from kernel.periods import Month

PENNY = Decimal("0.01")

NOTHING_TO_PAY = "There is nothing to pay: no day was counted that was not paid already."
MORE_TAKEN_BACK = (
    "More was taken back than was counted. It waits, and is set against what is counted next."
)


@dataclass(frozen=True)
class AdviceLine:
    """One line: on which day, which activity, how many, for how much; never who came."""

    on: date
    activity: str
    what: str
    each: Money
    amount: Money
    is_late: bool = False

    @property
    def said(self) -> str:
        """Its words, with what is out of the ordinary."""
        return f"{self.said_on_paper}{', counted late' if self.is_late else ''}"

    @property
    def said_on_paper(self) -> str:
        """The same without that it was counted late, which reads as blame where nobody can ask."""
        back = "Taken back: " if self.amount < NOTHING else ""
        return f"{back}{self.what}"


@dataclass(frozen=True)
class Advice(Document):
    """All that a remittance says."""

    number: int
    lead: str
    group: str
    month: date
    issued_on: date
    lines: tuple[AdviceLine, ...]

    @property
    def total(self) -> Money:
        """The sum of the lines."""
        return total(one.amount for one in self.lines)

    @property
    def period(self) -> Month:
        """The month up to whose end it pays."""
        return Month(self.month)

    @property
    def by_activity(self) -> tuple[tuple[str, Money], ...]:
        """What each activity comes to, in the order of their names."""
        names = sorted({one.activity for one in self.lines})
        return tuple(
            (name, total(one.amount for one in self.lines if one.activity == name))
            for name in names
        )

    @property
    def reference(self) -> str:
        """By which the payment is known in a bank statement."""
        return f"REMITTANCE {self.number}"

    def rows(self) -> Iterable[tuple[CsvValue, ...]]:
        """A table of it, for a spreadsheet: amounts are numbers there, in pounds."""
        yield ("Day", "Activity", "What", "Each", "Amount", "Counted late")
        for one in self.lines:
            yield (
                one.on, one.activity, one.what, pounds(one.each), pounds(one.amount),
                "yes" if one.is_late else "no",
            )  # fmt: skip
        yield ("", "All together", self.reference, "", pounds(self.total), "")
        yield ("", "Check sum", self.digest, "", "", "")


def why_not_payable(amounts: Iterable[Money]) -> str:
    """Why lines make no remittance: there is none, or they come to less than a penny; "" where they do."""
    known = tuple(amounts)
    if not known:
        return NOTHING_TO_PAY
    return MORE_TAKEN_BACK if total(known) <= NOTHING else ""


def must_be_payable(amounts: Iterable[Money]) -> None:
    """Refuse with RuleBroken what makes no remittance."""
    if why_not := why_not_payable(amounts):
        raise RuleBroken(why_not)


def pounds(amount: Money) -> Decimal:
    """An amount as a number of two places: 4.50 and not 4.5."""
    return (Decimal(amount.pence) / PENCE_IN_A_POUND).quantize(PENNY)
