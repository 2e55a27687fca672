"""Asking funders to pay, once for a contract and month; and all that is done with an invoice after (S7 to S9).

What was issued is never changed. What is wrong in it is credited, or reversed on the next one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from billing import permissions
from billing.contract_words import said_day
from billing.credit_notes import Credited
from billing.invoices import Invoiced, InvoiceLine, must_be_owed
from billing.models import (
    Charge,
    Contract,
    CreditNote,
    Invoice,
    InvoiceAct,
    InvoicedAward,
    InvoicedCharge,
)
from billing.operations.numbering import next_number
from billing.points import outcome_lines
from billing.queries.invoices import (
    answer_by,
    asked_of,
    get_invoice,
    lock,
    own_contract,
    to_invoice,
    uninvoiced,
)
from billing.queries.points import unasked
from billing.settling import (
    Act,
    Acted,
    must_be_a_day,
    must_be_creditable,
    must_be_possible,
)
from billing.vocabulary import LineKind, Series
from kernel import mail, releases
from kernel.access import Actor, Role
from kernel.disclosure import Cell, Table
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import Money
from kernel.periods import Month, Months, day_in_london
from outcomes_star.published import reader_of
from referrals import figures

MADE_ALREADY = "This contract has its invoice of that month already. Look at it first."
CHARGED_MEANWHILE = "Something changed in the meantime. Look at the lines again."
DONE_MEANWHILE = "Somebody did something with this invoice in the meantime. Look at it again."
NOTED = {
    Act.CHALLENGE: "questioned a line of an invoice", Act.ANSWER: "answered for an invoice",
    Act.SETTLE: "settled a question about an invoice", Act.AGREE: "agreed to an invoice",
    Act.PAY: "wrote down what came in for an invoice",
    Act.GIVE_BACK: "wrote down what went back of an invoice", Act.CREDIT: "credited an invoice",
}  # fmt: skip
AT_ONCE = 2_000
"""Charges that are noted in one statement."""


def issue_invoice(
    session: Session, actor: Actor, contract_id: UUID, *, seen: str, at: datetime
) -> Invoice:
    """Ask for all that is owed until the end of last month and that no invoice asked for yet.

    `seen` is the check sum of what was looked at: Conflict where it would say something else now, or where
    somebody else has just issued it. RuleBroken where it would come to nothing.
    """
    actor.must(permissions.ISSUE_INVOICES)
    contract = own_contract(session, actor, contract_id)
    lock(session, contract_id)
    ready = to_invoice(session, contract, on=day_in_london(at))
    if ready is None:
        raise Conflict(MADE_ALREADY)
    must_be_owed(ready.said.lines)
    if ready.seen != seen:
        raise Conflict(CHARGED_MEANWHILE)
    number = next_number(session, contract.lead_id, Series.INVOICE)
    made = _kept(session, actor, contract, replace(ready.said, number=number), at=at)
    _note_charges(session, made)
    _note_awards(session, made, contract)
    _tell_the_gate(session, made, at=at)
    for one in ready.funders:
        facts = _facts(made)
        write_to_holders(
            session, one, (Role.COMMISSIONER_FINANCE,), "billing/invoice", facts, at=at
        )
    audit.record(
        session, actor, "issued an invoice", made, at=at, number=number, contract=contract.id,
        month=made.month, pence=made.pence,
    )  # fmt: skip
    return made


def _kept(
    session: Session, actor: Actor, contract: Contract, said: Invoiced, *, at: datetime
) -> Invoice:
    made = Invoice(
        lead_id=contract.lead_id, contract_id=contract.id, number=said.number, month=said.month,
        pence=said.total.pence, kept=said.to_json(), digest=said.digest, by=actor.user_id,
        who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _note_charges(session: Session, made: Invoice) -> None:
    """Each charge that it asks for, some at a time: of a large lead NTP there are tens of thousands."""
    wanted = uninvoiced(made.contract_id, until=Month(made.month)).with_only_columns(Charge.id)
    ids = session.scalars(wanted.order_by(Charge.id)).all()  # in the order of the index
    for first in range(0, len(ids), AT_ONCE):
        rows = [
            {"id": uuid4(), "invoice_id": made.id, "charge_id": one}
            for one in ids[first : first + AT_ONCE]
        ]
        session.execute(sa.insert(InvoicedCharge), rows)
    said = [one.number for one in (*made.said.lines, *made.said.shadow) if one.kind.is_for_people]
    if sum(said) != len(ids):  # on PostgreSQL a charge may have come between the two looks
        raise Conflict(CHARGED_MEANWHILE)


def _note_awards(session: Session, made: Invoice, contract: Contract) -> None:
    """Each award of points that it asks for; those that came to nothing together stand on no line of it."""
    rows = session.scalars(unasked(contract, until=Month(made.month))).all()
    session.add_all(InvoicedAward(invoice_id=made.id, award_id=one.id) for one in rows)
    session.flush()
    said = [one for one in made.said.lines if one.kind is LineKind.OUTCOME]
    if said != list(outcome_lines(one.award for one in rows)):
        raise Conflict(CHARGED_MEANWHILE)


def _tell_the_gate(session: Session, made: Invoice, *, at: datetime) -> None:
    """What it tells of how many people is known outside from now on: whatever is published reckons with it (S3)."""
    said = made.said
    lines = [(one, "asked for") for one in said.lines if one.kind.is_for_people]
    lines += [(one, "a shadow") for one in said.shadow]
    if not lines:
        return
    contract = str(made.contract_id)
    area_id = accounts.get_organisation(session, made.lead_id).area_id
    for reader in (reader_of(made.lead_id), figures.reader_of(area_id)):
        releases.issue(
            session, reader=reader, period=Months(Month(said.since), said.period),
            kind=f"invoice of {contract}",
            table=Table({_told(one, how, contract): one.number for one, how in lines}), at=at,
        )  # fmt: skip


def _told(line: InvoiceLine, how: str, contract: str) -> Cell:
    """What a line counts: no two lines of any invoices count the same, so none can contradict another."""
    each = str(line.each) if line.each is not None else "several prices"
    about = {
        "counted": "charges",
        "contract": contract,
        "what": line.said,
        "each": each,
        "how": how,
    }
    return frozenset(about.items())


# ---- what is done with it ----------------------------------------------------------------------------


def challenge(
    session: Session, actor: Actor, invoice_id: UUID, line: int, *, because: str, seen: int,
    at: datetime,
) -> None:  # fmt: skip
    """A funder does not agree with a line, and says why: the lead NTP is told, and until when it answers."""
    row = _to_settle(session, actor, invoice_id)
    _check_line(row, line)
    _check_asker(row, actor, line)
    on = day_in_london(at)
    _act(session, actor, row, Acted(Act.CHALLENGE, on, line), because=because, seen=seen, at=at)
    facts = {
        **_facts(row), "line": row.said.lines[line].said, "answer_by": said_day(answer_by(on)),
    }  # fmt: skip
    keepers = (Role.LEAD_FINANCE, Role.LEAD_MANAGER)
    write_to_holders(session, row.lead_id, keepers, "billing/invoice_questioned", facts, at=at)


def answer(
    session: Session, actor: Actor, invoice_id: UUID, line: int, *, because: str, seen: int,
    at: datetime,
) -> None:  # fmt: skip
    """The lead NTP answers a question about a line; whoever asked says whether it is settled."""
    row = _to_issue(session, actor, invoice_id)
    _check_line(row, line)
    done = Acted(Act.ANSWER, day_in_london(at), line)
    _act(session, actor, row, done, because=because, seen=seen, at=at)


def settle(
    session: Session, actor: Actor, invoice_id: UUID, line: int, *, seen: int, at: datetime
) -> None:
    """Whoever questioned a line is content with it now."""
    row = _to_settle(session, actor, invoice_id)
    _check_line(row, line)
    _check_asker(row, actor, line)
    _act(session, actor, row, Acted(Act.SETTLE, day_in_london(at), line), seen=seen, at=at)


def agree(session: Session, actor: Actor, invoice_id: UUID, *, seen: int, at: datetime) -> None:
    """A funder agrees to the whole of it: it can be paid."""
    row = _to_settle(session, actor, invoice_id)
    if actor.user_id is not None and row.by == actor.user_id:
        raise RuleBroken("You issued this invoice. Somebody else has to agree to it.")
    _act(session, actor, row, Acted(Act.AGREE, day_in_london(at)), seen=seen, at=at)


def write_down_money(
    session: Session, actor: Actor, invoice_id: UUID, done: Acted, *, because: str, seen: int,
    at: datetime,
) -> None:  # fmt: skip
    """The lead NTP writes down what came in for it, or went back, and on which day."""
    row = _to_issue(session, actor, invoice_id)
    if done.act not in {Act.PAY, Act.GIVE_BACK}:
        raise NotFound
    must_be_a_day(done.on, issued_on=row.said.issued_on, today=day_in_london(at))
    _act(session, actor, row, done, because=because, seen=seen, at=at)


def credit(
    session: Session, actor: Actor, invoice_id: UUID, line: int, *, net: Money, because: str,
    seen: int, at: datetime,
) -> CreditNote:  # fmt: skip
    """Take some of a line back, with a number and a reason. The invoice stays as it was."""
    row = _to_issue(session, actor, invoice_id)
    _check_line(row, line)
    stands = row.stands
    must_be_creditable(stands, line, net)
    said, on = row.said, day_in_london(at)
    note = Credited(
        number=0, lead=said.lead, funders=tuple(one.name for one in said.funders),
        invoice=said.number, issued_on=on, kind=said.lines[line].kind, what=said.lines[line].said, because=because, before=stands.credited_net, net=net,
        vat=said.vat,
    )  # fmt: skip
    done = Acted(Act.CREDIT, on, line, note.total, net)
    _act(session, actor, row, done, because=because, seen=seen, at=at)
    note = replace(note, number=next_number(session, row.lead_id, Series.CREDIT_NOTE))
    made = CreditNote(
        lead_id=row.lead_id, invoice_id=row.id, number=note.number, pence=note.total.pence,
        kept=note.to_json(), digest=note.digest, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _to_settle(session: Session, actor: Actor, invoice_id: UUID) -> Invoice:
    actor.must(permissions.SETTLE_INVOICES)
    row = _locked(session, actor, invoice_id)
    if actor.organisation_id not in asked_of(session, row):
        raise NotFound
    return row


def _to_issue(session: Session, actor: Actor, invoice_id: UUID) -> Invoice:
    actor.must(permissions.ISSUE_INVOICES)
    row = _locked(session, actor, invoice_id)
    if row.lead_id != actor.organisation_id:
        raise NotFound
    return row


def _locked(session: Session, actor: Actor, invoice_id: UUID) -> Invoice:
    row = get_invoice(session, actor, invoice_id)
    lock(session, row.contract_id)
    session.refresh(row, ["acts"])
    return row


def _check_line(row: Invoice, line: int) -> None:
    if not 0 <= line < len(row.said.lines):
        raise NotFound


def _check_asker(row: Invoice, actor: Actor, line: int) -> None:
    """Nobody settles what another funder asked, nor puts a question of their own in its place."""
    if line in row.stands.challenged and row.asked_by(line) != actor.organisation_id:
        raise RuleBroken("Another funder asked this. They say when it is settled.")


def _act(
    session: Session, actor: Actor, row: Invoice, done: Acted, *, seen: int, at: datetime,
    because: str = "",
) -> None:  # fmt: skip
    """Write down what was done. Conflict where something else was done since `seen` acts were looked at."""
    if len(row.acts) != seen:
        raise Conflict(DONE_MEANWHILE)
    must_be_possible(row.stands, done)
    row.acts.append(
        InvoiceAct(
            number=seen + 1, act=done.act, line=done.line, pence=done.amount.pence,
            net_pence=done.net.pence, on=done.on, because=because,
            organisation_id=actor.organisation_id, by=actor.user_id, who=actor.called, at=at,
        )
    )  # fmt: skip
    session.flush()
    audit.record(
        session, actor, NOTED[done.act], row, at=at, line=done.line, pence=done.amount.pence
    )


# ---- letters -----------------------------------------------------------------------------------------


def _facts(row: Invoice) -> dict[str, str]:
    said = row.said
    return {
        "invoice_id": str(row.id), "number": str(said.number), "lead": said.lead,
        "contract": said.contract, "when": said.when, "total": str(said.total),
        "due_on": said_day(said.due_on), "check": said.check,
    }  # fmt: skip


def write_to_holders(
    session: Session, organisation_id: UUID, roles: Sequence[Role], template: str,
    facts: dict[str, str], *, at: datetime,
) -> None:  # fmt: skip
    """To whoever there holds the first of the roles that anybody holds."""
    holders = (accounts.holders(session, organisation_id, role) for role in roles)
    for one in next((some for some in holders if some), ()):
        mail.write_routine(session, template=template, to=one.email, facts=facts, at=at)
