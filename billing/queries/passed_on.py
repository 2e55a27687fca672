"""Reading where the money of a contract went: to which groups, how much of it, how fast, and for which reader.

What those who pay were asked for and paid comes first, for whoever may read invoices: it tells numbers of people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from billing import permissions
from billing.contracts import ContractTerms, months_of
from billing.models import Contract, ContractParty, Invoice, Remittance
from billing.passed_on import (
    Asked,
    Meter,
    NotPaid,
    Reader,
    YearlySum,
    fixed_sum,
)
from billing.points import money_of
from billing.queries.contracts import listed, signed_besides
from billing.queries.invoices import visible_to as visible_invoices
from billing.queries.points import awards_of
from billing.queries.remittances import unpaid
from billing.queries.told import Span, Told, told_of
from billing.remittances import pounds
from billing.vocabulary import LineKind, Side
from kernel.access import Actor
from kernel.csv_safety import CsvValue
from kernel.errors import NotFound
from kernel.money import NOTHING, Money, total
from kernel.periods import FinancialYear, Quarter, day_in_london
from referrals.queries.shares import own_share

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LedgerLine:
    """A contract of which somebody may read where the money went."""

    id: UUID
    title: str


@dataclass(frozen=True)
class OwnDelivery:
    """How much the lead NTP may do itself, and its part of the links to groups: "35%", "*", or "" without any."""

    cap: Decimal | None
    share: str

    @property
    def cap_words(self) -> str:
        """ "40%"; "" where there is no limit."""
        return "" if self.cap is None else f"{self.cap.normalize():f}%"


@dataclass(frozen=True)
class LedgerPage:
    """Where the money of a contract went in a time."""

    id: UUID
    title: str
    lead: str
    reader: Reader
    span: Span
    years: tuple[FinancialYear, ...]
    fixed: Money
    fixed_until: date
    hangs: bool
    """Whether some of the fixed sum hangs on outcomes."""
    told: Told
    meter: Meter | None
    is_set: bool
    is_shared: bool
    """Whether the lead NTP held another contract in the days that are told: what it pays groups is for both."""
    asked: Asked | None
    delivery: OwnDelivery
    not_paid: NotPaid | None
    own_not_paid: NotPaid | None
    counted: Money
    """What was counted and is in no remittance yet: for the lead NTP alone."""

    is_over: bool
    """Whether the time is over, so that nothing of it can still be done."""

    @property
    def period(self) -> str:
        """ "2026 to 2027"."""
        return self.span.year.label if self.span.year else "All of the contract"

    def rows(self) -> Iterator[tuple[CsvValue, ...]]:
        """A table of it, for a spreadsheet: amounts are numbers there, in pounds."""
        yield "What", "Size", "Amount"
        if self.asked:
            yield from ((one, "", pounds(amount)) for one, amount in self.asked.sums)
        yield "Fixed sum of the contract", "", pounds(self.fixed)
        for one in self.told.groups:
            yield f"Paid to: {one.called}", one.size.words if one.size else "", pounds(one.amount)
        yield f"Paid to groups until {self.told.until.isoformat()}", "", pounds(self.told.total)
        if self.told.own is not None:
            yield "Paid to your own group until today", "", pounds(self.told.own)
        for who, waiting in (("groups", self.not_paid), ("your own group", self.own_not_paid)):
            if waiting and waiting.amount is not None:
                yield f"Told to {who}, not paid yet", "", pounds(waiting.amount)
        if self.meter:
            yield f"To reach groups: {self.meter.set_words}", "", pounds(self.meter.goal)
            yield "Still to reach groups", "", pounds(self.meter.missing)
        if self.told.days:
            yield "Days until groups are paid: half of them wait longer", "", self.told.days.median
            yield "Days until groups are paid: the longest", "", self.told.days.slowest


def visible_to(actor: Actor) -> sa.Select[Contract]:
    """The contracts of the actor's own organisation, and of the lead NTPs that pay it as a group."""
    own = actor.organisation_id
    party = sa.select(ContractParty.contract_id).where(ContractParty.organisation_id == own)
    pays = sa.select(Remittance.lead_id).where(Remittance.group_id == own)
    return sa.select(Contract).where(sa.or_(Contract.id.in_(party), Contract.lead_id.in_(pays)))


def ledgers(session: Session, actor: Actor) -> tuple[LedgerLine, ...]:
    """The contracts of which the actor may read where the money went, by their names."""
    actor.must(permissions.SEE_PASSED_ON)
    names = _names(session)
    rows = [one for one in session.scalars(visible_to(actor)) if reader_of(session, actor, one)]
    found = [LedgerLine(row.id, _title(row.signed[-1].terms, names)) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.title, str(one.id))))


def reader_of(session: Session, actor: Actor, contract: Contract) -> Reader | None:
    """As whom the actor reads where the money of a signed contract went; None where not at all."""
    own = actor.organisation_id
    if not contract.signed:
        return None
    if contract.lead_id == own:
        return Reader.LEAD if actor.may(permissions.MAKE_REMITTANCES) else None
    pays = any(one.organisation_id == own and one.side is Side.FUNDER for one in contract.parties)
    if pays and contract.ever_signed(own) and actor.may(permissions.SEE_CONTRACTS):
        return Reader.FUNDER
    months = session.scalars(
        sa.select(Remittance.month).where(
            Remittance.lead_id == contract.lead_id, Remittance.group_id == own
        )
    )
    whole = _whole(contract)
    was_paid = any(Quarter.containing(one) in whole for one in months)
    return Reader.GROUP if was_paid and actor.may(permissions.SEE_REMITTANCES) else None


def has_ledger(session: Session, actor: Actor, contract_id: UUID) -> bool:
    """Whether the actor may read where the money of a contract went."""
    if not actor.may(permissions.SEE_PASSED_ON):
        return False
    row = session.scalar(visible_to(actor).where(Contract.id == contract_id))
    return row is not None and reader_of(session, actor, row) is not None


def ledger_page(
    session: Session, actor: Actor, contract_id: UUID, year: int | None, *, on: date
) -> LedgerPage:
    """Where the money of a contract went in the financial year that begins in a year; None: in all of it.

    NotFound where the actor may not read it, or where the contract has no such year.
    """
    actor.must(permissions.SEE_PASSED_ON)
    row, reader = _get(session, actor, contract_id)
    span = _span(row, year)
    names = _names(session)
    told = told_of(
        session, row.lead_id, reader, own_id=actor.organisation_id, span=span, names=names, on=on
    )
    held = row.in_force(min(on, span.last_day)) or row.signed[-1]
    is_shared = any(
        one.first_day <= told.until and one.last_day >= span.first_day
        for one in signed_besides(session, row)
    )
    counted = span if year is not None else _so_far(span, told.until)
    fixed = _fixed(session, row, counted)
    percent = held.terms.sub_contract_percent
    own = told.own_payments if reader is Reader.GROUP else ()
    return LedgerPage(
        id=row.id, title=_title(row.signed[-1].terms, names), lead=names[row.lead_id],
        reader=reader, span=span, years=_years(row), fixed=fixed, fixed_until=counted.last_day,
        hangs=any(one.terms.outcome_share.is_on for one in row.signed), told=told,
        meter=None if is_shared else Meter.of(percent, fixed, told.total),
        is_set=percent is not None, is_shared=is_shared, asked=_asked(session, actor, row.id, span),
        delivery=OwnDelivery(
            held.terms.own_delivery_cap, _own_share(session, row.lead_id, span, reader, told.until)
        ),
        not_paid=NotPaid.of(told.payments, on=on), own_not_paid=NotPaid.of(own, on=on),
        counted=_counted(session, actor, on) if reader is Reader.LEAD else NOTHING,
        is_over=span.last_day < on,
    )  # fmt: skip


def usual_year(session: Session, actor: Actor, contract_id: UUID, *, on: date) -> int:
    """The year that the page begins with: that of a day, or the nearest that the contract has."""
    row, _reader = _get(session, actor, contract_id)
    years = [one.first_day.year for one in _years(row)]
    return min(max(FinancialYear.containing(on).first_day.year, years[0]), years[-1])


def _get(session: Session, actor: Actor, contract_id: UUID) -> tuple[Contract, Reader]:
    row = session.scalar(visible_to(actor).where(Contract.id == contract_id))
    reader = reader_of(session, actor, row) if row is not None else None
    if row is None or reader is None:
        raise NotFound
    return row, reader


# ---- of which days ---------------------------------------------------------------------------------


def _whole(row: Contract) -> Span:
    """All the days of a contract, until it was ended where somebody ended it early."""
    last_day = row.signed[-1].terms.last_day
    if row.ended_on is not None:
        last_day = min(last_day, row.ended_on - A_DAY)
    return Span(None, row.signed[0].terms.first_day, last_day)


def _years(row: Contract) -> tuple[FinancialYear, ...]:
    whole = _whole(row)
    found = [FinancialYear.containing(whole.first_day)]
    while found[-1].last_day < whole.last_day:
        found.append(found[-1].next)
    return tuple(found)


def _span(row: Contract, year: int | None) -> Span:
    whole = _whole(row)
    if year is None:
        return whole
    found = next((one for one in _years(row) if one.first_day.year == year), None)
    if found is None:
        raise NotFound
    return Span(found, max(whole.first_day, found.first_day), min(whole.last_day, found.last_day))


def _so_far(span: Span, on: date) -> Span:
    """Until a day: what is told of all of a contract is measured against what it cost until then."""
    return Span(None, span.first_day, min(span.last_day, max(on, span.first_day)))


def _fixed(session: Session, row: Contract, span: Span) -> Money:
    """What the fixed sums come to for the months of some days, by the version that holds in each.

    What hangs on outcomes is in it once points brought it back: by the day on which they were written down, or by
    the last of the contract.
    """
    sure = fixed_sum(tuple(_yearly(row)), months_of(span.first_day, span.last_day + A_DAY))
    last_day = _whole(row).last_day
    earned = money_of(
        one.award
        for one in awards_of(session, row.id)
        if span.first_day <= min(day_in_london(one.at), last_day) <= span.last_day
    )
    return max(sure + earned, NOTHING)


def _yearly(row: Contract) -> Iterator[YearlySum]:
    """The fixed sum of each year of each version while it held, without what hangs on outcomes."""
    signed = sorted(row.signed, key=lambda one: (one.from_on, one.number))
    untils = [*(one.from_on for one in signed[1:]), date.max]
    for one, until in zip(signed, untils, strict=True):
        for year, (begins, ends) in enumerate(one.terms.years):
            from_on = max(begins, one.from_on)
            if from_on < min(ends, until):
                yield YearlySum(from_on, one.terms.sure_fee(year))


def _asked(session: Session, actor: Actor, contract_id: UUID, span: Span) -> Asked | None:
    """What invoices of some days asked for, by the month that they end with; None where the actor reads none."""
    if not actor.may(permissions.SEE_INVOICES):
        return None
    rows = session.scalars(
        visible_invoices(session, actor).where(
            Invoice.contract_id == contract_id,
            Invoice.month >= span.first_day.replace(day=1), Invoice.month <= span.last_day,
        )
    ).all()  # fmt: skip
    lines = [one for row in rows for one in row.said.lines]
    stands = [row.stands for row in rows]
    return Asked(
        fixed=total(one.amount for one in lines if one.kind in {LineKind.BLOCK, LineKind.FIXED}),
        outcomes=total(one.amount for one in lines if one.kind is LineKind.OUTCOME),
        people=total(one.amount for one in lines if one.kind.is_for_people),
        tax=total(row.said.tax for row in rows),
        credited=total(one.credited for one in stands), paid=total(one.paid for one in stands),
        began_earlier=tuple(
            f"Invoice {row.number} is for {row.said.when}"
            for row in sorted(rows, key=lambda one: one.number)
            if row.said.since < span.first_day.replace(day=1)
        ),
    )  # fmt: skip


# ---- beside what was passed on ---------------------------------------------------------------------


def _own_share(session: Session, lead_id: UUID, span: Span, reader: Reader, until: date) -> str:
    """The part of links to groups that went to services of the lead NTP's own; "" where there is none."""
    share = own_share(session, lead_id, since=span.first_day, until=until)
    if share.percent is None:
        return ""
    return f"{share.percent}%" if reader is Reader.LEAD else share.published


def _counted(session: Session, actor: Actor, on: date) -> Money:
    """What was counted until today and is in no remittance yet."""
    return total(one.amount for one in unpaid(session, actor, until=on))


def _title(terms: ContractTerms, names: Mapping[UUID, str]) -> str:
    return f"{names[terms.lead_id]}, for {listed(sorted(names[one] for one in terms.localities))}"


def _names(session: Session) -> dict[UUID, str]:
    """The names of all organisations and localities."""
    return {one.id: one.name for one in accounts.organisations(session)} | {
        one.id: one.name for one in accounts.localities(session)
    }
