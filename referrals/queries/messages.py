"""Practices' own systems: whose key it is, whom a message is about, and to whom it goes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import OrganisationFacts
from accounts.vocabulary import OrganisationKind
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.links import digest_of
from referrals import permissions
from referrals.models import HeardMessage, PracticeKey, ReceivedMessage, Referral


@dataclass(frozen=True)
class KeyLine:
    """A key in the practice's list; the key itself is nowhere."""

    id: UUID
    name: str
    made_at: datetime
    made_by: str
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class KeysPage:
    """The page of a practice's keys."""

    practice: str
    code: str
    keys: tuple[KeyLine, ...]
    """Those that work."""
    taken_back: tuple[KeyLine, ...]


def keys_of(actor: Actor) -> sa.Select[PracticeKey]:
    """The keys of the actor's practice, also those that open nothing any more."""
    return sa.select(PracticeKey).where(PracticeKey.practice_id == actor.organisation_id)


def get_key(session: Session, actor: Actor, key_id: UUID) -> PracticeKey:
    """A key of the actor's own practice that opens something, or NotFound."""
    works = PracticeKey.revoked_at.is_(None)
    row = session.scalar(keys_of(actor).where(PracticeKey.id == key_id, works))
    if row is None:
        raise NotFound
    return row


def is_called(session: Session, actor: Actor, name: str) -> bool:
    """Whether a key of the actor's practice that opens something has this name already."""
    same = sa.func.lower(PracticeKey.name) == name.lower()
    works = keys_of(actor).where(same, PracticeKey.revoked_at.is_(None))
    return session.scalar(works.limit(1)) is not None


def keys_page(session: Session, actor: Actor) -> KeysPage:
    """The practice's keys, newest first."""
    actor.must(permissions.CONNECT)
    practice = own_practice(session, actor)
    rows = session.scalars(keys_of(actor).order_by(PracticeKey.made_at.desc())).all()
    names = accounts.names_of(session, [row.made_by for row in rows if row.made_by])
    lines = [
        KeyLine(row.id, row.name, row.made_at, names.get(row.made_by, "") if row.made_by else "",
                row.last_used_at, row.revoked_at) for row in rows
    ]  # fmt: skip
    return KeysPage(
        practice.name, practice.code,
        tuple(line for line in lines if line.revoked_at is None),
        tuple(line for line in lines if line.revoked_at is not None),
    )  # fmt: skip


def own_practice(session: Session, actor: Actor) -> OrganisationFacts:
    """The practice that the actor acts for, or NotFound."""
    found = find_practice(session, actor.organisation_id) if actor.organisation_id else None
    if found is None:
        raise NotFound
    return found


def find_practice(session: Session, practice_id: UUID) -> OrganisationFacts | None:
    """A practice that is still there."""
    there = accounts.organisations(session, kind=OrganisationKind.PRACTICE)
    return next((one for one in there if one.id == practice_id), None)


def find_key(session: Session, token: str) -> PracticeKey | None:
    """The key of a token, if it opens anything. Its row is held: a practice's messages come one by one."""
    return session.scalar(
        sa.select(PracticeKey)
        .where(PracticeKey.digest == digest_of(token), PracticeKey.revoked_at.is_(None))
        .with_for_update()
    )


def find_message(session: Session, practice_id: UUID, message_id: str) -> ReceivedMessage | None:
    """A message that this practice has sent before."""
    return session.scalar(
        sa.select(ReceivedMessage).where(
            ReceivedMessage.practice_id == practice_id, ReceivedMessage.message_id == message_id
        )
    )


def was_heard(session: Session, practice_id: UUID, message_id: str) -> bool:
    """Whether this practice sent a message of that id whose person was erased since."""
    wanted = sa.select(HeardMessage.id).where(
        HeardMessage.practice_id == practice_id, HeardMessage.digest == digest_of(message_id)
    )
    return session.scalar(wanted) is not None


def heard_of(session: Session, person_id: UUID) -> list[HeardMessage]:
    """What is left of the messages by which somebody came: that they came, to be added."""
    rows = session.scalars(
        sa.select(ReceivedMessage)
        .join(Referral, Referral.id == ReceivedMessage.referral_id)
        .where(Referral.person_id == person_id)
    )
    return [
        HeardMessage(practice_id=row.practice_id, digest=digest_of(row.message_id)) for row in rows
    ]
