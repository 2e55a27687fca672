"""Which remittances the bank is to pay, which it was told to pay, and the file for it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing import permissions
from billing.bank_details import Payment
from billing.models import GroupBankDetails, PaymentFile, PaymentFileLine, Remittance
from billing.queries.bank_details import details_of, held_of, waiting_of
from billing.remittances import pounds
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import Money, total

NO_DETAILS = "No bank details are confirmed."
WAITS = "A change of its bank details waits for a second person."


@dataclass(frozen=True)
class PaymentShown:
    """A payment as people see it: no more than the last digits of the account."""

    remittance_id: UUID
    number: int
    group_id: UUID
    group: str
    amount: Money
    to: str
    why_not: str = ""


@dataclass(frozen=True)
class MakeFilePage:
    """What a payment file would pay, and what it would leave out and why. `seen` is the check sum of the first."""

    ready: tuple[PaymentShown, ...]
    left_out: tuple[PaymentShown, ...]
    seen: str

    @property
    def total(self) -> Money:
        """What they come to."""
        return total(one.amount for one in self.ready)


@dataclass(frozen=True)
class FileLine:
    """A payment file in a list."""

    id: UUID
    pay_on: date


@dataclass(frozen=True)
class FilePage:
    """A payment file that was made."""

    id: UUID
    pay_on: date
    who: str
    payments: tuple[PaymentShown, ...]

    @property
    def total(self) -> Money:
        """What they come to."""
        return total(one.amount for one in self.payments)


@dataclass(frozen=True)
class Ready:
    """A remittance that can be paid, and where to."""

    remittance: Remittance
    details: GroupBankDetails


def check_sum(ready: Iterable[Ready]) -> str:
    """By which it shows that the same is paid, to the same accounts: of neither is anything ever changed."""
    pairs = sorted(f"{one.remittance.id} {one.details.id}" for one in ready)
    return hashlib.sha256("\n".join(pairs).encode()).hexdigest()


def visible_to(actor: Actor) -> sa.Select[PaymentFile]:
    """The payment files of the actor's own organisation."""
    return sa.select(PaymentFile).where(PaymentFile.lead_id == actor.organisation_id)


def unsent(session: Session, actor: Actor) -> Sequence[Remittance]:
    """The remittances of the actor's own organisation that are in no payment file, oldest first."""
    sent = sa.select(PaymentFileLine.id).where(PaymentFileLine.remittance_id == Remittance.id)
    return session.scalars(
        sa.select(Remittance)
        .where(Remittance.lead_id == actor.organisation_id, ~sent.exists())
        .order_by(Remittance.number)
    ).all()


def ready_to_pay(session: Session, actor: Actor) -> tuple[Ready, ...]:
    """Those whose group has confirmed bank details, and no change of them that waits."""
    made = []
    for row in unsent(session, actor):
        kept = details_of(session, actor, row.group_id)
        held = held_of(kept)
        if held is not None and waiting_of(kept) is None:
            made.append(Ready(row, held))
    return tuple(made)


def make_file_page(session: Session, actor: Actor) -> MakeFilePage:
    """What would be paid, for those who pay."""
    actor.must(permissions.PAY_GROUPS)
    can_pay = ready_to_pay(session, actor)
    ready = {one.remittance.id for one in can_pay}
    left_out = [
        _shown(row, "", _why_not(session, actor, row))
        for row in unsent(session, actor)
        if row.id not in ready
    ]
    shown = [_shown(one.remittance, one.details.details.masked) for one in can_pay]
    return MakeFilePage(tuple(shown), tuple(left_out), check_sum(can_pay))


def files(session: Session, actor: Actor) -> tuple[FileLine, ...]:
    """The payment files that were made, newest first."""
    rows = session.scalars(visible_to(actor).order_by(PaymentFile.at.desc()))
    return tuple(FileLine(row.id, row.pay_on) for row in rows)


def file_page(session: Session, actor: Actor, file_id: UUID) -> FilePage:
    """One of them; of each account no more than the last digits."""
    row = _get(session, actor, file_id)
    shown = tuple(_shown(made, kept.details.masked) for made, kept in _lines(session, row.id))
    return FilePage(row.id, row.pay_on, row.who, shown)


def payments_in(session: Session, actor: Actor, file_id: UUID) -> tuple[Payment, ...]:
    """What stands in the file itself, digits and all: for the bank."""
    row = _get(session, actor, file_id)
    return tuple(
        Payment(kept.details, pounds(Money(made.pence)), made.advice.reference)
        for made, kept in _lines(session, row.id)
    )


def paid_on(session: Session, remittance_ids: Sequence[UUID]) -> Mapping[UUID, date]:
    """On which day remittances are paid, of those that are in a payment file."""
    rows = session.execute(
        sa.select(PaymentFileLine.remittance_id, PaymentFile.pay_on)
        .join(PaymentFile, PaymentFile.id == PaymentFileLine.file_id)
        .where(PaymentFileLine.remittance_id.in_(remittance_ids))
    )
    return {row.remittance_id: row.pay_on for row in rows}


def _get(session: Session, actor: Actor, file_id: UUID) -> PaymentFile:
    actor.must(permissions.PAY_GROUPS)
    row = session.scalar(visible_to(actor).where(PaymentFile.id == file_id))
    if row is None:
        raise NotFound
    return row


def _lines(session: Session, file_id: UUID) -> list[tuple[Remittance, GroupBankDetails]]:
    rows = session.execute(
        sa.select(Remittance, GroupBankDetails)
        .join(PaymentFileLine, PaymentFileLine.remittance_id == Remittance.id)
        .join(GroupBankDetails, GroupBankDetails.id == PaymentFileLine.details_id)
        .where(PaymentFileLine.file_id == file_id)
        .order_by(Remittance.number)
    )
    return [(made, kept) for made, kept in rows]


def _why_not(session: Session, actor: Actor, row: Remittance) -> str:
    return WAITS if waiting_of(details_of(session, actor, row.group_id)) else NO_DETAILS


def _shown(row: Remittance, to: str, why_not: str = "") -> PaymentShown:
    return PaymentShown(
        row.id, row.number, row.group_id, row.advice.group, Money(row.pence), to, why_not
    )
