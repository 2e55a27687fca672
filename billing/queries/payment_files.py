"""Which remittances the bank is to pay, which it was told to pay, and the file for it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing import permissions
from billing.bank_details import Payment
from billing.models import (
    BouncedPayment,
    GroupBankDetails,
    PaymentFile,
    PaymentFileLine,
    Remittance,
)
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
    is_bounced: bool = False
    """Whether the bank did not pay it."""


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
    """A payment file in a list, and what it comes to."""

    id: UUID
    pay_on: date
    amount: Money


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

    @property
    def bounced(self) -> Money:
        """What of it the bank did not pay."""
        return total(one.amount for one in self.payments if one.is_bounced)


@dataclass(frozen=True)
class Ready:
    """A remittance that can be paid, and where to. `again_id` is the last time that the bank did not pay it."""

    remittance: Remittance
    details: GroupBankDetails
    again_id: UUID | None


@dataclass(frozen=True)
class Bounce:
    """That the bank did not pay a remittance on a day; why, and who said so, for the lead NTP alone."""

    pay_on: date
    because: str
    who: str
    at: datetime


def check_sum(ready: Iterable[Ready]) -> str:
    """By which it shows that the same is paid, to the same accounts: of neither is anything ever changed."""
    pairs = sorted(f"{one.remittance.id} {one.details.id}" for one in ready)
    return hashlib.sha256("\n".join(pairs).encode()).hexdigest()


def visible_to(actor: Actor) -> sa.Select[PaymentFile]:
    """The payment files of the actor's own organisation."""
    return sa.select(PaymentFile).where(PaymentFile.lead_id == actor.organisation_id)


def unsent(session: Session, actor: Actor) -> Sequence[Remittance]:
    """The remittances of the actor's own organisation that no payment file pays, oldest first."""
    sent = sa.select(PaymentFileLine.id).where(
        PaymentFileLine.remittance_id == Remittance.id, ~_bounced().exists()
    )
    return session.scalars(
        sa.select(Remittance)
        .where(Remittance.lead_id == actor.organisation_id, ~sent.exists())
        .order_by(Remittance.number)
    ).all()


def ready_to_pay(session: Session, actor: Actor) -> tuple[Ready, ...]:
    """Those whose group has confirmed bank details, and no change of them that waits."""
    made = []
    rows = unsent(session, actor)
    again = _again(session, [row.id for row in rows])
    for row in rows:
        kept = details_of(session, actor, row.group_id)
        held = held_of(kept)
        if held is not None and waiting_of(kept) is None:
            made.append(Ready(row, held, again.get(row.id)))
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
    rows = session.scalars(visible_to(actor).order_by(PaymentFile.at.desc())).all()
    sums = session.execute(
        sa.select(PaymentFileLine.file_id, sa.func.sum(Remittance.pence).label("pence"))
        .join(Remittance, Remittance.id == PaymentFileLine.remittance_id)
        .where(PaymentFileLine.file_id.in_([row.id for row in rows]))
        .group_by(PaymentFileLine.file_id)
    )
    pence = {one.file_id: int(one.pence) for one in sums}
    return tuple(FileLine(row.id, row.pay_on, Money(pence[row.id])) for row in rows)


def file_page(session: Session, actor: Actor, file_id: UUID) -> FilePage:
    """One of them; of each account no more than the last digits."""
    row = _get(session, actor, file_id)
    bounced = set(
        session.scalars(
            sa.select(BouncedPayment.remittance_id).where(BouncedPayment.file_id == row.id)
        )
    )
    shown = tuple(
        replace(_shown(made, kept.details.masked), is_bounced=made.id in bounced)
        for made, kept in _lines(session, row.id)
    )
    return FilePage(row.id, row.pay_on, row.who, shown)


def payments_in(session: Session, actor: Actor, file_id: UUID) -> tuple[Payment, ...]:
    """What stands in the file itself, digits and all: for the bank."""
    row = _get(session, actor, file_id)
    return tuple(
        Payment(kept.details, pounds(Money(made.pence)), made.advice.reference)
        for made, kept in _lines(session, row.id)
    )


def paid_on(session: Session, remittance_ids: Sequence[UUID]) -> Mapping[UUID, date]:
    """On which day remittances are paid: of those in a payment file, by the one that the bank did not refuse."""
    rows = session.execute(
        sa.select(PaymentFileLine.remittance_id, PaymentFile.pay_on)
        .join(PaymentFile, PaymentFile.id == PaymentFileLine.file_id)
        .where(PaymentFileLine.remittance_id.in_(remittance_ids), ~_bounced().exists())
    )
    return {row.remittance_id: row.pay_on for row in rows}


def bounces_of(session: Session, remittance_id: UUID) -> tuple[Bounce, ...]:
    """Each time that the bank did not pay a remittance, oldest first."""
    rows = session.execute(
        sa.select(BouncedPayment, PaymentFile.pay_on)
        .join(PaymentFile, PaymentFile.id == BouncedPayment.file_id)
        .where(BouncedPayment.remittance_id == remittance_id)
        .order_by(BouncedPayment.at)
    )
    return tuple(Bounce(pay_on, row.because, row.who, row.at) for row, pay_on in rows)


def get_paying_file(session: Session, actor: Actor, remittance_id: UUID) -> PaymentFile | None:
    """The file that pays a remittance of the actor's own organisation; None where none does, or no longer.

    NotFound where it is none of theirs.
    """
    actor.must(permissions.PAY_GROUPS)
    own = sa.select(Remittance.id).where(
        Remittance.id == remittance_id, Remittance.lead_id == actor.organisation_id
    )
    if session.scalar(own) is None:
        raise NotFound
    return session.scalar(
        sa.select(PaymentFile)
        .join(PaymentFileLine, PaymentFileLine.file_id == PaymentFile.id)
        .where(PaymentFileLine.remittance_id == remittance_id, ~_bounced().exists())
    )


def _bounced() -> sa.Select[UUID]:
    """That the bank did not pay the line in hand of a payment file."""
    return sa.select(BouncedPayment.id).where(
        BouncedPayment.file_id == PaymentFileLine.file_id,
        BouncedPayment.remittance_id == PaymentFileLine.remittance_id,
    )


def _again(session: Session, remittance_ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Of remittances that the bank did not pay: the time that let them into no other file yet."""
    used = sa.select(PaymentFileLine.id).where(PaymentFileLine.again_id == BouncedPayment.id)
    rows = session.scalars(
        sa.select(BouncedPayment).where(
            BouncedPayment.remittance_id.in_(remittance_ids), ~used.exists()
        )
    )
    return {row.remittance_id: row.id for row in rows}


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
