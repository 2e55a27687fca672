"""Raising, answering and closing a safeguarding concern. Letters and the audit say that there is one, and no more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel import mail
from kernel.access import Actor
from kernel.errors import Conflict, NotAllowed, RuleBroken
from referrals import permissions
from referrals.casework import Danger
from referrals.models import Concern, ConcernNote
from referrals.queries import get_case
from referrals.queries.arranged import managers_of, safeguarding_lead
from referrals.queries.safeguarding import get_concern, is_named


def raise_concern(
    session: Session, actor: Actor, referral_id: UUID, *, danger: Danger, words: str, at: datetime
) -> Concern:
    """Write down a worry and tell the named lead at once; nobody else can read it."""
    actor.must(permissions.RAISE_CONCERN)
    case = get_case(session, actor, referral_id)
    concern = Concern(
        person_id=case.person_id, referral_id=case.id, lead_id=case.lead_id, danger=danger,
        words=words, raised_by=actor.user_id, raised_at=at,
    )  # fmt: skip
    session.add(concern)
    session.flush()
    audit.record(session, actor, "raised a safeguarding concern", concern, at=at)
    alert(session, case.lead_id, at=at)
    return concern


def alert(session: Session, lead_id: UUID, *, at: datetime) -> None:
    """A letter to the named lead; when nobody is named, to the managers: that somebody must be, now."""
    named = safeguarding_lead(session, lead_id)
    if named is not None:
        address = accounts.email_of(session, named)
        mail.write(session, template="referrals/concern", to=address, facts={}, at=at)
        return
    for manager in managers_of(session, lead_id):
        mail.write(session, template="referrals/nobody_named", to=manager.email, facts={}, at=at)


def write_down(
    session: Session, actor: Actor, concern_id: UUID, *, words: str, at: datetime
) -> ConcernNote:
    """The named lead says what was done so far; the concern stays open."""
    concern = _to_answer(session, actor, concern_id)
    made = concern.write_down(words, by=actor, at=at)
    session.add(made)
    session.flush()
    audit.record(session, actor, "wrote down what was done about a concern", concern, at=at)
    return made


def close_concern(
    session: Session,
    actor: Actor,
    concern_id: UUID,
    *,
    what_was_done: str,
    version: int,
    at: datetime,
) -> Concern:
    """The named lead says what was done. `version` is the one that was looked at."""
    concern = _to_answer(session, actor, concern_id)
    if concern.version != version:
        raise Conflict("Somebody else changed this in the meantime. Open the page again and look.")
    concern.close(by=actor.user_id, what_was_done=what_was_done, at=at)
    session.flush()
    audit.record(session, actor, "closed a safeguarding concern", concern, at=at)
    return concern


def _to_answer(session: Session, actor: Actor, concern_id: UUID) -> Concern:
    """An open concern, for the named lead."""
    concern = get_concern(session, actor, concern_id)
    if not is_named(session, actor):
        raise NotAllowed
    if concern.closed_at is not None:
        raise RuleBroken("This concern is closed already.")
    return concern
