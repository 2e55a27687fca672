"""Reading how a year of a contract goes, for its lead NTP alone: it tells exact counts (A-CS-12).

A commissioner reads released figures and never this page: a few people could be worked out from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from accounts import queries as accounts
from billing import permissions
from billing.bands import Band
from billing.contract_year import (
    Began,
    PlannedMonth,
    PlanRow,
    Sums,
    against_plan,
    apart,
    months_of_year,
    of_months,
    over,
    rule_said,
    whole_months,
    year_on,
    years_with_months,
)
from billing.contracts import ContractTerms
from billing.forecast import (
    Due,
    Forecast,
    OnOutcomes,
    assumptions,
    capped,
    forecast,
    pace_of,
)
from billing.instalments import held_back
from billing.ledger import ChargeKind
from billing.models import Charge, ChargedPerson, Contract
from billing.points import money_of, of_year
from billing.queries.contracts import last_day_of, listed
from billing.queries.points import awards_of, held_of
from billing.surplus import Split, split
from billing.tariff import NoPrice, Prices
from billing.vocabulary import OverActivity
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import Money
from kernel.periods import Month
from referrals.queries.helped import cases_of


@dataclass(frozen=True)
class MonthOfYear:
    """A month of the year: how it went for each band, and all together."""

    month: Month
    bands: tuple[PlanRow, ...]
    sums: Sums
    is_over: bool

    @property
    def is_said(self) -> bool:
        """Whether anybody said what is expected of it."""
        return self.bands[0].is_said


@dataclass(frozen=True)
class BandOfYear:
    """A band, until now and for the whole year."""

    words: str
    to_date: Sums
    year: Sums


@dataclass(frozen=True)
class LeftOver:
    """What would be left over of the year, and who would have it; no parts where nobody agreed on them."""

    income: Money
    costs: Money
    parts: Split | None

    @property
    def surplus(self) -> Money:
        """The one less the other."""
        return self.income - self.costs


@dataclass(frozen=True)
class YearPage:
    """A year of a contract: against its plan until now, and what it may come to."""

    contract_id: UUID
    title: str
    terms: ContractTerms
    number: int
    numbers: tuple[int, ...]
    months: tuple[MonthOfYear, ...]
    bands: tuple[BandOfYear, ...]
    to_date: Sums
    year: Sums
    rule: tuple[str, ...]
    is_paid: bool
    is_shadow: bool
    apart: int
    forecast: Forecast
    assumptions: tuple[str, ...]
    beyond: Money | None
    left_over: LeftOver | None

    @property
    def begins_on(self) -> date:
        """The first day of the year."""
        return self.terms.years[self.number - 1][0]

    @property
    def is_split(self) -> bool:
        """Whether the year begins within a month, so that one month belongs to two years."""
        return self.terms.first_day.day > 1

    @property
    def has_plan(self) -> bool:
        """Whether anybody said what is expected of any month."""
        return any(one.is_said for one in self.months)

    @property
    def is_counted(self) -> bool:
        """Whether people's years are charged at all, be it in the shadow."""
        return self.is_paid or self.is_shadow or bool(self.year.began)

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """Each month and band."""
        return tuple(row for month in self.months for row in month.bands)


def get_own_contract(session: Session, actor: Actor, contract_id: UUID) -> Contract:
    """A contract of the actor's own lead NTP that was signed, or NotFound: also for a side that pays."""
    row = session.scalar(
        sa.select(Contract).where(
            Contract.id == contract_id, Contract.lead_id == actor.organisation_id
        )
    )
    if row is None or not row.signed:
        raise NotFound
    return row


def has_year(session: Session, actor: Actor, contract_id: UUID) -> bool:
    """Whether there is such a page for the actor."""
    if not actor.may(permissions.SEE_YEAR):
        return False
    try:
        return bool(_terms(get_own_contract(session, actor, contract_id)).years)
    except NotFound:
        return False


def year_page(
    session: Session, actor: Actor, contract_id: UUID, number: int | None, *, on: date
) -> YearPage:
    """A year of a contract, the one of a day where none is asked for (1 is the first); or NotFound."""
    actor.must(permissions.SEE_YEAR)
    row = get_own_contract(session, actor, contract_id)
    terms = _terms(row)
    years = years_with_months(terms)
    if not years:
        raise NotFound
    year = year_on(terms, on) if number is None else number - 1
    if year not in years:
        raise NotFound
    return _page(session, row, terms, year, on)


def _page(session: Session, row: Contract, terms: ContractTerms, year: int, on: date) -> YearPage:
    planned = _planned(row, terms)
    began = _began(session, row.id)
    every = against_plan(planned, began)
    months = months_of_year(terms, year)
    rows = of_months(every, months)
    here = [one for one in planned if one.month in months]
    outcomes = _outcomes(session, row, terms, year)
    made = forecast(
        rows, pace_of(every, whole_months(every, terms, on=on)),
        _due(session, row, until=min(months[-1].next.first_day, terms.end), on=on),
        fixed=terms.fixed_of_year(year) - outcomes.held_back,
        beside=_beside(session, row.id, months), on=on, outcomes=outcomes,
    )  # fmt: skip
    past = over(rows, on=on)
    to_date = Sums.of(past)
    is_capped = terms.over_activity is OverActivity.CAP and any(one.is_said for one in rows)
    return YearPage(
        contract_id=row.id, title=_title(session, row, terms), terms=terms, number=year + 1,
        numbers=tuple(one + 1 for one in years_with_months(terms)),
        months=tuple(_month(one, rows, on) for one in months),
        bands=tuple(BandOfYear(one.words, _of(past, one), _of(rows, one)) for one in Band),
        to_date=to_date, year=Sums.of(rows), rule=rule_said(terms, to_date),
        is_paid=any(one.is_paid for one in here), is_shadow=any(one.is_shadow for one in here),
        apart=apart(here, began), forecast=made, assumptions=assumptions(made),
        beyond=capped(made) if is_capped else None, left_over=_left_over(terms, year, made),
    )  # fmt: skip


def _outcomes(session: Session, row: Contract, terms: ContractTerms, year: int) -> OnOutcomes:
    """What hangs on outcomes: never more than the fixed sums of what was signed last."""
    held = held_back(held_of(row), year, ended_on=row.ended_on)
    awards = [one.award for one in awards_of(session, row.id)]
    return OnOutcomes(min(held, terms.fixed_of_year(year)), money_of(of_year(awards, year + 1)))


def _terms(row: Contract) -> ContractTerms:
    """What was signed last, until the day on which it really ends."""
    terms = row.signed[-1].terms
    return replace(terms, last_day=last_day_of(row))


def _planned(row: Contract, terms: ContractTerms) -> tuple[PlannedMonth, ...]:
    """Every month of the contract, each by the version that holds on its first day."""
    months = [one for year in range(len(terms.years)) for one in months_of_year(terms, year)]
    return tuple(_planned_month(row, terms, one) for one in months)


def _planned_month(row: Contract, terms: ContractTerms, month: Month) -> PlannedMonth:
    day = max(month.first_day, terms.first_day)
    held = row.in_force(day)
    there = held.terms if held else terms
    return PlannedMonth(
        month, there.expected_in(month.first_day), _prices(there, day),
        is_paid=there.mechanism.has_tariff and not there.is_shadow, is_shadow=there.is_shadow,
    )  # fmt: skip


def _prices(terms: ContractTerms, day: date) -> Prices | None:
    try:
        return terms.tariff.on(day)
    except NoPrice:
        return None


def _began(session: Session, contract_id: UUID) -> tuple[Began, ...]:
    """The years that were charged by a contract and stand, added up by month and band."""
    year, month = (sa.extract(one, Charge.happened_on) for one in ("year", "month"))
    rows = session.execute(
        _standing(contract_id, ChargeKind.YEAR)
        .with_only_columns(
            year, month, Charge.band, Charge.is_shadow, sa.func.count(),
            sa.func.sum(Charge.amount_pence),
        )
        .group_by(year, month, Charge.band, Charge.is_shadow)
    )  # fmt: skip
    return tuple(
        Began(
            Month(date(int(in_year), int(in_month), 1)), band, people, Money(int(pence)), is_shadow
        )
        for in_year, in_month, band, is_shadow, people, pence in rows
        if band is not None
    )


def _beside(session: Session, contract_id: UUID, months: Sequence[Month]) -> Money:
    """What was charged in these months for other bands within a year, and for what was kept up."""
    wanted = _standing(contract_id, ChargeKind.CHANGE, ChargeKind.INCENTIVE).where(
        Charge.is_shadow.is_(False),
        Charge.happened_on >= months[0].first_day, Charge.happened_on <= months[-1].last_day,
    )  # fmt: skip
    pence = session.scalar(wanted.with_only_columns(sa.func.sum(Charge.amount_pence)))
    return Money(int(pence or 0))


def _standing(contract_id: UUID, *kinds: ChargeKind) -> sa.Select[Charge]:
    """The charges of these kinds that were not reversed."""
    back = aliased(Charge)
    reversed_ = sa.select(back.id).where(back.reverses_id == Charge.id)
    return sa.select(Charge).where(
        Charge.contract_id == contract_id, Charge.kind.in_(kinds), ~reversed_.exists()
    )


def _due(session: Session, row: Contract, *, until: date, on: date) -> Due:
    """Whose next year is due after a day and before another, by month and by the band of this one."""
    rows = session.execute(
        sa.select(ChargedPerson.ends_on, Charge.band, sa.func.count())
        .join(Charge, Charge.id == ChargedPerson.charge_id)
        .where(
            Charge.contract_id == row.id, ChargedPerson.kind == ChargeKind.YEAR,
            ChargedPerson.is_reversed.is_(False),
            ChargedPerson.ends_on > on, ChargedPerson.ends_on < until,
            ChargedPerson.referral_id.in_(cases_of([row.lead_id], are_open=True)),
        )
        .group_by(ChargedPerson.ends_on, Charge.band)
    )  # fmt: skip
    found: dict[tuple[Month, Band], int] = {}
    for ends_on, band, people in rows:
        if band is not None:
            key = Month.containing(ends_on), band
            found[key] = found.get(key, 0) + people
    return found


def _left_over(terms: ContractTerms, year: int, made: Forecast) -> LeftOver | None:
    """What the year may come to less what the work costs; None where one of them is not known."""
    if terms.costs is None or made.as_it_goes is None:
        return None
    costs = terms.costs.times(terms.part_of_year(year))
    rule, surplus = terms.surplus_rule, made.as_it_goes - costs
    return LeftOver(made.as_it_goes, costs, split(surplus, rule) if rule else None)


def _month(month: Month, rows: Sequence[PlanRow], on: date) -> MonthOfYear:
    mine = tuple(one for one in rows if one.month == month)
    return MonthOfYear(month, mine, Sums.of(mine), month.last_day < on)


def _of(rows: Sequence[PlanRow], band: Band) -> Sums:
    return Sums.of(one for one in rows if one.band is band)


def _title(session: Session, row: Contract, terms: ContractTerms) -> str:
    lead = accounts.get_organisation(session, row.lead_id).name
    names = {one.id: one.name for one in accounts.localities(session)}
    return f"{lead}, for {listed(sorted(names[one] for one in terms.localities))}"
