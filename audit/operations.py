"""Writing the audit: what was done, opened or refused, in the same transaction as its cause."""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from audit.chain import START, hash_of
from audit.models import AuditHead, AuditLine
from audit.queries import HEADS, LISTED, OPENED
from kernel.access import Actor

HEAD_ID = UUID("00000000-0000-4000-8000-000000000001")
_PENDING = "audit"
_folders: list[Path] = []


class Subject(Protocol):
    """Anything that an act may be about: a row with an id."""

    @property
    def id(self) -> UUID: ...


def record(
    session: Session,
    actor: Actor,
    act: str,
    subject: Subject | None = None,
    *,
    at: datetime,
    **details: Any,
) -> None:
    """Say what was done, in the past tense. Details hold field names and ids, never people's words."""
    kind = _kind_of(subject) if subject is not None else ""
    _add(session, actor, act, kind, subject.id if subject is not None else None, details, at)


def note_opened(
    session: Session,
    actor: Actor,
    opened: Iterable[tuple[str, UUID]],
    *,
    listed: Iterable[tuple[str, UUID]] = (),
    at: datetime,
) -> None:
    """Note which records somebody has opened, and which they have seen in a list only."""
    for act, records in ((OPENED, opened), (LISTED, listed)):
        for kind, subject_id in records:
            _add(session, actor, act, kind, subject_id, {}, at)


def note_refused(session: Session, actor: Actor, endpoint: str, why: str, *, at: datetime) -> None:
    """Note that somebody known was refused."""
    _add(session, actor, "was refused", endpoint, None, {"why": why}, at)


def _kind_of(subject: Subject) -> str:
    return str(getattr(type(subject), "__tablename__", type(subject).__name__.lower()))


def _add(
    session: Session,
    actor: Actor,
    act: str,
    kind: str,
    subject_id: UUID | None,
    details: dict[str, Any],
    at: datetime,
) -> None:
    session.info.setdefault(_PENDING, []).append(
        AuditLine(
            at=at,
            user_id=actor.user_id,
            organisation_id=actor.organisation_id,
            who=_who(actor),
            act=act,
            subject_kind=kind,
            subject_id=subject_id,
            details={name: _plain(value) for name, value in details.items()},
        )
    )


def _who(actor: Actor) -> str:
    """By which right somebody acted; names are looked up, so that erasing a person stays possible."""
    if actor.is_system:
        return "the program"
    if actor.holds:
        return f"link of group {actor.holds}"
    return ", ".join(sorted(role.value for role in actor.roles)) or "a visitor"


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | list) or value is None else str(value)


def seal_with(key: str) -> Callable[[Session], None]:
    """What is to run at the end of each transaction: number and chain the lines it wrote.

    The head is taken last, so writers wait for one another only for this moment.
    """

    def seal(session: Session) -> None:
        lines: list[AuditLine] = session.info.pop(_PENDING, [])
        if not lines:
            return
        session.flush()
        head = _taken_head(session)
        for line in lines:
            line.number = head.count = head.count + 1
            line.hash = head.hash = hash_of(key, head.hash, line.words())
            session.add(line)

    return seal


def _taken_head(session: Session) -> AuditHead:
    """The head, locked until the transaction ends; the very first writers make it together."""
    head = session.get(AuditHead, HEAD_ID, with_for_update=True, populate_existing=True)
    if head is None:
        born = {"id": HEAD_ID, "count": 0, "hash": START}
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(insert(AuditHead).values(born).on_conflict_do_nothing())
        head = session.get_one(AuditHead, HEAD_ID, with_for_update=True)
    return head


def open_head_folder(folder: Path) -> None:
    """Say where heads are kept from now on: outside the database, best on another disk."""
    _folders[:] = [folder]


def head_folder() -> Path | None:
    """Where heads are kept, if that was said."""
    return _folders[0] if _folders else None


def keep_head(session: Session, *, at: datetime) -> None:
    """Add the head and count to a file outside the database, so that a cut-off end shows."""
    folder = head_folder()
    if folder is None:
        return
    head = session.get(AuditHead, HEAD_ID)
    count, last = (head.count, head.hash) if head else (0, START)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / HEADS).open("a") as kept:
        kept.write(f"{at.astimezone(UTC).isoformat()} {count} {last}\n")
        kept.flush()
        os.fsync(kept.fileno())
