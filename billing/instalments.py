"""What months ask for of a contract's fixed sums, by twelfths; and what of the fixed sum hangs on outcomes (A-CS-12).

What hangs on outcomes is held back from each month's twelfth. Points that reports earn bring it back (B0-09, B3-17).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile

from billing.contracts import WHOLE, ContractTerms
from billing.invoices import InvoiceLine
from billing.tariff import a_year_after
from billing.vocabulary import LineKind
from kernel.money import Money, total
from kernel.periods import Month, Months

TWELFTHS = 12
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class InForce:
    """A version of a contract, and the first day on which it held."""

    from_on: date
    terms: ContractTerms


@dataclass(frozen=True)
class _Asking:
    """By what a month is asked for: the terms, the first day of all, and which month of which year it is, from 0."""

    terms: ContractTerms
    first_day: date
    year: int
    place: int

    @property
    def sure(self) -> Money:
        """The twelfth of the fixed sum less what hangs on outcomes."""
        return _twelfth(self.terms.sure_fee(self.year), self.place)

    @property
    def held_back(self) -> Money:
        """What of the whole twelfth hangs on outcomes."""
        return _twelfth(self.terms.fee, self.place) - self.sure


def instalments(
    held: Sequence[InForce], months: Collection[Month], *, ended_on: date | None
) -> tuple[InvoiceLine, ...]:
    """What months ask for of the fixed sum and of what is paid beside the tariff: a line for each.

    A month asks for a twelfth of what the version says that holds on its first day; twelve of them come to the year
    to the penny. What hangs on outcomes is no part of the twelfths: points bring it back. A sum that is paid once is
    asked for in the first month of whichever version brings it.
    """
    found: dict[tuple[LineKind, str], dict[Month, Money]] = {}
    for month in sorted(months):
        for kind, what, amount in _of_month(held, month, ended_on):
            found.setdefault((kind, what), {})[month] = amount
    return tuple(_instalment(kind, what, by) for (kind, what), by in found.items())


def _instalment(kind: LineKind, what: str, by: Mapping[Month, Money]) -> InvoiceLine:
    first, last = min(by), max(by)
    amounts = set(by.values())
    each = amounts.pop() if len(amounts) == 1 else None
    return InvoiceLine(
        kind, f"{what}, {Months(first, last).label}", len(by), each, total(by.values())
    )


def alike(
    held: Sequence[InForce], months: Sequence[Month], *, ended_on: date | None
) -> tuple[Month, ...]:
    """The months, from the first on, that can stand on one invoice: the same funders, and the same tax."""

    def said(month: Month) -> tuple[object, ...]:
        terms = terms_of(held, month, ended_on=ended_on)
        return terms.funders, terms.vat, terms.vat_because

    return tuple(takewhile(lambda month: said(month) == said(months[0]), months))


def terms_of(held: Sequence[InForce], month: Month, *, ended_on: date | None) -> ContractTerms:
    """What holds on the first day of a month; before and after the contract, what held first and last."""
    first_day = min(one.from_on for one in held)
    last_day = max(ended_on - A_DAY, first_day) if ended_on else date.max
    day = min(max(month.first_day, first_day), last_day)
    return max((one for one in held if one.from_on <= day), key=lambda one: one.from_on).terms


def _of_month(
    held: Sequence[InForce], month: Month, ended_on: date | None
) -> Iterator[tuple[LineKind, str, Money]]:
    asking = _asking(held, month, ended_on)
    if asking is None:
        return
    terms, percent = asking.terms, asking.terms.held_percent(asking.year)
    if terms.fee and percent < WHOLE:
        yield LineKind.BLOCK, f"{LineKind.BLOCK.words}{_less(percent)}", asking.sure
    before = _held_on(held, max(month.previous.first_day, asking.first_day))
    for one in terms.fixed_lines:
        if not one.kind.is_once:
            yield LineKind.FIXED, one.kind.words, _twelfth(one.amount, asking.place)
        elif month == Month.containing(asking.first_day) or (
            before and before.fixed(one.kind) is None
        ):
            yield LineKind.FIXED, one.kind.words, one.amount


def _less(percent: Decimal) -> str:
    return f", less {percent.normalize():f}% that hangs on outcomes" if percent else ""


def held_back(held: Sequence[InForce], year: int, *, ended_on: date | None) -> Money:
    """What is held back of the fixed sum in a year of the contract, the first is 0: all of it less its instalments.

    Each month counts by the version that holds on its first day, and not at all once the contract was ended.
    """
    found = (_asking(held, month, ended_on) for month in _months_of_year(held, year))
    return total(one.held_back for one in found if one and one.year == year)


def _months_of_year(held: Sequence[InForce], year: int) -> Iterator[Month]:
    day = min(one.terms.first_day for one in held)
    for _ in range(year):
        day = a_year_after(day)
    month = Month.containing(day)
    for _ in range(TWELFTHS):
        yield month
        month = month.next


def _asking(held: Sequence[InForce], month: Month, ended_on: date | None) -> _Asking | None:
    """By what a month is asked for; None where it belongs to no year of the contract, or comes after its end."""
    first_day = min(one.terms.first_day for one in held)
    day = max(month.first_day, first_day)
    terms = _held_on(held, day)
    if terms is None or (ended_on is not None and ended_on <= day):
        return None
    until = min(terms.last_day, ended_on - A_DAY) if ended_on else terms.last_day
    place = _place_in_year(replace(terms, last_day=until), month)
    if place is None:
        return None
    return _Asking(terms, first_day, *place)


def _held_on(all_held: Sequence[InForce], day: date) -> ContractTerms | None:
    held = [one for one in all_held if max(one.from_on, one.terms.first_day) <= day]
    return held[-1].terms if held and day <= held[-1].terms.last_day else None


def _place_in_year(terms: ContractTerms, month: Month) -> tuple[int, int] | None:
    """Which year of the contract, and which month of it, each from 0; None for the thirteenth that a year touches."""
    for year, (begins, ends) in enumerate(terms.years):
        first, place = Month.containing(begins), 0
        while first < month:
            first, place = first.next, place + 1
        if first == month and month.first_day < ends and place < TWELFTHS:
            return year, place
    return None


def _twelfth(year: Money, place: int) -> Money:
    so_far, before = (year.times(Decimal(part) / TWELFTHS) for part in (place + 1, place))
    return so_far - before
