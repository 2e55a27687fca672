"""Reading where groups are paid to: never more than the last digits, but for the file that goes to the bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import AgreementPurpose
from billing import permissions
from billing.bank_details import DetailsState
from billing.models import GroupBankDetails
from directory.queries.keepers import addresses_of_keepers
from kernel.access import Actor
from kernel.errors import NotFound


@dataclass(frozen=True)
class DetailsLine:
    """Bank details, by their last digits: how they were checked, who proposed them, and who settled them."""

    masked: str
    checked: str
    state: DetailsState
    proposed_by: str
    proposed_at: datetime
    settled_by: str
    settled_at: datetime | None


@dataclass(frozen=True)
class BankPage:
    """Where a group is paid to, what waits for a second person, and what was before.

    `version` is that of what waits. `may_confirm` is false for whoever proposed it.
    """

    group_id: UUID
    group: str
    held: DetailsLine | None
    waits: DetailsLine | None
    before: tuple[DetailsLine, ...]
    version: int
    may_confirm: bool
    writes_to: int


@dataclass(frozen=True)
class DetailsThatWait:
    """A group whose bank details wait for a second person. `may_confirm` is false for whoever proposed them."""

    group_id: UUID
    group: str
    may_confirm: bool


@dataclass(frozen=True)
class OwnAccount:
    """Where a lead NTP pays the reader's own group to, by the last digits: "" where nothing is confirmed."""

    lead: str
    phone: str
    hours: str
    masked: str
    waits: bool


def get_paid_group(session: Session, actor: Actor, group_id: UUID, *, on: date) -> str:
    """The name of a group under a sub-contract of the actor's own organisation, or NotFound."""
    for line in accounts.agreements(session, actor, on=on):
        one = line.agreement
        is_ours = one.first_id == actor.organisation_id and one.second_id == group_id
        if is_ours and one.purpose is AgreementPurpose.SUB_CONTRACT:
            return line.second
    raise NotFound


def details_of(session: Session, actor: Actor, group_id: UUID) -> Sequence[GroupBankDetails]:
    """All that the actor's own organisation ever kept of a group, oldest first."""
    return session.scalars(
        sa.select(GroupBankDetails)
        .where(
            GroupBankDetails.lead_id == actor.organisation_id,
            GroupBankDetails.group_id == group_id,
        )
        .order_by(GroupBankDetails.number)
    ).all()


def waiting_of(rows: Sequence[GroupBankDetails]) -> GroupBankDetails | None:
    """What waits for a second person."""
    return next((one for one in rows if one.state is DetailsState.PROPOSED), None)


def held_of(rows: Sequence[GroupBankDetails]) -> GroupBankDetails | None:
    """What was confirmed last: there the group is paid to."""
    confirmed = [one for one in rows if one.state is DetailsState.CONFIRMED]
    return confirmed[-1] if confirmed else None


def contacts_of(session: Session, rows: Sequence[GroupBankDetails], group_id: UUID) -> list[str]:
    """Who is told of a change: whoever keeps the group now, and whoever was told of the one before."""
    held = held_of(rows)
    return sorted({*addresses_of_keepers(session, group_id), *(held.told if held else ())})


def details_that_wait(session: Session, actor: Actor) -> tuple[DetailsThatWait, ...]:
    """The groups of the actor's own lead NTP whose bank details wait, by name; none for who does not keep them."""
    if not actor.may(permissions.KEEP_BANK_DETAILS):
        return ()
    rows = session.scalars(
        sa.select(GroupBankDetails).where(
            GroupBankDetails.lead_id == actor.organisation_id,
            GroupBankDetails.state == DetailsState.PROPOSED,
        )
    )
    found = [
        DetailsThatWait(
            row.group_id, accounts.get_organisation(session, row.group_id).name,
            row.proposed_by != actor.user_id,
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.group.casefold(), str(one.group_id))))


def own_accounts(session: Session, actor: Actor) -> tuple[OwnAccount, ...]:
    """Where the actor's own group is paid to by each lead NTP, by the name of the lead NTP."""
    actor.must(permissions.SEE_REMITTANCES)
    kept: dict[UUID, list[GroupBankDetails]] = {}
    for row in session.scalars(
        sa.select(GroupBankDetails)
        .where(GroupBankDetails.group_id == actor.organisation_id)
        .order_by(GroupBankDetails.number)
    ):
        kept.setdefault(row.lead_id, []).append(row)
    found = [_own(session, lead_id, rows) for lead_id, rows in kept.items()]
    return tuple(sorted(found, key=lambda one: one.lead.casefold()))


def bank_page(session: Session, actor: Actor, group_id: UUID, *, on: date) -> BankPage:
    """Where a group is paid to, for those of the lead NTP who keep it."""
    actor.must(permissions.KEEP_BANK_DETAILS)
    group = get_paid_group(session, actor, group_id, on=on)
    rows = details_of(session, actor, group_id)
    held, waits = held_of(rows), waiting_of(rows)
    return BankPage(
        group_id,
        group,
        _line(held) if held else None,
        _line(waits) if waits else None,
        tuple(_line(one) for one in reversed(rows) if one not in (held, waits)),
        waits.version if waits else 0,
        waits is not None and waits.proposed_by != actor.user_id,
        len(contacts_of(session, rows, group_id)),
    )


def _line(row: GroupBankDetails) -> DetailsLine:
    return DetailsLine(
        row.details.masked, row.checked, row.state, row.proposed_who, row.proposed_at, row.settled_who,
        row.settled_at,
    )  # fmt: skip


def _own(session: Session, lead_id: UUID, rows: Sequence[GroupBankDetails]) -> OwnAccount:
    lead, held = accounts.get_organisation(session, lead_id), held_of(rows)
    masked = held.details.masked if held else ""
    return OwnAccount(lead.name, lead.phone, lead.hours, masked, waiting_of(rows) is not None)
