"""What an invoice says, as one value: frozen when it is made, and shown by its check sum (A-CS-12, S7, S8).

One is made for a contract and a month: what is paid beside the tariff by twelfths, what points brought back, and
people's years of help added up by band. It names nobody, no practice and no locality of a person.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from billing.bands import Band
from billing.frozen import Document
from billing.ledger import ChargeKind
from billing.remittances import pounds
from billing.vocabulary import LineKind, Vat
from kernel.csv_safety import CsvValue
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total
from kernel.periods import Month, Months

DAYS_TO_PAY = 30
"""A public body pays within so many days at the latest (Procurement Act 2023, section 68)."""
STANDARD_RATE = Decimal(20)
"""Value added tax in per cent, since 4 January 2011."""

NOTHING_TO_INVOICE = "There is nothing to invoice until the end of that month."
MORE_TAKEN_BACK = (
    "More was reversed or taken back than is asked for. It waits, and is set against the next month. "
    "Where no month comes after, credit a line of the last invoice."
)


@dataclass(frozen=True)
class Counted:
    """Charges of one kind, band and amount, as they are added up."""

    kind: ChargeKind
    band: Band | None
    amount: Money
    number: int
    is_late: bool

    @property
    def sum(self) -> Money:
        """What they come to."""
        return self.amount.times(self.number)


@dataclass(frozen=True)
class InvoiceLine:
    """One line: what, how many, for how much each, and what it comes to. No `each` where they differ."""

    kind: LineKind
    what: str
    number: int
    each: Money | None
    amount: Money
    is_late: bool = False

    @property
    def said(self) -> str:
        """Its words, with what is out of the ordinary (S11)."""
        return f"{self.what}, begun earlier" if self.is_late else self.what


@dataclass(frozen=True)
class FunderPart:
    """Who pays, and how much of the whole; None where several pay and their shares were not agreed."""

    name: str
    amount: Money | None


@dataclass(frozen=True)
class Invoiced(Document):
    """All that an invoice says. `since` is the first day of the first month that it asks for, `month` of the last.

    `shadow` are lines that are priced and not to be paid (B0-07).
    """

    number: int
    lead: str
    funders: tuple[FunderPart, ...]
    contract: str
    since: date
    month: date
    issued_on: date
    lines: tuple[InvoiceLine, ...]
    shadow: tuple[InvoiceLine, ...]
    vat: Vat | None
    vat_because: str

    came_later: ClassVar[tuple[str, ...]] = ("lead_at", "lead_phone", "funders_at")

    lead_at: str = ""
    """Where the lead NTP has its base, over several lines."""
    lead_phone: str = ""
    funders_at: tuple[str, ...] = ()
    """Where each funder has its base, in their order; "" where nobody knows."""

    @property
    def period(self) -> Month:
        """The month up to whose end it asks."""
        return Month(self.month)

    @property
    def when(self) -> str:
        """The months that it asks for: "April 2026 to June 2026"."""
        return Months(Month(self.since), self.period).label

    @property
    def sums(self) -> tuple[tuple[str, str], ...]:
        """What it comes to, in words: the lines, the tax, all of it, and what each funder pays."""
        if self.vat is None:
            tax = "None is added: the contract does not say how it is treated."
        else:
            because = f". {self.vat_because}" if self.vat_because else ""
            tax = f"{self.tax} ({self.vat.words}){because}"
        parts = (
            (f"{one.name} pays", str(one.amount) if one.amount else "A share that was not agreed")
            for one in self.funders
        )
        return (
            ("Lines together", str(self.net)), ("Value added tax", tax),
            ("To be paid", str(self.total)), *parts,
        )  # fmt: skip

    @property
    def due_on(self) -> date:
        """The last day on which it is paid in time."""
        return self.issued_on + timedelta(days=DAYS_TO_PAY)

    @property
    def net(self) -> Money:
        """The sum of the lines."""
        return total(one.amount for one in self.lines)

    @property
    def tax(self) -> Money:
        """Value added tax on the sum of the lines."""
        return tax_on(self.net, self.vat)

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return self.net + self.tax

    @property
    def reference(self) -> str:
        """By which a payment says what it is for."""
        return f"INVOICE {self.number}"

    def rows(self) -> Iterator[tuple[CsvValue, ...]]:
        """A table of it, for a spreadsheet: amounts are numbers there, in pounds."""
        yield ("What for", "What", "How many", "Each", "Amount", "To be paid")
        for one in self.lines:
            yield (*_cells(one), "yes")
        for one in self.shadow:
            yield (*_cells(one), "no: a shadow price")
        yield ("", "Value added tax", "", "", pounds(self.tax), "")
        yield ("", f"All together, {self.reference}", "", "", pounds(self.total), "")
        yield ("", "Check sum", "", "", self.digest, "")


def _cells(line: InvoiceLine) -> tuple[CsvValue, ...]:
    each = pounds(line.each) if line.each is not None else None
    return (line.kind.words, line.said, line.number, each, pounds(line.amount))


def tax_on(net: Money, vat: Vat | None) -> Money:
    """Value added tax, to the nearest penny; none unless the contract says that it is charged."""
    return net.times(STANDARD_RATE / 100) if vat is Vat.STANDARD else NOTHING


# ---- people's years of help ------------------------------------------------------------------------


def charge_lines(counted: Iterable[Counted]) -> tuple[InvoiceLine, ...]:
    """Charges added up: a line for each kind, band and price; what differs from each other in one line."""
    found: dict[tuple[ChargeKind, int, bool, Money | None], list[Counted]] = {}
    for one in counted:
        each = one.amount if one.kind in _ALIKE else None
        found.setdefault((one.kind, _order(one.band), one.is_late, each), []).append(one)
    return tuple(
        InvoiceLine(
            LineKind.INCENTIVE if kind is ChargeKind.INCENTIVE else LineKind.TARIFF,
            _said(kind, many[0].band), sum(one.number for one in many), each,
            total(one.sum for one in many), is_late,
        )
        for (kind, _band, is_late, each), many in sorted(found.items(), key=_in_order)
    )  # fmt: skip


_ALIKE = frozenset({ChargeKind.YEAR, ChargeKind.INCENTIVE})
_KINDS, _BANDS = list(ChargeKind), list(Band)


def _order(band: Band | None) -> int:
    return len(_BANDS) if band is None else _BANDS.index(band)


def _in_order(
    one: tuple[tuple[ChargeKind, int, bool, Money | None], list[Counted]],
) -> tuple[int, int, bool, Money]:
    kind, band, is_late, each = one[0]
    return _KINDS.index(kind), band, is_late, each or NOTHING


def _said(kind: ChargeKind, band: Band | None) -> str:
    return f"{kind.words}, {band.words.lower()}" if band else kind.words


# ---- the whole ---------------------------------------------------------------------------------------


def with_shares(said: Invoiced, shares: Sequence[tuple[str, Decimal | None]]) -> Invoiced:
    """The same, saying how much each funder pays; pence left over go to those whose share is cut most."""
    if len(shares) == 1:
        return replace(said, funders=(FunderPart(shares[0][0], said.total),))
    if any(share is None for _, share in shares):
        return replace(said, funders=tuple(FunderPart(name, None) for name, _ in shares))
    exact = [Decimal(said.total.pence) * (share or 0) / 100 for _, share in shares]
    whole = [int(one) for one in exact]
    left = said.total.pence - sum(whole)
    most_cut = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in most_cut[:left]:
        whole[place] += 1
    return replace(
        said,
        funders=tuple(
            FunderPart(name, Money(pence)) for (name, _), pence in zip(shares, whole, strict=True)
        ),
    )


def must_be_owed(lines: Collection[InvoiceLine]) -> None:
    """Refuse with RuleBroken to ask for nothing, or for less than a penny."""
    if not lines:
        raise RuleBroken(NOTHING_TO_INVOICE)
    if total(one.amount for one in lines) <= NOTHING:
        raise RuleBroken(MORE_TAKEN_BACK)
