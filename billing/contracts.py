"""What a contract says, as one value: each version keeps it whole, and nothing that is signed is edited.

To start one needs only who, where, when, how and how much. All the rest may be empty: it comes page by page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Self
from uuid import UUID

from billing.bands import Band
from billing.frozen import KeptAsJson
from billing.outcome_share import NOTHING_HANGS, OutcomeShare
from billing.surplus import SurplusRule
from billing.tariff import MOST_PRICE, NoPrice, Prices, Spell, Tariff, WhenBandChanges, a_year_after
from billing.vocabulary import (
    Confidence,
    Criterion,
    Every,
    FixedKind,
    IncentiveFrom,
    Mechanism,
    OverActivity,
    Route,
    Vat,
)
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total
from kernel.periods import Month

WHOLE = Decimal(100)

SOON = timedelta(days=183)
"""How long before its last day a contract is said to end soon: six months, to agree what comes after (B0-15)."""


@dataclass(frozen=True)
class Funder:
    """Who pays, and how many of each hundred pounds; None while that is not said."""

    organisation_id: UUID
    share: Decimal | None = None


@dataclass(frozen=True)
class ServiceLine:
    """What is done for people, and what they can expect of it (B1-31)."""

    name: str
    expects: str = ""


@dataclass(frozen=True)
class FixedLine:
    """A sum beside the tariff: a year, or once."""

    kind: FixedKind
    amount: Money


@dataclass(frozen=True, order=True)
class Expected:
    """How many people's years are expected to begin in a month, by band; the month by its first day."""

    month: date
    low: int
    medium: int
    high: int

    def of(self, band: Band) -> int:
        """How many of a band."""
        return {Band.LOW: self.low, Band.MEDIUM: self.medium, Band.HIGH: self.high}[band]


@dataclass(frozen=True)
class Report:
    """What is reported, how often, how many days after, by whom, and towards what (A-CS-09, B3-19)."""

    name: str
    every: Every
    due_days: int
    collects: str = ""
    collates: str = ""
    analyses: str = ""
    baseline: str = ""
    targets: str = ""
    points: int | None = None

    @property
    def has_owners(self) -> bool:
        """Whether somebody is named who collects, who collates and who analyses."""
        return bool(self.collects and self.collates and self.analyses)

    def next_due(self, first_day: date, *, on: date) -> date:
        """When it is due next: so many days after the end of a whole period of the contract."""
        ended = first_day
        while True:
            ended = _months_after(ended, self.every.months)
            due = ended - timedelta(days=1) + timedelta(days=self.due_days)
            if due >= on:
                return due


@dataclass(frozen=True)
class Assurance:
    """Something that must be shown by a day: of the lead NTP, or of a group it works with (A-R1-03)."""

    what: str
    about: str
    due_on: date

    @property
    def called(self) -> str:
        """ "Insurance (Anytown Cat and Dog Shelter)"."""
        return f"{self.what} ({self.about})" if self.about else self.what


@dataclass(frozen=True)
class ContractTerms(KeptAsJson):
    """All that a contract says. Days are days in London; the last day belongs to it."""

    keeps_defaults: ClassVar[bool] = False

    funders: tuple[Funder, ...]
    lead_id: UUID
    localities: tuple[UUID, ...]
    first_day: date
    last_day: date
    mechanism: Mechanism
    fee: Money
    """The fixed sum of a year, for all that is not paid person by person."""

    partners: tuple[UUID, ...] = ()
    length_because: str = ""
    is_baseline_year: bool = False

    route: Route | None = None
    reasons: Mapping[Criterion, str] | None = None
    route_because: str = ""
    interests: str = ""

    service_lines: tuple[ServiceLine, ...] = ()
    levers: tuple[str, ...] = ()

    fixed_lines: tuple[FixedLine, ...] = ()
    core_funding: str = ""
    costs: Money | None = None
    confidence: Confidence | None = None
    vat: Vat | None = None
    vat_because: str = ""

    spells: tuple[Spell, ...] = ()
    is_shadow: bool = False
    when_band_changes: WhenBandChanges = WhenBandChanges.AT_RENEWAL
    incentive_from: IncentiveFrom = IncentiveFrom.END

    expected: tuple[Expected, ...] = ()
    over_activity: OverActivity | None = None
    band_percent: Decimal | None = None

    sub_contract_percent: Decimal | None = None
    own_delivery_cap: Decimal | None = None
    outcome_share: OutcomeShare = NOTHING_HANGS
    surplus: str = ""
    surplus_rule: SurplusRule | None = None

    reports: tuple[Report, ...] = ()
    evaluation: str = ""
    assurances: tuple[Assurance, ...] = ()

    def with_answers(self, **answers: Any) -> Self:
        """The same with some answers changed. Raises RuleBroken where the whole no longer makes sense."""
        made = replace(self, **answers)
        check(made)
        return made

    @property
    def parties(self) -> tuple[UUID, ...]:
        """Everybody who signs: those who pay, the lead NTP, and those who provide with it."""
        return (*(one.organisation_id for one in self.funders), self.lead_id, *self.partners)

    @property
    def tariff(self) -> Tariff:
        """The prices over time."""
        return Tariff.of(self.spells)

    @property
    def needs_prices(self) -> bool:
        """Whether people's years are priced: to be paid, or in the shadow of a block (B0-07)."""
        return self.mechanism.has_tariff or self.is_shadow

    @property
    def end(self) -> date:
        """The first day that no longer belongs to it."""
        return self.last_day + timedelta(days=1)

    @property
    def years(self) -> tuple[tuple[date, date], ...]:
        """The years of the contract, each from its first day to before its end; the last may be shorter."""
        return tuple(_years(self.first_day, self.end))

    @property
    def is_one_year(self) -> bool:
        """Whether it ends within a year: what small groups complain of (B39, B1-32)."""
        return self.end <= a_year_after(self.first_day)

    def overlaps(self, other: "ContractTerms") -> bool:
        """Whether another contract of the same lead NTP is for some of the same places and days."""
        return (
            self.lead_id == other.lead_id
            and bool(set(self.localities) & set(other.localities))
            and self.first_day <= other.last_day
            and other.first_day <= self.last_day
        )

    def fixed(self, kind: FixedKind) -> Money | None:
        """The sum of a fixed line, None where there is none."""
        return next((one.amount for one in self.fixed_lines if one.kind is kind), None)

    def expected_in(self, month: date) -> Expected | None:
        """What is expected of a month, None where nobody has said."""
        return next((one for one in self.expected if one.month == month), None)

    def of_year(self, year: int) -> Money | None:
        """What a year of the contract costs if all goes as expected (A-CS-12): the first is year 0.

        Fixed sums of a shorter last year are those of its months. Shadow prices are never counted.
        None while a price is missing that somebody is expected at.
        """
        begins, ends = self.years[year]
        try:
            return self.fixed_of_year(year) + self._tariff_of(begins, ends)
        except NoPrice:
            return None

    def part_of_year(self, year: int) -> Decimal:
        """How much of twelve months a year of the contract lasts."""
        return Decimal(min(len(months_of(*self.years[year])), 12)) / 12

    def fixed_of_year(self, year: int) -> Money:
        """The fixed sums of a year of the contract, without any year of help."""
        lasting = [one.amount for one in self.fixed_lines if not one.kind.is_once]
        once = [one.amount for one in self.fixed_lines if one.kind.is_once and year == 0]
        return total([total([self.fee, *lasting]).times(self.part_of_year(year)), *once])

    @property
    def points(self) -> int:
        """How many points all its reports can earn in a year."""
        return sum(one.points or 0 for one in self.reports)

    def held_percent(self, year: int) -> Decimal:
        """How much of a year's fixed sum is held back until points bring it back; nothing that none could."""
        share = self.outcome_share
        return share.percent_of(year) if share.a_point and self.points else Decimal(0)

    def sure_fee(self, year: int) -> Money:
        """The fixed sum of twelve months of a year less what is held back of it: the first is year 0."""
        return self.fee - self.fee.times(self.held_percent(year) / WHOLE)

    def _tariff_of(self, begins: date, ends: date) -> Money:
        if not self.mechanism.has_tariff:
            return NOTHING
        return total(
            self.tariff.on(max(one.month, self.first_day)).of(band).times(one.of(band))
            for one in self.expected
            if begins <= max(one.month, self.first_day) < ends
            for band in Band
        )


def _years(begins: date, end: date) -> Iterator[tuple[date, date]]:
    while begins < end:
        ends = min(a_year_after(begins), end)
        yield begins, ends
        begins = ends


def months_of(begins: date, ends: date) -> tuple[Month, ...]:
    """The months that begin on or after a month's first day of `begins`, and before `ends`."""
    found, month = [], Month.containing(begins)
    while month.first_day < ends:
        found.append(month)
        month = month.next
    return tuple(found)


def _months_after(day: date, months: int) -> date:
    """The first day after so many whole months from a day: of 31 January, 1 March."""
    month = Month(day.replace(day=1))
    for _ in range(months):
        month = month.next
    last = month.last_day.day
    return month.first_day.replace(day=day.day) if day.day <= last else month.next.first_day


# ---- what makes no sense ---------------------------------------------------------------------------


def check(terms: ContractTerms) -> None:
    """Refuse what cannot be: it is shown where it is written. What is only unwise is a caution."""
    _check_parties(terms)
    if terms.last_day < terms.first_day:
        raise RuleBroken(
            "The last day is before the first day. Change one of them.", field="last_day"
        )
    if not terms.localities:
        raise RuleBroken("Choose at least one locality.", field="localities")
    _check_fee(terms)
    _check_prices(terms)
    _check_percents(terms)
    terms.tariff  # noqa: B018 - two prices of one day are refused


def _check_parties(terms: ContractTerms) -> None:
    if not terms.funders:
        raise RuleBroken("Choose who pays.", field="funders")
    if len(set(terms.parties)) < len(terms.parties):
        raise RuleBroken("Each organisation stands in a contract once.", field="partners")
    shares = [one.share for one in terms.funders if one.share is not None]
    if shares and (len(shares) < len(terms.funders) or sum(shares) != WHOLE):
        raise RuleBroken(
            "The shares of those who pay must add up to 100. Change one.", field="share-0"
        )


def _check_fee(terms: ContractTerms) -> None:
    if terms.fee < NOTHING:
        raise RuleBroken("The fixed sum cannot be below nothing.", field="fee")
    if terms.mechanism is Mechanism.TARIFF and terms.fee:
        raise RuleBroken(
            "By tariff alone there is no fixed sum. Enter 0, or choose hybrid.", field="fee"
        )
    if terms.mechanism is not Mechanism.TARIFF and not terms.fee:
        raise RuleBroken("Enter the fixed sum of a year.", field="fee")


def _check_prices(terms: ContractTerms) -> None:
    for one in (spell.prices for spell in terms.spells):
        for field in ("low", "medium", "high", "incentive"):
            if not NOTHING <= getattr(one, field) <= MOST_PRICE:
                raise RuleBroken(f"Enter an amount from £0 to {MOST_PRICE}.", field=field)


def _check_percents(terms: ContractTerms) -> None:
    named = {
        "sub_contract_percent": terms.sub_contract_percent,
        "own_delivery_cap": terms.own_delivery_cap, "band_percent": terms.band_percent,
    }  # fmt: skip
    rule = terms.surplus_rule
    if rule is not None:
        named |= {"surplus_kept": rule.kept, "surplus_share": rule.share}
    for field, percent in named.items():
        if percent is not None and not 0 <= percent <= WHOLE:
            raise RuleBroken("Enter a number from 0 to 100.", field=field)
    if any(not 0 <= one <= WHOLE for one in terms.outcome_share.percent_by_year):
        raise RuleBroken("Enter a number from 0 to 100.", field="outcome_percents")
    if (terms.outcome_share.a_point or NOTHING) < NOTHING:
        raise RuleBroken("A point is worth more than nothing.", field="a_point")
    if terms.over_activity is OverActivity.BAND and terms.band_percent is None:
        raise RuleBroken("Say how wide the band around the plan is.", field="band_percent")


# ---- prices ----------------------------------------------------------------------------------------


def with_prices_from(spells: Sequence[Spell], day: date, prices: Prices) -> tuple[Spell, ...]:
    """The same prices, with these from a day on: until the next ones begin, if there are any."""
    begins = {one.begins_on: one.prices for one in spells} | {day: prices}
    return _in_order(begins)


def without_prices_from(spells: Sequence[Spell], day: date) -> tuple[Spell, ...]:
    """The same prices without those that begin on a day: the ones before go on."""
    return _in_order({one.begins_on: one.prices for one in spells if one.begins_on != day})


def _in_order(begins: Mapping[date, Prices]) -> tuple[Spell, ...]:
    days = sorted(begins)
    untils = [*days[1:], None]
    return tuple(Spell(day, until, begins[day]) for day, until in zip(days, untils, strict=False))
