"""What must always be true of what funders are asked for and what groups are paid; `doctor` asks, and so does every fault test."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing.budgets import HUNDRED, must_be_whole
from billing.models import (
    BouncedPayment,
    BudgetDivision,
    Charge,
    CreditNote,
    GroupLine,
    Invoice,
    InvoicedAward,
    InvoicedCharge,
    NumberSeries,
    PaymentFileLine,
    PointAward,
    Remittance,
    RemittanceLine,
)
from billing.points import outcome_lines
from billing.vocabulary import LineKind, Series
from kernel.errors import RuleBroken
from kernel.invariants import Invariant


def changed_remittances(session: Session) -> Iterator[str]:
    """Remittances that no longer read as they were made (S8)."""
    for row in session.scalars(sa.select(Remittance)):
        if row.advice.digest != row.digest or row.advice.total.pence != row.pence:
            yield f"Remittance {row.id} was changed after it was made."


def remittances_that_do_not_add_up(session: Session) -> Iterator[str]:
    """Remittances that pay another sum than their lines, or a line of another group (S7)."""
    paid = (
        sa.select(RemittanceLine.remittance_id, sa.func.sum(GroupLine.pence).label("pence"))
        .join(Remittance, Remittance.id == RemittanceLine.remittance_id)
        .join(
            GroupLine,
            sa.and_(
                GroupLine.id == RemittanceLine.line_id,
                GroupLine.lead_id == Remittance.lead_id,
                GroupLine.group_id == Remittance.group_id,
            ),
        )
        .group_by(RemittanceLine.remittance_id)
        .subquery()
    )
    wrong = (
        sa.select(Remittance.id)
        .outerjoin(paid, paid.c.remittance_id == Remittance.id)
        .where(sa.func.coalesce(paid.c.pence, 0) != Remittance.pence)
    )
    for one in session.scalars(wrong):
        yield f"Remittance {one} does not come to the sum of its lines."


def remittances_paid_twice(session: Session) -> Iterator[str]:
    """Remittances in more payment files than one and one more for each time that the bank did not pay them."""
    bounced = sa.select(BouncedPayment.id).where(
        BouncedPayment.file_id == PaymentFileLine.file_id,
        BouncedPayment.remittance_id == PaymentFileLine.remittance_id,
    )
    wanted = (
        sa.select(PaymentFileLine.remittance_id)
        .where(~bounced.exists())
        .group_by(PaymentFileLine.remittance_id)
        .having(sa.func.count() > 1)
    )
    for one in session.scalars(wanted):
        yield f"Remittance {one} is paid by two payment files."


def changed_invoices(session: Session) -> Iterator[str]:
    """Invoices and credit notes that no longer read as they were issued (S8)."""
    issued: list[Invoice | CreditNote] = [*session.scalars(sa.select(Invoice))]
    issued += session.scalars(sa.select(CreditNote))
    for row in issued:
        if row.said.digest != row.digest or row.said.total.pence != row.pence:
            yield f"{type(row).__name__} {row.id} was changed after it was issued."


def invoices_that_do_not_add_up(session: Session) -> Iterator[str]:
    """Invoices whose lines for people's years come to another sum than the charges behind them (S7)."""
    sums = session.execute(
        sa.select(InvoicedCharge.invoice_id, sa.func.sum(Charge.amount_pence))
        .join(Charge, Charge.id == InvoicedCharge.charge_id)
        .where(Charge.is_shadow.is_(False))
        .group_by(InvoicedCharge.invoice_id)
    )
    behind = {invoice_id: pence for invoice_id, pence in sums}  # noqa: C416 - keeps the types
    for row in session.scalars(sa.select(Invoice)):
        asked = sum(one.amount.pence for one in row.said.lines if one.kind.is_for_people)
        if asked != behind.get(row.id, 0):
            yield f"Invoice {row.id} does not come to the sum of its charges."


def outcomes_that_do_not_add_up(session: Session) -> Iterator[str]:
    """Invoices whose lines for outcomes are not those of the points behind them (S7)."""
    behind: dict[UUID, list[PointAward]] = {}
    asked = sa.select(InvoicedAward.invoice_id, PointAward).join(
        PointAward, PointAward.id == InvoicedAward.award_id
    )
    for invoice_id, award in session.execute(asked.order_by(PointAward.number)):
        behind.setdefault(invoice_id, []).append(award)
    for row in session.scalars(sa.select(Invoice)):
        mine = behind.get(row.id, [])
        lines = [one for one in row.said.lines if one.kind is LineKind.OUTCOME]
        is_ours = all(one.contract_id == row.contract_id for one in mine)
        if not is_ours or lines != list(outcome_lines(one.award for one in mine)):
            yield f"Invoice {row.id} does not come to the points behind it."


def points_below_nothing(session: Session) -> Iterator[str]:
    """Reports from which more points were taken back than they had, or for more than they were worth."""
    points, pence = (
        sa.func.sum(one)
        for one in (PointAward.points, PointAward.points * PointAward.a_point_pence)
    )
    key = (PointAward.contract_id, PointAward.year, PointAward.report)
    wrong = sa.select(*key).group_by(*key).having(sa.or_(points < 0, pence < 0))
    for contract_id, year, _report in session.execute(wrong):
        yield f"A report of contract {contract_id} has less than no points in year {year}."


def numbers_with_a_gap(session: Session) -> Iterator[str]:
    """Whose invoices, credit notes or remittances are not numbered 1, 2, 3 up to the last that was given (S9)."""
    for series, kind in NUMBERED.items():
        given: dict[UUID, list[int]] = {}
        wanted = sa.select(kind.lead_id, kind.number).order_by(kind.number)
        for lead_id, number in session.execute(wanted):
            given.setdefault(lead_id, []).append(number)
        counted = session.execute(
            sa.select(NumberSeries.organisation_id, NumberSeries.last).where(
                NumberSeries.series == series
            )
        )
        last = {row.organisation_id: row.last for row in counted}
        for lead_id in sorted(given.keys() | last.keys()):
            if given.get(lead_id, []) != list(range(1, last.get(lead_id, 0) + 1)):
                yield f"{series.words}s of {lead_id} are not numbered without a gap."


def divisions_that_are_not_whole(session: Session) -> Iterator[str]:
    """What a group is paid from in percents that do not come to 100: of each penny it must be known."""
    for row in session.scalars(sa.select(BudgetDivision)):
        percents = row.division.percents
        try:
            must_be_whole(percents or (HUNDRED,))
        except RuleBroken:
            yield f"The parts of {row.id} do not come to 100 percent."


NUMBERED: Mapping[Series, type[Invoice | CreditNote | Remittance]] = {
    Series.INVOICE: Invoice, Series.CREDIT_NOTE: CreditNote, Series.REMITTANCE: Remittance,
}  # fmt: skip


INVARIANTS: Sequence[Invariant] = (
    Invariant(
        "remittances", "Every remittance reads as it was made.", changed_remittances
    ),
    Invariant(
        "sums of remittances", "Every remittance comes to the sum of its lines.",
        remittances_that_do_not_add_up,
    ),
    Invariant(
        "payments", "Every remittance is paid by one payment file at most.", remittances_paid_twice
    ),
    Invariant(
        "invoices", "Every invoice and credit note reads as it was issued.", changed_invoices
    ),
    Invariant(
        "sums of invoices", "Every invoice comes to the sum of its charges.",
        invoices_that_do_not_add_up,
    ),
    Invariant(
        "outcomes of invoices", "Every invoice asks for outcomes what points came to.",
        outcomes_that_do_not_add_up,
    ),
    Invariant("points", "No report has less than no points.", points_below_nothing),
    Invariant(
        "numbers of what is issued",
        "Invoices, credit notes and remittances are numbered without a gap.", numbers_with_a_gap,
    ),
    Invariant(
        "budgets of groups", "What a group is paid from comes to 100 percent.",
        divisions_that_are_not_whole,
    ),
)  # fmt: skip
