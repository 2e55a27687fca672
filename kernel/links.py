"""One-use links: the way in from a letter. Only the digest is kept; a link works once and then never.

A link is for one purpose and one record (reliability.md D5, P10): confirming a listing, coming back
to it, an invitation, a new password.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel.database import Base

TOKEN_BYTES = 24


class OneUseLink(Base):
    """A link that was sent: what it is for, and until when."""

    __tablename__ = "one_use_link"

    purpose: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    """When it ended since too many wrong answers were given with it."""


def digest_of(token: str) -> str:
    """What is kept of a token: 192 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(
    session: Session, *, purpose: str, subject_id: UUID, lifetime: timedelta, at: datetime
) -> str:
    """A new token for a purpose and a record. Earlier ones for the same stay good until they end."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        OneUseLink(
            purpose=purpose,
            subject_id=subject_id,
            digest=digest_of(token),
            made_at=at,
            expires_at=at + lifetime,
        )
    )
    return token


def find(session: Session, token: str, *, purpose: str, at: datetime) -> UUID | None:
    """The record that a good token is for; None when it is unknown, used or too old."""
    return session.scalar(_good(token, purpose, at).with_only_columns(OneUseLink.subject_id))


def find_used(session: Session, token: str, *, purpose: str) -> UUID | None:
    """The record that a token was for which has been used; None when it is unknown or never was."""
    return session.scalar(
        sa.select(OneUseLink.subject_id).where(
            OneUseLink.digest == digest_of(token),
            OneUseLink.purpose == purpose,
            OneUseLink.used_at.is_not(None),
        )
    )


def use(session: Session, token: str, *, purpose: str, at: datetime) -> UUID | None:
    """Use a token up. The record it was for, or None; of two who press at once only one gets it."""
    link = session.scalar(_good(token, purpose, at).with_for_update())
    if link is None:
        return None
    link.used_at = at
    session.flush()
    return link.subject_id


def fail(session: Session, token: str, *, purpose: str, at: datetime) -> UUID | None:
    """Let a token work no more, since whoever holds it keeps guessing. The record it was for, or None."""
    link = session.scalar(_good(token, purpose, at).with_for_update())
    if link is None:
        return None
    link.used_at = link.failed_at = at
    session.flush()
    return link.subject_id


def revoke(session: Session, *, purpose: str, subject_id: UUID, at: datetime) -> None:
    """Let no earlier link for this purpose and record work any more."""
    session.execute(
        sa.update(OneUseLink)
        .where(
            OneUseLink.purpose == purpose,
            OneUseLink.subject_id == subject_id,
            OneUseLink.used_at.is_(None),
        )
        .values(used_at=at)
    )


def forget_about(session: Session, subject_ids: Collection[UUID]) -> None:
    """Take away every link that leads to one of these records."""
    session.execute(sa.delete(OneUseLink).where(OneUseLink.subject_id.in_(subject_ids)))


def forget_old(session: Session, *, before: datetime) -> None:
    """Take away links that ended before a moment."""
    session.execute(sa.delete(OneUseLink).where(OneUseLink.expires_at < before))


def _good(token: str, purpose: str, at: datetime) -> sa.Select[OneUseLink]:
    return sa.select(OneUseLink).where(
        OneUseLink.digest == digest_of(token),
        OneUseLink.purpose == purpose,
        OneUseLink.used_at.is_(None),
        OneUseLink.expires_at > at,
    )
