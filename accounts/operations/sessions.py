"""Sessions: begun by showing who one is, ended at once by whatever takes that away."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries
from accounts.models import User, UserSession
from accounts.vocabulary import Step
from audit import operations as audit
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.links import digest_of


def start_session(
    session: Session, user: User, *, token: str, awaits_code: bool, at: datetime
) -> UserSession:
    """Begin a session for somebody who has shown who they are; the token leaves in a cookie."""
    begun = UserSession(
        digest=digest_of(token),
        user_id=user.id,
        awaits_code=awaits_code,
        started_at=at,
        seen_at=at,
    )
    session.add(begun)
    return begun


def let_in(session: Session, user: User, *, token: str, at: datetime) -> Step:
    """Begin a session for somebody whose password or letter was right; what they must do next."""
    awaits_code = user.totp_confirmed_at is not None
    start_session(session, user, token=token, awaits_code=awaits_code, at=at)
    return queries.step_for(user, queries.seats_of(session, user.id), awaits_code=awaits_code)


def start_link_session(session: Session, *, holds: UUID, token: str, at: datetime) -> None:
    """Begin a session for somebody who came by a group's own link: it opens that group alone."""
    session.add(UserSession(digest=digest_of(token), holds=holds, started_at=at, seen_at=at))


def touch(session: Session, session_id: UUID, *, at: datetime) -> None:
    """Somebody is still there."""
    session.execute(sa.update(UserSession).where(UserSession.id == session_id).values(seen_at=at))


def sign_out(session: Session, actor: Actor, *, token: str, at: datetime) -> None:
    """End the session at once: the cookie is worth nothing from now on."""
    forget_token(session, token=token, at=at)
    audit.record(session, actor, "signed out", at=at)


def forget_token(session: Session, *, token: str, at: datetime) -> None:
    """End the session of one cookie, if there is one."""
    session.execute(
        sa.update(UserSession)
        .where(UserSession.digest == digest_of(token), UserSession.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_sessions(session: Session, user_id: UUID, *, at: datetime) -> None:
    """End every session of somebody: a role changed, a password changed, or they left."""
    session.execute(
        sa.update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_session(session: Session, actor: Actor, session_id: UUID, *, at: datetime) -> None:
    """Sign somebody out in one of the places where they are signed in."""
    row = session.get(UserSession, session_id)
    if row is None or actor.user_id is None or row.user_id != actor.user_id:
        raise NotFound
    row.ended_at = row.ended_at or at
    audit.record(session, actor, "signed out somewhere else", row, at=at)


def end_other_sessions(session: Session, actor: Actor, *, token: str, at: datetime) -> None:
    """Sign somebody out everywhere but here."""
    session.execute(
        sa.update(UserSession)
        .where(
            UserSession.user_id == actor.user_id,
            UserSession.digest != digest_of(token),
            UserSession.ended_at.is_(None),
        )
        .values(ended_at=at)
    )
    audit.record(session, actor, "signed out everywhere else", at=at)


def forget_old_sessions(session: Session, *, before: datetime) -> None:
    """Take away sessions that were last seen before a moment."""
    session.execute(sa.delete(UserSession).where(UserSession.seen_at < before))


def switch_seat(
    session: Session, actor: Actor, *, token: str, organisation_id: UUID, at: datetime
) -> None:
    """Act for another organisation that somebody belongs to."""
    seats = queries.seats_of(session, actor.user_id) if actor.user_id else ()
    if organisation_id not in {seat.organisation_id for seat in seats}:
        raise NotFound
    session.execute(
        sa.update(UserSession)
        .where(UserSession.digest == digest_of(token))
        .values(organisation_id=organisation_id)
    )
    audit.record(session, actor, "switched organisation", at=at, to=organisation_id)
