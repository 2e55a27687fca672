"""Reading what became of invoices: credit notes, the account of a contract, and the charges behind an invoice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from billing import permissions
from billing.credit_notes import Credited
from billing.models import Charge, CreditNote, Invoice, InvoicedAward, InvoicedCharge
from billing.queries.charges import said_of
from billing.queries.contracts import party_names, title_of
from billing.queries.invoices import (
    answer_by,
    asked_of,
    get_invoice,
    is_due,
    own_contracts,
    visible_to,
)
from billing.remittances import pounds
from billing.settling import Act, InvoiceState, Settling
from kernel.access import Actor, Role
from kernel.csv_safety import CsvValue
from kernel.errors import NotFound
from kernel.money import NOTHING, Money
from kernel.periods import Month

AT_ONCE = 1_000
"""Charges that are read in one go: an invoice of a large lead NTP has tens of thousands behind it."""


@dataclass(frozen=True)
class CreditNotePage:
    """A credit note as it was issued, and of which invoice."""

    id: UUID
    said: Credited
    digest: str
    invoice_id: UUID


@dataclass(frozen=True)
class AccountLine:
    """A line of an account: what, how much it adds to what is owed or takes off, and what is owed after it."""

    on: date
    what: str
    invoice_id: UUID
    amount: Money
    balance: Money


@dataclass(frozen=True)
class StatementPage:
    """The account of a contract, oldest first."""

    contract_id: UUID
    contract: str
    lines: tuple[AccountLine, ...]

    @property
    def owing(self) -> Money:
        """What is owed today."""
        return self.lines[-1].balance if self.lines else NOTHING

    def rows(self) -> Iterator[tuple[CsvValue, ...]]:
        """The same as a table for a spreadsheet."""
        yield ("Day", "What", "Amount", "Owed after it")
        for one in self.lines:
            yield (one.on, one.what, pounds(one.amount), pounds(one.balance))


def credit_note_page(session: Session, actor: Actor, note_id: UUID) -> CreditNotePage:
    """A credit note of an invoice that the actor may read, or NotFound."""
    actor.must(permissions.SEE_INVOICES)
    row = session.get(CreditNote, note_id)
    if row is None:
        raise NotFound
    invoice = get_invoice(session, actor, row.invoice_id)
    return CreditNotePage(row.id, row.said, row.digest, invoice.id)


def has_account(session: Session, actor: Actor, contract_id: UUID) -> bool:
    """Whether the actor may read the account of a contract: there is an invoice of it that they may read."""
    if not actor.may(permissions.SEE_INVOICES):
        return False
    wanted = visible_to(session, actor).where(Invoice.contract_id == contract_id)
    return session.scalars(wanted.limit(1)).first() is not None


def statement_page(session: Session, actor: Actor, contract_id: UUID) -> StatementPage:
    """What was asked, credited and paid under a contract; NotFound where the actor may read no invoice of it."""
    actor.must(permissions.SEE_INVOICES)
    rows = session.scalars(
        visible_to(session, actor)
        .where(Invoice.contract_id == contract_id)
        .order_by(Invoice.number)
    ).all()
    if not rows:
        raise NotFound
    balance, lines = NOTHING, []
    moves = sorted((move for row in rows for move in _moves(row)), key=lambda one: one[:2])
    for on, _, what, invoice_id, amount in moves:
        balance += amount
        lines.append(AccountLine(on, what, invoice_id, amount, balance))
    return StatementPage(contract_id, rows[-1].said.contract, tuple(lines))


def _moves(row: Invoice) -> Iterator[tuple[date, int, str, UUID, Money]]:
    said = row.said
    yield said.issued_on, 0, f"Invoice {said.number}", row.id, said.total
    words = {
        Act.PAY: (1, "Money came in for invoice", -1),
        Act.GIVE_BACK: (2, "Money went back of invoice", 1),
        Act.CREDIT: (1, "Credit note for invoice", -1),
    }
    for one in row.acts:
        if one.act in words:
            order, what, sign = words[one.act]
            yield one.on, order, f"{what} {said.number}", row.id, Money(sign * one.pence)


def charges_behind(
    session: Session, actor: Actor, invoice_id: UUID
) -> Iterator[tuple[CsvValue, ...]]:
    """The charges that an invoice adds up, as rows: codes that name nobody, and months instead of days (S11).

    A line that was written after the month that it is for says so.
    """
    actor.must(permissions.SEE_INVOICES)
    invoice = get_invoice(session, actor, invoice_id)
    yield ("Code", "What", "Amount", "For the month", "Written down in", "Late", "To be paid")
    rows = session.scalars(
        sa.select(Charge)
        .join(InvoicedCharge, InvoicedCharge.charge_id == Charge.id)
        .where(InvoicedCharge.invoice_id == invoice.id)
        .order_by(Charge.kind, Charge.band, Charge.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for one in rows:
        month, written = Month.containing(one.happened_on), Month.containing(one.recorded_at)
        yield (
            one.code, said_of(one.kind, one.band), pounds(one.amount), month.label, written.label,
            "yes" if month < written else "no", "no: a shadow price" if one.is_shadow else "yes",
        )  # fmt: skip


def asked_others_for(session: Session, actor: Actor, contract_id: UUID) -> frozenset[UUID]:
    """The awards of points that invoices asked other funders for, and not the actor's organisation."""
    asked = session.execute(
        sa.select(InvoicedAward.award_id, Invoice)
        .join(Invoice, Invoice.id == InvoicedAward.invoice_id)
        .where(Invoice.contract_id == contract_id)
    )
    return frozenset(
        award_id for award_id, row in asked if actor.organisation_id not in asked_of(session, row)
    )


@dataclass(frozen=True)
class OnDesk:
    """What waits for somebody with an invoice, or with a contract whose month can be asked for."""

    says: str
    invoice_id: UUID | None
    contract_id: UUID | None = None
    is_late: bool = False


def on_desk(session: Session, actor: Actor, *, on: date) -> Iterator[OnDesk]:
    """What waits for who keeps the lead NTP's money, and for who pays."""
    if keeps_money(session, actor):
        yield from _to_ask(session, actor, on)
        yield from _to_answer(session, actor, on)
    if actor.may(permissions.SETTLE_INVOICES):
        yield from _to_settle(session, actor, on)


def keeps_money(session: Session, actor: Actor) -> bool:
    """Whether the actor keeps the money of a lead NTP: a manager does where nobody else does."""
    if not actor.may(permissions.ISSUE_INVOICES) or actor.organisation_id is None:
        return False
    holders = accounts.holders(session, actor.organisation_id, Role.LEAD_FINANCE)
    return Role.LEAD_FINANCE in actor.roles or not holders


def _to_ask(session: Session, actor: Actor, on: date) -> Iterator[OnDesk]:
    for contract in own_contracts(session, actor):
        if contract.signed and is_due(session, contract, on=on):
            called = title_of(contract.signed[-1].terms, party_names(session))
            yield OnDesk(f"A month of the contract of {called}", None, contract.id)


def _to_answer(session: Session, actor: Actor, on: date) -> Iterator[OnDesk]:
    for row in _in_order(session, actor):
        stands = row.stands
        for place in stands.to_answer if row.lead_id == actor.organisation_id else ():
            late = answer_by(stands.challenged[place]) < on
            yield OnDesk(f"{_called(row)}: line {place + 1} is questioned", row.id, is_late=late)


def _to_settle(session: Session, actor: Actor, on: date) -> Iterator[OnDesk]:
    for row in _in_order(session, actor):
        stands, is_late = row.stands, row.said.due_on < on
        if actor.organisation_id not in asked_of(session, row):
            continue
        if says := _of_payer(stands, is_late=is_late):
            yield OnDesk(f"{_called(row)} {says}", row.id, is_late=is_late)
        for place in sorted(stands.answered & stands.challenged.keys()):
            if row.asked_by(place) == actor.organisation_id:
                yield OnDesk(
                    f"{_called(row)}: your question about line {place + 1} is answered", row.id
                )


def _of_payer(stands: Settling, *, is_late: bool) -> str:
    """What an invoice waits for from who pays, in words; "" where it waits for nothing."""
    if stands.state is InvoiceState.ISSUED:
        return "waits to be agreed"
    if stands.state is InvoiceState.PAID and not stands.is_settled:
        return "is written down as paid, and waits to be agreed"
    if stands.state is InvoiceState.AGREED and is_late:
        return "is not paid in time"
    if stands.to_answer and is_late and stands.owing > NOTHING:
        lines = " and ".join(str(place + 1) for place in stands.to_answer)
        return f"is late. Your question about line {lines} waits for an answer"
    return ""


def _in_order(session: Session, actor: Actor) -> Iterable[Invoice]:
    return session.scalars(visible_to(session, actor).order_by(Invoice.month, Invoice.number))


def _called(row: Invoice) -> str:
    return f"Invoice {row.number} of {row.said.lead}"
