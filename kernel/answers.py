"""Answers already given to a form, so that sending it twice acts once (reliability.md R2).

Every rendered form carries a key. The first answer is kept with it and given again; the same key
with other words is refused. Nothing is kept when the form had mistakes.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel.database import Base
from kernel.errors import Conflict

_NAMESPACE = UUID("1f0f8c1e-9a4c-5c37-8e0a-0c7d4a7e2b10")


class FormAnswer(Base):
    """The first answer to a form: where it sent the person, or what it showed."""

    __tablename__ = "form_answer"

    fingerprint: Mapped[str]
    status: Mapped[int]
    location: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Given:
    """An answer that was given before: an HTTP status and where it led."""

    status: int
    location: str


def fingerprint_of(parts: list[tuple[str, str]]) -> str:
    """What was sent, as a digest, whatever the order of the fields."""
    return hashlib.sha256(repr(sorted(parts)).encode()).hexdigest()


def claim(session: Session, *, key: str, fingerprint: str, at: datetime) -> Given | None:
    """None for a new key, which is now taken; the first answer for a key that was answered.

    Raises Conflict when the key was used for other words. A second sender waits here for the first.
    """
    row_id = uuid5(_NAMESPACE, key)
    taken = session.scalar(
        _insert(session)
        .values(id=row_id, fingerprint=fingerprint, status=0, location="", given_at=at)
        .on_conflict_do_nothing()
        .returning(FormAnswer.id)
    )
    if taken is not None:
        return None
    first = session.get_one(FormAnswer, row_id)
    if first.fingerprint != fingerprint:
        raise Conflict(
            "You have sent this form before with other answers. "
            "Open the page again, then make your change."
        )
    return Given(first.status, first.location)


def keep(session: Session, *, key: str, status: int, location: str) -> None:
    """Keep the answer that was given to a claimed key."""
    answer = session.get_one(FormAnswer, uuid5(_NAMESPACE, key))
    answer.status, answer.location = status, location


def release(session: Session, *, key: str) -> None:
    """Let a claimed key be used again: the form only showed a page and changed nothing."""
    session.execute(sa.delete(FormAnswer).where(FormAnswer.id == uuid5(_NAMESPACE, key)))


def forget_old(session: Session, *, before: datetime) -> None:
    """Take away answers given before a moment."""
    session.execute(sa.delete(FormAnswer).where(FormAnswer.given_at < before))


def _insert(session: Session) -> sqlite.Insert | postgresql.Insert:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(FormAnswer)
    return postgresql.insert(FormAnswer)
