"""Reading invoices: what can be asked for now, what was asked, and how it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from accounts import queries as accounts
from billing import permissions
from billing.contracts import ContractTerms
from billing.instalments import alike, instalments, terms_of
from billing.invoices import Counted, Invoiced, InvoiceLine, charge_lines, with_shares
from billing.models import (
    Charge,
    Contract,
    ContractParty,
    CreditNote,
    Invoice,
    InvoicedCharge,
    PointAward,
)
from billing.points import money_of, outcome_lines
from billing.queries.contracts import party_names, title_of
from billing.queries.points import held_of, unasked
from billing.settling import (
    DAYS_TO_ANSWER,
    Act,
    DaysToPay,
    InvoiceState,
    Settling,
    days_to_pay,
    owed_in_all,
)
from billing.vocabulary import Side
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import NOTHING, Money
from kernel.periods import Month, holidays_in_england, working_days_after

NO_NUMBER = 0
"""What stands for the number while an invoice is only looked at."""


@dataclass(frozen=True)
class ToInvoice:
    """What an invoice would say. `seen` is its check sum, so that nothing else is issued than was looked at."""

    contract_id: UUID
    contract: str
    said: Invoiced
    seen: str
    funders: tuple[UUID, ...]


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice in a list."""

    id: UUID
    number: int
    lead: str
    contract: str
    month: Month
    total: Money
    owing: Money
    state: InvoiceState
    due_on: date
    days_late: int


@dataclass(frozen=True)
class InvoicesPage:
    """What can be asked for, for the lead NTP; what was asked and how it stands, for both sides."""

    to_make: tuple[ToInvoice, ...]
    made: tuple[InvoiceRow, ...]
    owing: Money
    took: DaysToPay
    may_issue: bool


@dataclass(frozen=True)
class ToldAct:
    """A line of an invoice's story. `line` says which line it is about, "" where it is about the whole."""

    act: Act
    line: str
    amount: Money
    on: date
    because: str
    who: str
    at: datetime
    credit_note: UUID | None


@dataclass(frozen=True)
class ShownLine:
    """A line of an invoice, with what can be done about it."""

    place: int
    said: InvoiceLine
    asked: str
    """What the question is, while it is questioned."""
    answer: str
    """What was answered to it; "" while nobody did."""
    answer_by: date | None
    """Until when it is answered; None where nobody waits."""
    is_late: bool
    """Whether it should have been answered by now."""
    may_settle: bool
    """Whether it is the reader's question: they ask again, or say that it is settled."""
    left: Money
    credited: Money


@dataclass(frozen=True)
class InvoicePage:
    """An invoice as it was issued, how it stands, and what the reader may do."""

    id: UUID
    contract_id: UUID
    said: Invoiced
    digest: str
    stands: Settling
    lines: tuple[ShownLine, ...]
    story: tuple[ToldAct, ...]
    """Newest first."""
    days_late: int
    seen: int
    may_settle: bool
    may_issue: bool


def visible_to(session: Session, actor: Actor) -> sa.Select[Invoice]:
    """The invoices that the actor's organisation wrote, or is asked to pay by a contract that everybody signed."""
    is_own = Invoice.lead_id == actor.organisation_id
    funded = [one.id for one in _funded(session, actor)]
    return sa.select(Invoice).where(sa.or_(is_own, Invoice.contract_id.in_(funded)))


def _funded(session: Session, actor: Actor) -> Iterator[Contract]:
    """Whoever is only written into a draft is no funder yet."""
    named = sa.select(ContractParty.contract_id).where(
        ContractParty.organisation_id == actor.organisation_id, ContractParty.side == Side.FUNDER
    )
    for row in session.scalars(sa.select(Contract).where(Contract.id.in_(named))):
        funders = {one.organisation_id for each in row.signed for one in each.terms.funders}
        if actor.organisation_id in funders:
            yield row


def get_invoice(session: Session, actor: Actor, invoice_id: UUID) -> Invoice:
    """One of them, or NotFound."""
    row = session.scalar(visible_to(session, actor).where(Invoice.id == invoice_id))
    if row is None:
        raise NotFound
    return row


def asked_of(session: Session, row: Invoice) -> frozenset[UUID]:
    """Whom an invoice asks to pay: who stands in what held in its last month, and nobody who came or left since."""
    contract = session.get_one(Contract, row.contract_id)
    terms = terms_of(held_of(contract), Month(row.month), ended_on=contract.ended_on)
    return frozenset(one.organisation_id for one in terms.funders)


def own_contract(session: Session, actor: Actor, contract_id: UUID) -> Contract:
    """A signed contract of the actor's own lead NTP, or NotFound."""
    row = session.scalar(
        sa.select(Contract).where(
            Contract.id == contract_id, Contract.lead_id == actor.organisation_id
        )
    )
    if row is None or not row.signed:
        raise NotFound
    return row


def lock(session: Session, contract_id: UUID) -> None:
    """Let nobody else issue an invoice of a contract until this transaction ends."""
    session.execute(sa.select(Contract.id).where(Contract.id == contract_id).with_for_update())


# ---- what can be asked for ---------------------------------------------------------------------------


def to_invoice(session: Session, contract: Contract, *, on: date) -> ToInvoice | None:
    """What the next invoice would say on a day, until the end of the last whole month; None where it has one.

    It asks for all months since the last invoice, and for every charge and award of points until its end that no
    invoice asked for.
    Where funders or tax change in between it ends before, and another one comes after it.
    """
    since_last = tuple(_months_since_last(session, contract, until=Month.containing(on).previous))
    if not since_last:
        return None
    held = held_of(contract)
    months = alike(held, since_last, ended_on=contract.ended_on)
    month, terms = months[-1], terms_of(held, months[-1], ended_on=contract.ended_on)
    fixed = instalments(held, months, ended_on=contract.ended_on)
    earned = session.scalars(unasked(contract, until=month).order_by(PointAward.number))
    charged, shadow = counted(session, contract.id, until=month, since=months[0])
    names = party_names(session)
    said = Invoiced(
        number=NO_NUMBER, lead=names[contract.lead_id], funders=(),
        contract=title_of(terms, names), since=months[0].first_day, month=month.first_day, issued_on=on,
        lines=(*fixed, *outcome_lines(one.award for one in earned), *charge_lines(charged)),
        shadow=charge_lines(shadow), vat=terms.vat, vat_because=terms.vat_because,
        **_reached_at(session, terms),
    )  # fmt: skip
    said = with_shares(said, shares_of(terms, session))
    funders = tuple(one.organisation_id for one in terms.funders)
    return ToInvoice(contract.id, said.contract, said, said.digest, funders)


def _reached_at(session: Session, terms: ContractTerms) -> dict[str, Any]:
    """Where both sides have their base, and how to ring who asks."""
    lead = accounts.get_organisation(session, terms.lead_id)
    funders = [accounts.get_organisation(session, one.organisation_id) for one in terms.funders]
    at = tuple(one.base_address for one in funders)
    return {
        "lead_at": lead.base_address, "lead_phone": lead.phone, "funders_at": at if any(at) else (),
    }  # fmt: skip


def is_due(session: Session, contract: Contract, *, on: date) -> bool:
    """Whether a whole month of a contract that holds on it was not asked for yet, or points earned since."""
    month = Month.containing(on).previous
    earned = session.scalars(unasked(contract, until=month))
    if money_of(one.award for one in earned) > NOTHING:
        return True
    last = session.scalar(
        sa.select(sa.func.max(Invoice.month)).where(Invoice.contract_id == contract.id)
    )
    return contract.in_force(month.last_day) is not None and (last or date.min) < month.first_day


def shares_of(terms: ContractTerms, session: Session) -> list[tuple[str, Decimal | None]]:
    """Who pays, by name, and how many of each hundred pounds."""
    names = party_names(session)
    return [(names[one.organisation_id], one.share) for one in terms.funders]


def _months_since_last(session: Session, contract: Contract, *, until: Month) -> Iterator[Month]:
    last = session.scalar(
        sa.select(sa.func.max(Invoice.month)).where(Invoice.contract_id == contract.id)
    )
    first_day = min(one.terms.first_day for one in contract.signed)
    month = Month(last).next if last else Month.containing(first_day)
    while month <= until:
        yield month
        month = month.next


def uninvoiced(contract_id: UUID, *, until: Month) -> sa.Select[Charge]:
    """The charges of a contract that were written until the end of a month, and that no invoice asked for.

    What was reversed before anybody asked for it is not asked for, and its reversal takes nothing back.
    """
    back = aliased(Charge)
    asked = sa.select(InvoicedCharge.id).where(InvoicedCharge.charge_id == Charge.id)
    first_asked = sa.select(InvoicedCharge.id).where(InvoicedCharge.charge_id == Charge.reverses_id)
    is_reversed = sa.select(back.id).where(back.reverses_id == Charge.id)
    return sa.select(Charge).where(
        Charge.contract_id == contract_id, Charge.recorded_at < until.ends, ~asked.exists(),
        ~is_reversed.exists(), sa.or_(Charge.reverses_id.is_(None), first_asked.exists()),
    )  # fmt: skip


def counted(
    session: Session, contract_id: UUID, *, until: Month, since: Month
) -> tuple[list[Counted], list[Counted]]:
    """Those charges added up: to be paid, and apart from them the shadows. Late is what happened before a month."""
    is_late = (Charge.happened_on < since.first_day).label("is_late")
    rows = session.execute(
        uninvoiced(contract_id, until=until)
        .with_only_columns(
            Charge.kind, Charge.band, Charge.amount_pence, is_late, Charge.is_shadow, sa.func.count()
        )
        .group_by(Charge.kind, Charge.band, Charge.amount_pence, is_late, Charge.is_shadow)
    )  # fmt: skip
    found: tuple[list[Counted], list[Counted]] = ([], [])
    for kind, band, pence, late, is_shadow, number in rows:
        found[is_shadow].append(Counted(kind, band, Money(pence), number, bool(late)))
    return found


def own_contracts(session: Session, actor: Actor) -> Sequence[Contract]:
    """The contracts of the actor's own lead NTP, in the order in which they were begun."""
    wanted = sa.select(Contract).where(Contract.lead_id == actor.organisation_id)
    return session.scalars(wanted.order_by(Contract.begun_at, Contract.id)).all()


def make_page(session: Session, actor: Actor, contract_id: UUID, *, on: date) -> ToInvoice:
    """What the next invoice of a contract would say; NotFound where there is none to make."""
    actor.must(permissions.ISSUE_INVOICES)
    found = to_invoice(session, own_contract(session, actor, contract_id), on=on)
    if found is None:
        raise NotFound
    return found


# ---- what was asked ----------------------------------------------------------------------------------


def invoices_page(session: Session, actor: Actor, *, on: date) -> InvoicesPage:
    """What can be asked for, and every invoice, newest first."""
    actor.must(permissions.SEE_INVOICES)
    may_issue = actor.may(permissions.ISSUE_INVOICES)
    own = own_contracts(session, actor) if may_issue else ()
    ready = [to_invoice(session, one, on=on) for one in own if one.signed]
    rows = session.scalars(
        visible_to(session, actor).order_by(
            Invoice.month.desc(), Invoice.lead_id, Invoice.number.desc()
        )
    ).all()
    stands = {row.id: (row.said, row.stands) for row in rows}
    took = days_to_pay(
        (
            (said.issued_on, said.due_on, one.paid_on)
            for said, one in stands.values()
            if one.state is not InvoiceState.CREDITED
        ),
        on=on,
    )
    return InvoicesPage(
        tuple(one for one in ready if one is not None and one.said.lines),
        tuple(_row(row, *stands[row.id], on=on) for row in rows),
        owed_in_all(one for _, one in stands.values()), took, may_issue,
    )  # fmt: skip


def _row(row: Invoice, said: Invoiced, stands: Settling, *, on: date) -> InvoiceRow:
    return InvoiceRow(
        row.id, row.number, said.lead, said.contract, said.period, said.total, stands.owing,
        stands.state, said.due_on, stands.days_late(said.due_on, on=on),
    )  # fmt: skip


def invoice_page(session: Session, actor: Actor, invoice_id: UUID, *, on: date) -> InvoicePage:
    """One invoice, for both sides."""
    actor.must(permissions.SEE_INVOICES)
    row = get_invoice(session, actor, invoice_id)
    said, stands = row.said, row.stands
    may_settle = actor.may(permissions.SETTLE_INVOICES) and actor.organisation_id in asked_of(
        session, row
    )
    asker = actor.organisation_id if may_settle else None
    return InvoicePage(
        row.id, row.contract_id, said, row.digest, stands,
        tuple(_lines(row, said, stands, on, asker=asker)),
        tuple(reversed(tuple(_story(session, row, said)))), stands.days_late(said.due_on, on=on),
        len(row.acts), may_settle,
        actor.may(permissions.ISSUE_INVOICES) and row.lead_id == actor.organisation_id,
    )  # fmt: skip


def _lines(
    row: Invoice, said: Invoiced, stands: Settling, on: date, *, asker: UUID | None
) -> Iterator[ShownLine]:
    asked = {one.line: one.because for one in row.acts if one.act is Act.CHALLENGE}
    answers = {one.line: one.because for one in row.acts if one.act is Act.ANSWER}
    for place, line in enumerate(said.lines):
        since = stands.challenged.get(place)
        until = answer_by(since) if since and place in stands.to_answer else None
        yield ShownLine(
            place, line, asked.get(place, "") if since else "",
            answers.get(place, "") if place in stands.answered else "", until,
            until is not None and until < on,
            bool(since and asker) and row.asked_by(place) == asker, stands.left_of(place),
            stands.credited_of.get(place, NOTHING),
        )  # fmt: skip


def answer_by(asked_on: date) -> date:
    """The working day until which a question is answered."""
    return working_days_after(asked_on, DAYS_TO_ANSWER, holidays=holidays_in_england())


def _story(session: Session, row: Invoice, said: Invoiced) -> Iterator[ToldAct]:
    notes = iter(_notes(session, row.id))
    for one in row.acts:
        line = said.lines[one.line].said if one.line is not None else ""
        note = next(notes) if one.act is Act.CREDIT else None
        yield ToldAct(one.act, line, Money(one.pence), one.on, one.because, one.who, one.at, note)


def _notes(session: Session, invoice_id: UUID) -> Sequence[UUID]:
    wanted = sa.select(CreditNote.id).where(CreditNote.invoice_id == invoice_id)
    return session.scalars(wanted.order_by(CreditNote.number)).all()
