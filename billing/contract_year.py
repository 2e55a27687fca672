"""How a year of a contract goes against its plan: by month and band, in people and in pounds (A-CS-12).

Every month is counted with one year. A month that is split between two years is counted with the earlier one, as
its plan is.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from billing.bands import Band
from billing.contracts import WHOLE, ContractTerms, Expected, months_of
from billing.remittances import pounds
from billing.tariff import Prices
from billing.vocabulary import OverActivity
from kernel.csv_safety import CsvValue
from kernel.money import NOTHING, Money, total
from kernel.periods import Month


@dataclass(frozen=True)
class PlannedMonth:
    """What was agreed for a month, by the version that holds then.

    `expected` is None where nobody has said. `is_paid` says whether years are paid for one by one; in the shadow
    they are priced, and nothing is paid.
    """

    month: Month
    expected: Expected | None
    prices: Prices | None
    is_paid: bool = True
    is_shadow: bool = False


@dataclass(frozen=True)
class Began:
    """So many people's years of a band that began in a month, were charged, and were not reversed."""

    month: Month
    band: Band
    people: int
    amount: Money
    is_shadow: bool = False


@dataclass(frozen=True)
class PlanRow:
    """A month and a band: what was planned, what began, and what it comes to. Shadow prices come to nothing."""

    month: Month
    band: Band
    is_said: bool
    planned: int
    began: int
    cost: Money
    price: Money | None

    @property
    def planned_cost(self) -> Money | None:
        """What was planned at its price; None while a price is missing that somebody is expected at."""
        return self.cost_of(self.planned)

    def cost_of(self, people: int) -> Money | None:
        """What so many people come to at the price of the month; None while it is missing."""
        if not people:
            return NOTHING
        return None if self.price is None else self.price.times(people)


@dataclass(frozen=True)
class Sums:
    """Rows added up. The planned cost is None where the price of a row is missing."""

    planned: int
    began: int
    planned_cost: Money | None
    cost: Money

    @classmethod
    def of(cls, rows: Iterable[PlanRow]) -> "Sums":
        """All of these rows together."""
        known = tuple(rows)
        costs = [one.planned_cost for one in known]
        return cls(
            sum(one.planned for one in known), sum(one.began for one in known),
            added_up(costs), total(one.cost for one in known),
        )  # fmt: skip

    @property
    def difference(self) -> int:
        """How many more began than were planned; below nothing where fewer did."""
        return self.began - self.planned

    @property
    def cost_difference(self) -> Money | None:
        """How much more was charged than was planned."""
        return None if self.planned_cost is None else self.cost - self.planned_cost


def added_up(amounts: Iterable[Money | None]) -> Money | None:
    """The sum; None where one of them is not known."""
    known = []
    for one in amounts:
        if one is None:
            return None
        known.append(one)
    return total(known)


def months_of_year(terms: ContractTerms, year: int) -> tuple[Month, ...]:
    """The months that are counted with a year of the contract: the first is year 0."""
    begins, ends = terms.years[year]
    return tuple(
        one for one in months_of(begins, ends) if begins <= max(one.first_day, terms.first_day)
    )


def years_with_months(terms: ContractTerms) -> tuple[int, ...]:
    """The years of the contract that months are counted with: of a last one of some days it may be none."""
    return tuple(year for year in range(len(terms.years)) if months_of_year(terms, year))


def year_on(terms: ContractTerms, day: date) -> int:
    """The year that the month of a day is counted with: before the contract the first, after it the last."""
    month, years = Month.containing(day), years_with_months(terms)
    return next((one for one in years if month <= months_of_year(terms, one)[-1]), years[-1])


def against_plan(planned: Iterable[PlannedMonth], began: Iterable[Began]) -> tuple[PlanRow, ...]:
    """Each month and band. Where a month is priced in the shadow, the shadows began; elsewhere what is billed."""
    there = {(one.month, one.band, one.is_shadow): one for one in began}
    return tuple(
        _row(month, band, there.get((month.month, band, month.is_shadow)))
        for month in planned
        for band in Band
    )


def apart(planned: Iterable[PlannedMonth], began: Iterable[Began]) -> int:
    """How many years began that stand beside these rows: shadows where years are billed, or the other way."""
    kinds = {one.month: one.is_shadow for one in planned}
    return sum(one.people for one in began if kinds.get(one.month) is (not one.is_shadow))


def over(rows: Iterable[PlanRow], *, on: date) -> tuple[PlanRow, ...]:
    """The rows of months that are over on a day."""
    return tuple(one for one in rows if one.month.last_day < on)


def whole_months(rows: Iterable[PlanRow], terms: ContractTerms, *, on: date) -> tuple[Month, ...]:
    """The months with a plan that are over on a day, and that belong to the contract from end to end."""
    return tuple(
        dict.fromkeys(
            one.month
            for one in rows
            if one.is_said
            and terms.first_day <= one.month.first_day
            and one.month.last_day <= terms.last_day
            and one.month.last_day < on
        )
    )


def of_months(rows: Iterable[PlanRow], months: Collection[Month]) -> tuple[PlanRow, ...]:
    """The rows of these months."""
    return tuple(one for one in rows if one.month in months)


def around(planned: int, percent: Decimal) -> tuple[int, int]:
    """The fewest and the most people that are still inside a band around the plan."""
    part = planned * percent / WHOLE
    fewest = (planned - part).to_integral_value(ROUND_CEILING)
    return int(fewest), int((planned + part).to_integral_value(ROUND_FLOOR))


def is_outside(sums: Sums, percent: Decimal) -> bool:
    """Whether what began lies outside a band around the plan: its ends belong to it."""
    fewest, most = around(sums.planned, percent)
    return not fewest <= sums.began <= most


def rule_said(terms: ContractTerms, to_date: Sums) -> tuple[str, ...]:
    """What the contract says of more than was planned, and, for a band around the plan, on which side we are."""
    if terms.over_activity is None:
        return ("The contract does not say what happens when more people come than planned.",)
    rule = f"When more people come than planned, the contract says: “{terms.over_activity.words}”."
    if terms.over_activity is not OverActivity.BAND or terms.band_percent is None:
        return (rule,)
    if not to_date.planned:
        return (rule, "Nobody was planned until now, so there is no band to leave yet.")
    fewest, most = around(to_date.planned, terms.band_percent)
    where = "outside" if is_outside(to_date, terms.band_percent) else "inside"
    band = f"{terms.band_percent.normalize():f}%"
    return (
        rule,
        f"The band is {band} around the plan: until now from {fewest:,} to {most:,} years.",
        f"With {to_date.began:,} we are {where} it.",
    )


def table_of(rows: Sequence[PlanRow]) -> Iterator[tuple[CsvValue, ...]]:
    """A table of it, for a spreadsheet: amounts are numbers there, in pounds."""
    yield (
        "Month", "Band", "Years planned", "Years that began", "Difference", "Planned in pounds",
        "Charged in pounds",
    )  # fmt: skip
    for one in rows:
        cost = one.planned_cost
        yield (
            f"{one.month.first_day:%Y-%m}", one.band.words, one.planned if one.is_said else None,
            one.began, one.began - one.planned if one.is_said else None,
            None if cost is None else pounds(cost), pounds(one.cost),
        )  # fmt: skip


def _row(month: PlannedMonth, band: Band, began: Began | None) -> PlanRow:
    price = month.prices.of(band) if month.prices else None
    return PlanRow(
        month.month, band, month.expected is not None,
        month.expected.of(band) if month.expected else 0,
        began.people if began else 0,
        began.amount if began and month.is_paid and not began.is_shadow else NOTHING,
        price if month.is_paid else NOTHING,
    )  # fmt: skip
