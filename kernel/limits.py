"""Limits on how often: counted in the database, so that all processes count together.

A key is hashed before it is kept (it may be an address or a network), and a window ends by itself:
nobody can be locked out for good by a stranger (reliability.md P9, D1, D6).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel.database import Base
from kernel.errors import TooMany

_NAMESPACE = UUID("8a4a2f0e-5d0c-5a55-9f4e-6a2b5f1f7c11")


class LimitCount(Base):
    """How often something happened in one window of time."""

    __tablename__ = "limit_count"

    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Limit:
    """At most `most` times in `window`; `says` is what the person reads when it is reached."""

    name: str
    most: int
    window: timedelta
    says: str


def count(session: Session, limit: Limit, key: str, *, at: datetime) -> None:
    """Count one more, or refuse with TooMany when the limit is reached."""
    row = _row(session, limit, key, at=at)
    if row.count >= limit.most:
        wait = int((row.ends_at - at).total_seconds()) + 1
        raise TooMany(limit.says, retry_after=wait)
    row.count += 1
    session.flush()


def is_reached(session: Session, limit: Limit, key: str, *, at: datetime) -> bool:
    """Whether one more would be refused; counts nothing."""
    row = session.get(LimitCount, _id_of(limit, key, at))
    return row is not None and row.count >= limit.most


def reset(session: Session, limit: Limit, key: str, *, at: datetime) -> None:
    """Start counting again: the right password was given."""
    session.execute(sa.delete(LimitCount).where(LimitCount.id == _id_of(limit, key, at)))


def forget_old(session: Session, *, before: datetime) -> None:
    """Take away windows that ended before a moment."""
    session.execute(sa.delete(LimitCount).where(LimitCount.ends_at < before))


def _row(session: Session, limit: Limit, key: str, *, at: datetime) -> LimitCount:
    row_id = _id_of(limit, key, at)
    row = session.get(LimitCount, row_id, with_for_update=True)
    if row is None:
        row = LimitCount(id=row_id, count=0, ends_at=_window_end(limit, at))
        session.add(row)
    return row


def _window_end(limit: Limit, at: datetime) -> datetime:
    seconds = limit.window.total_seconds()
    start = at.timestamp() // seconds * seconds
    return datetime.fromtimestamp(start + seconds, at.tzinfo)


def _id_of(limit: Limit, key: str, at: datetime) -> UUID:
    """The same name for the same thing in the same window; the key itself is not kept."""
    hashed = hashlib.sha256(f"{limit.name}\0{key}".encode()).hexdigest()
    return uuid5(_NAMESPACE, f"{hashed}\0{_window_end(limit, at).isoformat()}")
