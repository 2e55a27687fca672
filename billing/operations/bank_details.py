"""Keeping where groups are paid to: one person proposes it, a second one confirms it, and the group is told twice."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from billing import permissions
from billing.bank_details import DETAILS, BankDetails, DetailsMove
from billing.models import GroupBankDetails
from billing.queries.bank_details import contacts_of, details_of, get_paid_group, waiting_of
from kernel import mail
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london

MEANWHILE = "Somebody else did something with these bank details meanwhile. Look at them again."
NOT_ALONE = "Whoever proposed them does not confirm them. Ask a colleague."
NOT_THE_SAME = "This is not what was proposed. Compare both with the paper, and drop what is wrong."
NOT_THE_NAME = (
    "This is not the name that was proposed. Compare both with the paper, and drop what is wrong."
)


def propose_bank_details(
    session: Session,
    actor: Actor,
    group_id: UUID,
    details: BankDetails,
    *,
    checked: str,
    at: datetime,
) -> GroupBankDetails:
    """Propose where a group is paid to from now on. Nothing is paid there until a second person confirms it."""
    actor.must(permissions.KEEP_BANK_DETAILS)
    group = get_paid_group(session, actor, group_id, on=day_in_london(at))
    if actor.organisation_id is None or actor.user_id is None:
        raise RuleBroken("Only somebody who signed in proposes bank details.")
    rows = details_of(session, actor, group_id)
    if waiting_of(rows):
        raise Conflict("A change waits already. Confirm or drop it first.")
    told = contacts_of(session, rows, group_id)
    made = GroupBankDetails(
        lead_id=actor.organisation_id, group_id=group_id, number=len(rows) + 1, name=details.name,
        sort_code=details.sort_code, account=details.account, checked=checked,
        state=DETAILS.start, told=told, proposed_by=actor.user_id, proposed_who=actor.called,
        proposed_at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _tell(session, made, group, "billing/bank_details_proposed", told, at=at)
    audit.record(session, actor, "proposed bank details of a group", made, at=at, group=group_id)
    return made


def confirm_bank_details(
    session: Session,
    actor: Actor,
    group_id: UUID,
    typed: BankDetails,
    *,
    version: int,
    at: datetime,
) -> None:
    """A second person types them from the paper once more: where both are the same, the group is paid there.

    The same are the digits, and the name as it goes to the bank. RuleBroken, at the field, where they are not.
    """
    row, group = _waiting(session, actor, group_id, version=version, at=at)
    if row.proposed_by == actor.user_id:
        raise RuleBroken(NOT_ALONE)
    if not row.details.is_same_account(typed):
        raise RuleBroken(NOT_THE_SAME, field="account_number")
    if row.details.bacs_name != typed.bacs_name:
        raise RuleBroken(NOT_THE_NAME, field="name")
    told = _told_of(session, actor, row)
    row.settle(DetailsMove.CONFIRM, actor, at=at)
    session.flush()
    _tell(session, row, group, "billing/bank_details_confirmed", told, at=at)
    audit.record(session, actor, "confirmed bank details of a group", row, at=at, group=group_id)


def drop_bank_details(
    session: Session, actor: Actor, group_id: UUID, *, version: int, at: datetime
) -> None:
    """Drop what was proposed: the group is paid where it was paid before, and is told so."""
    row, group = _waiting(session, actor, group_id, version=version, at=at)
    told = _told_of(session, actor, row)
    row.settle(DetailsMove.DROP, actor, at=at)
    session.flush()
    _tell(session, row, group, "billing/bank_details_dropped", told, at=at)
    audit.record(session, actor, "dropped bank details of a group", row, at=at, group=group_id)


def _waiting(
    session: Session, actor: Actor, group_id: UUID, *, version: int, at: datetime
) -> tuple[GroupBankDetails, str]:
    actor.must(permissions.KEEP_BANK_DETAILS)
    group = get_paid_group(session, actor, group_id, on=day_in_london(at))
    row = waiting_of(details_of(session, actor, group_id))
    if row is None or row.version != version:
        raise Conflict(MEANWHILE)
    return row, group


def _told_of(session: Session, actor: Actor, row: GroupBankDetails) -> list[str]:
    """Who is told how it was settled: all who were told that it was proposed, and whoever keeps the group now."""
    rows = details_of(session, actor, row.group_id)
    return sorted({*contacts_of(session, rows, row.group_id), *row.told})


def _tell(
    session: Session,
    row: GroupBankDetails,
    group: str,
    template: str,
    told: Sequence[str],
    *,
    at: datetime,
) -> None:
    """Say that it happens, and no digit of it: a letter may be read by whoever should not."""
    lead = accounts.get_organisation(session, row.lead_id)
    facts = {
        "group": group, "lead": {"name": lead.name, "phone": lead.phone, "hours": lead.hours},
    }  # fmt: skip
    for address in told:
        mail.write(
            session, template=template, to=address, facts=facts, about=row.group_id, at=at
        )  # fmt: skip
