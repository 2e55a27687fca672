"""For how many people groups were paid, quarter by quarter, and what each was paid in it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing.models import (
    GroupLine,
    PaymentFile,
    PaymentFileLine,
    PeoplePaidFor,
    Remittance,
    RemittanceLine,
)
from billing.passed_on import is_closed, told_with
from billing.sub_contracts import PriceKind
from billing.together import Cell
from kernel.money import NOTHING, Money
from kernel.periods import Month, Quarter
from referrals.queries.visits import Visit, people_who_came


@dataclass(frozen=True, order=True)
class PaidIn:
    """That a lead NTP paid a group in a quarter."""

    lead_id: UUID
    quarter: Quarter
    group_id: UUID


@dataclass(frozen=True)
class Closed:
    """What a lead NTP paid its groups until the end of the last quarter that is closed and counted.

    `unpaid` is of these quarters too: not all of it was paid by the bank when the last of them was closed.
    """

    last: Quarter
    cells: tuple[Cell, ...]
    unpaid: tuple[Cell, ...] = ()


def uncounted(session: Session, *, on: date) -> tuple[PaidIn, ...]:
    """The closed quarters in which a group was paid for nobody knows yet how many people."""
    rows = session.execute(
        sa.select(Remittance.lead_id, Remittance.group_id, Remittance.month).distinct()
    )
    paid = {PaidIn(lead_id, Quarter.containing(month), group) for lead_id, group, month in rows}
    counted = session.execute(
        sa.select(PeoplePaidFor.lead_id, PeoplePaidFor.group_id, PeoplePaidFor.quarter)
    )
    paid -= {PaidIn(lead_id, Quarter(quarter), group) for lead_id, group, quarter in counted}
    return tuple(sorted(one for one in paid if is_closed(one.quarter, on=on)))


def people_behind(session: Session, paid: PaidIn) -> int:
    """For how many different people, at least, the remittances of a quarter paid a group, at any one price.

    Somebody who knows the prices can take a sum apart, so the price with the fewest people decides. Only where
    all of it is sums for months, it is for whoever came in them.
    """
    lines = _lines(session, paid)
    priced: dict[tuple[PriceKind, int], list[GroupLine]] = defaultdict(list)
    for one in lines:
        if one.kind is not PriceKind.BLOCK:
            priced[one.kind, one.each_pence].append(one)
    if priced:
        return min(_people_at(session, kind, part) for (kind, _each), part in priced.items())
    months = {(one.agreement_id, Month.containing(one.on)) for one in lines if one.count > 0}
    return people_who_came(
        session, {one.agreement_id for one in lines},
        counts=lambda visit: (visit.agreement_id, Month.containing(visit.on)) in months,
    )  # fmt: skip


def _people_at(session: Session, kind: PriceKind, lines: Sequence[GroupLine]) -> int:
    """The people behind lines of one price; where it is for each of them, no more than the lines count."""
    net: dict[Visit, int] = defaultdict(int)
    for one in lines:
        net[Visit(one.agreement_id, UUID(one.activity_id), one.on)] += one.count
    people = people_who_came(
        session, {one.agreement_id for one in lines}, counts=lambda visit: net.get(visit, 0) > 0
    )
    if kind is PriceKind.SESSION:
        return people
    return min(people, sum(many for many in net.values() if many > 0))


def closed(session: Session, lead_id: UUID, *, on: date) -> Closed:
    """What a lead NTP paid each group in each quarter, until the first that is not closed and counted."""
    counted = {
        (row.group_id, row.quarter): row.people
        for row in session.scalars(sa.select(PeoplePaidFor).where(PeoplePaidFor.lead_id == lead_id))
    }
    sums: dict[tuple[UUID, date], int] = defaultdict(int)
    paid: dict[tuple[UUID, date], list[date | None]] = defaultdict(list)
    for row, day in session.execute(_first_paid(lead_id)):
        key = row.group_id, Quarter.containing(row.month).first_day
        sums[key] += row.pence
        paid[key].append(day)
    missing = [quarter for group_id, quarter in sums if (group_id, quarter) not in counted]
    last = _last_closed(min([on, *missing]), on=on)
    prices = _prices(session, lead_id)
    cells: dict[bool, list[Cell]] = {True: [], False: []}
    for (group_id, quarter), pence in sums.items():
        if quarter <= last.first_day:
            of = Quarter(quarter)
            told_in = _told_in(of, paid[group_id, quarter])
            cell = Cell(group_id, of, Money(pence), counted[group_id, quarter],
                        prices.get((group_id, quarter), NOTHING), told_in)  # fmt: skip
            cells[told_in is not None and told_in <= last].append(cell)
    return Closed(last, tuple(cells[True]), tuple(cells[False]))


def _first_paid(lead_id: UUID) -> sa.Select[Remittance, date]:
    """The remittances of a lead NTP, and on which day the bank was first to pay each.

    What came of that is not asked here: else what was told of a quarter would change, and tell of one group.
    """
    first = (
        sa.select(sa.func.min(PaymentFile.pay_on))
        .join(PaymentFileLine, PaymentFileLine.file_id == PaymentFile.id)
        .where(PaymentFileLine.remittance_id == Remittance.id)
        .scalar_subquery()
    )
    return sa.select(Remittance, first).where(Remittance.lead_id == lead_id)


def _told_in(quarter: Quarter, days: Sequence[date | None]) -> Quarter | None:
    """With which quarter it is told what was paid in one; None while some of it has no day."""
    known = [one for one in days if one is not None]
    return told_with(quarter, max(known)) if len(known) == len(days) else None


def _last_closed(before: date, *, on: date) -> Quarter:
    """The last quarter that is closed on a day, of those before the one of another."""
    quarter = Quarter.containing(before).previous
    while not is_closed(quarter, on=on):
        quarter = quarter.previous
    return quarter


def _lines(session: Session, paid: PaidIn) -> Sequence[GroupLine]:
    return session.scalars(
        sa.select(GroupLine)
        .join(RemittanceLine, RemittanceLine.line_id == GroupLine.id)
        .join(Remittance, Remittance.id == RemittanceLine.remittance_id)
        .where(
            Remittance.lead_id == paid.lead_id,
            Remittance.group_id == paid.group_id,
            Remittance.month >= paid.quarter.first_day,
            Remittance.month <= paid.quarter.last_day,
        )
    ).all()


def _prices(session: Session, lead_id: UUID) -> dict[tuple[UUID, date], Money]:
    """The highest price of a visit for which a group was paid in a quarter; none where it was by months alone."""
    rows = session.execute(
        sa.select(Remittance.group_id, Remittance.month, sa.func.max(GroupLine.each_pence))
        .join(RemittanceLine, RemittanceLine.remittance_id == Remittance.id)
        .join(GroupLine, GroupLine.id == RemittanceLine.line_id)
        .where(Remittance.lead_id == lead_id, GroupLine.kind != PriceKind.BLOCK)
        .group_by(Remittance.group_id, Remittance.month)
    )
    found: dict[tuple[UUID, date], Money] = {}
    for group_id, month, pence in rows:
        key = group_id, Quarter.containing(month).first_day
        found[key] = max(found.get(key, NOTHING), Money(pence))
    return found
