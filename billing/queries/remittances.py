"""Reading what groups were paid, and what is still to pay them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from billing import permissions
from billing.models import GroupLine, Remittance, RemittanceLine
from billing.queries.group_lines import GroupLineShown, shown
from billing.queries.payment_files import FileLine, files, paid_on
from billing.remittances import Advice
from directory.queries.keepers import addresses_of_keepers
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import Money, total
from kernel.periods import Month


@dataclass(frozen=True)
class ToPay:
    """A group, and what is still to pay it until the end of the last month."""

    group_id: UUID
    group: str
    amount: Money


@dataclass(frozen=True)
class RemittanceRow:
    """A remittance in a list."""

    id: UUID
    number: int
    lead: str
    group: str
    month: Month
    amount: Money
    paid_on: date | None


@dataclass(frozen=True)
class RemittancesPage:
    """What is to pay, for the side that pays; what was paid, for both."""

    month: Month
    to_pay: tuple[ToPay, ...]
    made: tuple[RemittanceRow, ...]
    may_make: bool
    may_pay: bool
    files: tuple[FileLine, ...]


@dataclass(frozen=True)
class MakePage:
    """What a remittance would say. `seen` is how many lines there are."""

    group_id: UUID
    group: str
    month: Month
    lines: tuple[GroupLineShown, ...]
    seen: int
    writes_to: int

    @property
    def total(self) -> Money:
        """The sum of the lines."""
        return total(one.amount for one in self.lines)


@dataclass(frozen=True)
class RemittancePage:
    """A remittance as it was made."""

    id: UUID
    advice: Advice
    digest: str
    group_id: UUID
    paid_on: date | None
    may_keep_bank: bool


def visible_to(actor: Actor) -> sa.Select[Remittance]:
    """The remittances of the actor's own organisation, on either side."""
    own = actor.organisation_id
    return sa.select(Remittance).where(
        sa.or_(Remittance.lead_id == own, Remittance.group_id == own)
    )


def get_remittance(session: Session, actor: Actor, remittance_id: UUID) -> Remittance:
    """One of them, or NotFound."""
    row = session.scalar(visible_to(actor).where(Remittance.id == remittance_id))
    if row is None:
        raise NotFound
    return row


def unpaid(
    session: Session, actor: Actor, *, until: date, group_id: UUID | None = None
) -> Sequence[GroupLine]:
    """The lines that the actor's own organisation has not paid yet, of the days until one; oldest first."""
    paid = sa.select(RemittanceLine.id).where(RemittanceLine.line_id == GroupLine.id)
    wanted = sa.select(GroupLine).where(
        GroupLine.lead_id == actor.organisation_id, GroupLine.on <= until, ~paid.exists()
    )
    if group_id is not None:
        wanted = wanted.where(GroupLine.group_id == group_id)
    return session.scalars(
        wanted.order_by(GroupLine.on, GroupLine.activity, GroupLine.activity_id, GroupLine.number)
    ).all()


def agreements_of_lines(session: Session, actor: Actor, group_id: UUID) -> Sequence[UUID]:
    """The agreements under which a group has lines of the actor's own organisation; NotFound without any."""
    found = session.scalars(
        sa.select(GroupLine.agreement_id)
        .where(GroupLine.lead_id == actor.organisation_id, GroupLine.group_id == group_id)
        .distinct()
    ).all()
    if not found:
        raise NotFound
    return sorted(found)


def has_remittance(session: Session, actor: Actor, group_id: UUID, month: Month) -> bool:
    """Whether a group has one of a month already."""
    wanted = visible_to(actor).where(
        Remittance.group_id == group_id, Remittance.month == month.first_day
    )
    return session.scalar(wanted) is not None


def remittances_page(session: Session, actor: Actor, *, on: date) -> RemittancesPage:
    """What is to pay until the end of the month before a day, and all that was made."""
    actor.must(permissions.SEE_REMITTANCES)
    month = Month.containing(on).previous
    names = {one.id: one.name for one in accounts.organisations(session)}
    may_make = actor.may(permissions.MAKE_REMITTANCES)
    sums: dict[UUID, int] = {}
    for line in unpaid(session, actor, until=month.last_day) if may_make else ():
        sums[line.group_id] = sums.get(line.group_id, 0) + line.pence
    to_pay = [ToPay(one, names[one], Money(pence)) for one, pence in sums.items()]
    rows = session.scalars(
        visible_to(actor).order_by(
            Remittance.month.desc(), Remittance.lead_id, Remittance.number.desc()
        )
    ).all()
    paid = paid_on(session, [row.id for row in rows])
    may_pay = actor.may(permissions.PAY_GROUPS)
    made = tuple(
        RemittanceRow(
            row.id, row.number, names[row.lead_id], names[row.group_id], Month(row.month),
            Money(row.pence), paid.get(row.id),
        )
        for row in rows
    )  # fmt: skip
    return RemittancesPage(
        month, tuple(sorted(to_pay, key=lambda one: one.group.casefold())), made, may_make,
        may_pay, files(session, actor) if may_pay else (),
    )  # fmt: skip


def make_page(session: Session, actor: Actor, group_id: UUID, *, on: date) -> MakePage:
    """What a group would be paid until the end of the month before a day."""
    actor.must(permissions.MAKE_REMITTANCES)
    agreements_of_lines(session, actor, group_id)
    month = Month.containing(on).previous
    lines = unpaid(session, actor, until=month.last_day, group_id=group_id)
    group = accounts.get_organisation(session, group_id)
    return MakePage(
        group_id, group.name, month, tuple(shown(one) for one in lines), len(lines),
        len(addresses_of_keepers(session, group_id)),
    )  # fmt: skip


def remittance_page(session: Session, actor: Actor, remittance_id: UUID) -> RemittancePage:
    """A remittance, for both sides."""
    actor.must(permissions.SEE_REMITTANCES)
    row = get_remittance(session, actor, remittance_id)
    return RemittancePage(
        row.id, row.advice, row.digest, row.group_id, paid_on(session, [row.id]).get(row.id),
        actor.may(permissions.KEEP_BANK_DETAILS) and row.lead_id == actor.organisation_id,
    )  # fmt: skip
