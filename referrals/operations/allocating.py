"""Giving cases to link workers: the named one, or another with a reason (A-LN-01, P6)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel import mail, outbox
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from referrals import permissions
from referrals.casework import Inequality
from referrals.events import ReferralMoved
from referrals.models import Allocation, PriorityFlag, Referral
from referrals.queries import get_case
from referrals.queries.arranged import workers_now
from referrals.queries.inbox import cases_of, named_for, needs_somebody
from referrals.queries.priority import find_flag
from referrals.queries.standing import people_in_danger

HAS_IT = "They have this case already. Choose somebody else, or leave it with them."
NOT_OPEN = "This case is over, so nobody needs to have it."
GIVEN_MEANWHILE = (
    "Somebody else has given this case to a link worker in the meantime. "
    "Open the inbox again to see who has it."
)


def give(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    to: UUID,
    had: UUID | None,
    because: str,
    at: datetime,
) -> Referral:
    """Give a case to a link worker who works here. Not the named one: the manager says why.

    `had` is who had it when the manager looked; if that has changed nothing is overwritten.
    """
    actor.must(permissions.OVERSEE)
    row = get_case(session, actor, referral_id)
    if row.link_worker_id != had:
        raise Conflict(GIVEN_MEANWHILE)
    if not needs_somebody(session, row):
        raise RuleBroken(NOT_OPEN)
    named = named_for(session, row)
    if named and to not in named and not because:
        raise RuleBroken(
            "Say why it is not the link worker who is named for the practice.", field="because"
        )
    _give(session, actor, row, to=to, because=because, at=at)
    _tell(session, [row], to, at=at)
    _tell_former(session, [row], had, at=at)
    return row


def give_all(
    session: Session, actor: Actor, *, from_worker: UUID, to: UUID, because: str, at: datetime
) -> int:
    """Give everything that somebody has to a colleague: she leaves, or is away for long."""
    actor.must(permissions.OVERSEE)
    rows = cases_of(session, actor, from_worker)
    for row in rows:
        _give(session, actor, row, to=to, because=because, at=at)
    if rows:
        _tell(session, rows, to, at=at)
        _tell_former(session, rows, from_worker, at=at)
    return len(rows)


def _give(
    session: Session, actor: Actor, row: Referral, *, to: UUID, because: str, at: datetime
) -> None:
    if to not in workers_now(session, row.lead_id):
        raise RuleBroken("Choose somebody who is a link worker here today.", field="to")
    if to == row.link_worker_id:
        raise RuleBroken(HAS_IT, field="to")
    session.add(
        Allocation(
            referral_id=row.id, from_worker_id=row.link_worker_id, to_worker_id=to,
            from_lead_id=row.lead_id, to_lead_id=row.lead_id, because=because,
            by=actor.user_id, who=actor.called, at=at,
        )
    )  # fmt: skip
    row.give_to(to)
    session.flush()  # of two who give it at once the second is told
    audit.record(session, actor, "gave a case to a link worker", row, at=at, to=to)
    outbox.announce(session, ReferralMoved(row.id), at=at)


def _tell(session: Session, rows: Sequence[Referral], user_id: UUID, *, at: datetime) -> None:
    """Whoever has them now hears how many there are, and whether somebody is to be rung today."""
    given = Referral.id.in_([row.id for row in rows])
    in_danger = people_in_danger(session, given, lead_id=rows[0].lead_id)
    mail.write(
        session, template="referrals/given", to=accounts.email_of(session, user_id),
        facts={"number": len(rows), "in_danger": in_danger}, at=at,
    )  # fmt: skip


def _tell_former(
    session: Session, rows: Sequence[Referral], user_id: UUID | None, *, at: datetime
) -> None:
    """Whoever had them until now, and still works here, hears that they are off the list."""
    if user_id in workers_now(session, rows[0].lead_id):
        mail.write(
            session, template="referrals/given_on", to=accounts.email_of(session, user_id),
            facts={"number": len(rows)}, at=at,
        )  # fmt: skip


def put_first(
    session: Session, actor: Actor, referral_id: UUID, *, group: Inequality, at: datetime
) -> None:
    """Mark a case as one that comes first, and why (A-HLW-08)."""
    row = get_case(session, actor, referral_id)
    flag = find_flag(session, row.id)
    if flag is None:
        flag = PriorityFlag(referral_id=row.id)
        session.add(flag)
    flag.group, flag.by, flag.at = group, actor.user_id, at
    audit.record(session, actor, "put a case first", row, at=at)


def take_its_turn(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> None:
    """A case is put first no longer."""
    row = get_case(session, actor, referral_id)
    flag = find_flag(session, row.id)
    if flag is not None:
        session.delete(flag)
        audit.record(session, actor, "let a case take its turn", row, at=at)
