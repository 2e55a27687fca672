"""Finding somebody, and opening a colleague's case with a reason: each leaves a line in the audit (P5)."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.limits import Limit
from referrals.models import CaseOpening
from referrals.queries import openings as queries
from referrals.queries.openings import Found, Sought

OPEN_FOR = timedelta(hours=12)
SEARCHES = Limit(
    "person searches", 30, timedelta(hours=1),
    "You have looked for people 30 times in an hour. Wait a while, or ask your manager.",
)  # fmt: skip


def look_for(session: Session, actor: Actor, sought: Sought, *, at: datetime) -> tuple[Found, ...]:
    """Look for somebody; the audit keeps that it was done and who was found, not what was typed."""
    found = queries.find(session, actor, sought)
    how = "NHS number" if sought.nhs_number else "name and date of birth"
    audit.record(
        session, actor, "looked for a person", at=at, how=how,
        found=[str(one.person_id) for one in found],
    )  # fmt: skip
    audit.note_opened(
        session, actor, (), listed=[("person", one.person_id) for one in found], at=at
    )
    return found


def open_anyway(
    session: Session, actor: Actor, referral_id: UUID, *, because: str, at: datetime
) -> CaseOpening:
    """Read a colleague's case for twelve hours; her manager sees the reason, and so may the person."""
    referral = queries.get_openable(session, actor, referral_id)
    assert actor.user_id is not None  # noqa: S101 - a link worker is signed in
    opening = CaseOpening(
        user_id=actor.user_id, referral_id=referral.id, because=because, at=at, until=at + OPEN_FOR
    )
    session.add(opening)
    audit.record(session, actor, "opened a colleague's case", referral, at=at, opening=opening.id)
    return opening


def mark_seen(session: Session, actor: Actor, *, at: datetime) -> int:
    """The manager has looked at every reason so far; how many were new."""
    rows = queries.unseen(session, actor)
    for row in rows:
        row.seen_by, row.seen_at = actor.user_id, at
    audit.record(
        session,
        actor,
        "looked at why cases were opened",
        at=at,
        openings=[str(row.id) for row in rows],
    )
    return len(rows)
