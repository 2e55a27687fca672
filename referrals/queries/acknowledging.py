"""Reading whom to tell that a referral came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Role
from kernel.periods import holidays_in_england
from referrals.clocks import unread_before
from referrals.lifecycle import Move, State
from referrals.models import Referral, ReferralMove
from referrals.queries import case
from referrals.queries.danger import was_sent_with_danger
from referrals.queries.hearing import hears_of
from referrals.queries.standing import in_caseload, sooner_reach_by


def find(session: Session, referral_id: UUID) -> Referral | None:
    """A referral, for the program itself."""
    return session.get(Referral, referral_id)


def running_case(session: Session, referral_id: UUID) -> Referral | None:
    """The case that somebody has something to do with of whoever a referral is about, if there is one."""
    person_id = sa.select(Referral.person_id).where(Referral.id == referral_id).scalar_subquery()
    wanted = sa.select(Referral).where(Referral.person_id == person_id, in_caseload())
    return session.scalars(
        wanted.order_by(Referral.id != referral_id, Referral.sent_at.desc()).limit(1)
    ).first()


def case_in_hand(session: Session, referral_id: UUID) -> Referral | None:
    """Where words about whoever a referral is about are answered, running or over.

    A case that was opened again goes on as another: nobody looks at the one before.
    """
    row = running_case(session, referral_id) or find(session, referral_id)
    while row is not None and (after := _after(session, row)) is not None:
        row = after
    return row


def _after(session: Session, row: Referral) -> Referral | None:
    if row.state is not State.REOPENED:
        return None
    wanted = sa.select(Referral).where(Referral.previous_id == row.id)
    return session.scalars(wanted.order_by(Referral.started_at.desc()).limit(1)).first()


def facts(session: Session, row: Referral) -> dict[str, Any]:
    """What the letters are told: nothing about the person."""
    lead = accounts.get_organisation(session, row.lead_id)
    named = [row.link_worker_id] if row.link_worker_id else []
    names = accounts.names_of(session, named)
    return {
        "referral_id": str(row.id),
        "lead": lead.name,
        "phone": lead.phone,
        "hours": lead.hours,
        "link_worker": next(iter(names.values()), ""),
        "hears": hears_of(session, row),
    }


def sooner_facts(session: Session, row: Referral) -> dict[str, Any]:
    """By which day the person is to be reached, where the referral says that it is not the usual time."""
    day = sooner_reach_by(session, row, hears=False)
    said = f"{day.day} {day:%B %Y}" if day else ""
    return {"how_soon": row.urgency.in_short, "reach_by": said}


def danger_facts(session: Session, row: Referral, *, at: datetime) -> dict[str, Any]:
    """What the practice hears of danger that it wrote of itself, who was told, and when it is read.

    What a link worker wrote is not the practice's to read, be it before it came back and was sent again.
    """
    if not was_sent_with_danger(session, row):
        return {"is_in_danger": False, "told": "", "unread_before": ""}
    return {
        "is_in_danger": True, "told": _told(session, row),
        "unread_before": unread_before(at, holidays=holidays_in_england()),
    }  # fmt: skip


def told_of(session: Session, referral_id: UUID) -> str:
    """Who at the lead NTP hears of danger in a case, in words."""
    row = case_in_hand(session, referral_id)
    return _told(session, row) if row else ""


def _told(session: Session, row: Referral) -> str:
    worker, managers = _receivers(session, row)
    those = {"the link worker": worker, "the managers": managers}
    return _joined([name for name, there in those.items() if there])


def referrers(session: Session, row: Referral) -> tuple[str, ...]:
    """Who hears at the practice: whoever sent it; for a call, the practice's managers."""
    if row.practice_id is None:
        return ()
    staff = {
        one.id: one.email
        for role in (Role.REFERRER, Role.PRACTICE_MANAGER)
        for one in accounts.holders(session, row.practice_id, role)
    }
    if row.started_by in staff:
        return (staff[row.started_by],)
    managers = accounts.holders(session, row.practice_id, Role.PRACTICE_MANAGER)
    return tuple(one.email for one in managers)


def sender(session: Session, row: Referral) -> str:
    """Who sent it last, as its story says it."""
    sent = sa.select(ReferralMove.who).where(
        ReferralMove.referral_id == row.id, ReferralMove.move == Move.SEND
    )
    return session.scalar(sent.order_by(ReferralMove.number.desc()).limit(1)) or ""


@dataclass(frozen=True)
class Hearer:
    """Who hears at the lead NTP of words of danger, whose case it is, and who else was told."""

    address: str
    is_yours: bool
    link_worker: str
    also_told: str


def hearers(session: Session, row: Referral, *, is_practice_told: bool) -> tuple[Hearer, ...]:
    """Who hears when danger is spoken of: the link worker it goes to, and the managers."""
    worker, managers = _receivers(session, row)
    name = case.name_of(session, row.link_worker_id) if worker else ""
    return tuple(
        Hearer(one, one in worker, name, _others(one, worker, managers, is_practice_told))
        for one in sorted(worker | managers)
    )


def _others(address: str, worker: set[str], managers: set[str], is_practice_told: bool) -> str:
    which = "the other managers" if address in managers else "the managers"
    parts = {
        "the link worker": bool(worker - {address}),
        which: bool(managers - worker - {address}),
        "the practice": is_practice_told,
    }
    return _joined([words for words, is_so in parts.items() if is_so])


def _joined(words: Sequence[str]) -> str:
    *most, last = words or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _receivers(session: Session, row: Referral) -> tuple[set[str], set[str]]:
    workers = accounts.holders(session, row.lead_id, Role.LINK_WORKER)
    managers = accounts.holders(session, row.lead_id, Role.LEAD_MANAGER)
    own = {one.email for one in workers if one.id == row.link_worker_id}
    return own, {one.email for one in managers}
