"""Reading what groups were paid, and what is still to pay them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import AgreementPurpose
from billing import permissions
from billing.models import GroupLine, Remittance, RemittanceLine
from billing.queries.bank_details import (
    DetailsThatWait,
    OwnAccount,
    details_that_wait,
    own_accounts,
)
from billing.queries.group_lines import GroupLineShown, shown
from billing.queries.payment_files import Bounce, FileLine, bounces_of, files, paid_on
from billing.queries.sub_contracts import versions_of
from billing.remittances import Advice, why_not_payable
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
    """A remittance in a list. `is_ours` is true for the side that pays."""

    id: UUID
    number: int
    is_ours: bool
    lead: str
    group: str
    month: Month
    amount: Money
    paid_on: date | None


@dataclass(frozen=True)
class OwnAgreement:
    """An agreement under which the reader's own group is paid. `has_price` is false until it says for what."""

    id: UUID
    lead: str
    has_price: bool


@dataclass(frozen=True)
class RemittancesPage:
    """What is to pay, for the side that pays; what was paid, for both.

    `groups` are those to choose one of, and `group_id` is the one that was chosen. What a group agreed, and where
    it is paid to, is for the group itself.
    """

    month: Month
    to_pay: tuple[ToPay, ...]
    made: tuple[RemittanceRow, ...]
    may_make: bool
    may_pay: bool
    files: tuple[FileLine, ...]
    waits: tuple[DetailsThatWait, ...]
    groups: tuple[tuple[UUID, str], ...]
    group_id: UUID | None
    agreements: tuple[OwnAgreement, ...]
    accounts: tuple[OwnAccount, ...]

    @property
    def names_groups(self) -> bool:
        """Whether any of them is to another group than the reader's own."""
        return any(one.is_ours for one in self.made)


@dataclass(frozen=True)
class MakePage:
    """What a remittance would say. `seen` is how many lines there are; `made_id` is that of the month, once made."""

    group_id: UUID
    group: str
    month: Month
    lines: tuple[GroupLineShown, ...]
    seen: int
    writes_to: int
    made_id: UUID | None

    @property
    def why_not(self) -> str:
        """Why they make no remittance; "" where they do."""
        return why_not_payable(one.amount for one in self.lines)

    @property
    def total(self) -> Money:
        """The sum of the lines."""
        return total(one.amount for one in self.lines)


@dataclass(frozen=True)
class RemittancePage:
    """A remittance as it was made, and how it went since. Why the bank did not pay is for the lead NTP alone."""

    id: UUID
    advice: Advice
    digest: str
    group_id: UUID
    paid_on: date | None
    bounces: tuple[Bounce, ...]
    may_keep_bank: bool
    may_say_not_paid: bool
    agreements: tuple[OwnAgreement, ...]
    phone: str
    hours: str


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


def find_remittance(
    session: Session, actor: Actor, group_id: UUID, month: Month
) -> Remittance | None:
    """That of a group for a month, if it was made."""
    return session.scalar(
        visible_to(actor).where(
            Remittance.group_id == group_id, Remittance.month == month.first_day
        )
    )


def own_agreements(session: Session, actor: Actor, *, on: date) -> tuple[OwnAgreement, ...]:
    """The sub-contracts under which the actor's own group is paid, newest first."""
    return tuple(
        OwnAgreement(one.agreement.id, one.first, bool(versions_of(session, one.agreement.id)))
        for one in accounts.agreements(session, actor, on=on)
        if one.agreement.purpose is AgreementPurpose.SUB_CONTRACT
        and one.agreement.second_id == actor.organisation_id
    )


def remittances_page(
    session: Session, actor: Actor, *, on: date, group_id: UUID | None = None
) -> RemittancesPage:
    """What is to pay until the end of the month before a day, and all that was made; of one group, if one is named."""
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
    paid = {row.group_id: names[row.group_id] for row in rows}
    chosen = group_id if group_id in paid else None
    may_pay = actor.may(permissions.PAY_GROUPS)
    return RemittancesPage(
        month=month, to_pay=tuple(sorted(to_pay, key=lambda one: one.group.casefold())),
        made=_listed(
            session, actor, [row for row in rows if chosen in {None, row.group_id}], names
        ),
        may_make=may_make, may_pay=may_pay, files=files(session, actor) if may_pay else (),
        waits=details_that_wait(session, actor),
        groups=tuple(sorted(paid.items(), key=lambda one: one[1].casefold())), group_id=chosen,
        agreements=own_agreements(session, actor, on=on), accounts=own_accounts(session, actor),
    )  # fmt: skip


def _listed(
    session: Session, actor: Actor, rows: Sequence[Remittance], names: Mapping[UUID, str]
) -> tuple[RemittanceRow, ...]:
    paid = paid_on(session, [row.id for row in rows])
    return tuple(
        RemittanceRow(
            row.id, row.number, row.lead_id == actor.organisation_id, names[row.lead_id],
            names[row.group_id], Month(row.month), Money(row.pence), paid.get(row.id),
        )
        for row in rows
    )  # fmt: skip


def make_page(session: Session, actor: Actor, group_id: UUID, *, on: date) -> MakePage:
    """What a group would be paid until the end of the month before a day."""
    actor.must(permissions.MAKE_REMITTANCES)
    agreements_of_lines(session, actor, group_id)
    month = Month.containing(on).previous
    lines = unpaid(session, actor, until=month.last_day, group_id=group_id)
    group = accounts.get_organisation(session, group_id)
    made = find_remittance(session, actor, group_id, month)
    return MakePage(
        group_id, group.name, month, tuple(shown(one) for one in lines), len(lines),
        len(addresses_of_keepers(session, group_id)), made.id if made else None,
    )  # fmt: skip


def remittance_page(
    session: Session, actor: Actor, remittance_id: UUID, *, on: date
) -> RemittancePage:
    """A remittance, for both sides."""
    actor.must(permissions.SEE_REMITTANCES)
    row = get_remittance(session, actor, remittance_id)
    is_ours = row.lead_id == actor.organisation_id
    lead = accounts.get_organisation(session, row.lead_id)
    day = paid_on(session, [row.id]).get(row.id)
    bounces = bounces_of(session, row.id)
    return RemittancePage(
        id=row.id, advice=row.advice, digest=row.digest, group_id=row.group_id, paid_on=day,
        bounces=bounces if is_ours else tuple(replace(one, because="", who="") for one in bounces),
        may_keep_bank=is_ours and actor.may(permissions.KEEP_BANK_DETAILS),
        may_say_not_paid=is_ours and day is not None and actor.may(permissions.PAY_GROUPS),
        agreements=tuple(
            one for one in own_agreements(session, actor, on=on) if one.lead == lead.name
        ),
        phone=lead.phone, hours=lead.hours,
    )  # fmt: skip
