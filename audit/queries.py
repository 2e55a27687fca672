"""Reading the audit: the trail of a record, a person or a day, and whether the chain holds."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import permissions
from audit.chain import START, hash_of
from audit.models import AuditHead, AuditLine
from kernel.access import Actor
from kernel.periods import LONDON

PAGE = 50
MOST_DOWNLOADED = 50_000
MOST_OPENINGS = 2_000
HEADS = "audit-heads.log"
OPENED, LISTED = "opened", "saw in a list"
"""The act of a line that says that somebody has seen a record."""

NamesOf = Callable[[Session, Sequence[UUID]], Mapping[UUID, str]]
Called = Callable[[Session, str], Sequence[UUID]]


@dataclass
class _Register:
    """Who knows people's names: wired once at the start by accounts, which stands above."""

    names_of: NamesOf
    called: Called


_register = _Register(lambda _session, _ids: {}, lambda _session, _words: ())


def let_people_be_named(names_of: NamesOf, called: Called) -> None:
    """Say who knows the names of people, and who is meant by a name or an address."""
    _register.names_of, _register.called = names_of, called


@dataclass(frozen=True)
class Wanted:
    """Which lines somebody wants to see: of a record, by a person, on a day (in London)."""

    subject_id: UUID | None = None
    user_id: UUID | None = None
    who: str = ""
    day: date | None = None


@dataclass(frozen=True)
class TrailLine:
    """One line as a privacy officer reads it."""

    number: int
    at: datetime
    user_id: UUID | None
    name: str
    right: str
    act: str
    subject_kind: str
    subject_id: UUID | None
    details: Mapping[str, Any]

    @property
    def who(self) -> str:
        """The person's name; where there is none, the right by which they acted."""
        return self.name or self.right

    @property
    def detail_words(self) -> str:
        """The details as one line of text."""
        said = {name: _plain(value) for name, value in self.details.items()}
        return "; ".join(f"{name}: {words}" for name, words in said.items() if words)


@dataclass(frozen=True)
class Opening:
    """Somebody of an organisation saw a record: when, and by which right."""

    at: datetime
    right: str
    organisation_id: UUID


@dataclass(frozen=True)
class Opener:
    """Somebody who opened a record, and when they did so first."""

    subject_id: UUID
    user_id: UUID
    at: datetime


@dataclass(frozen=True)
class Look:
    """One line about some records, for a list of who looked: who, by which right, for whom, what."""

    at: datetime
    user_id: UUID | None
    name: str
    right: str
    organisation_id: UUID | None
    act: str
    subject_kind: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Trail:
    """A page of lines, newest first, and how many there are in all."""

    lines: tuple[TrailLine, ...]
    total: int
    page: int
    pages: int
    person: str = ""


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def trail(session: Session, actor: Actor, wanted: Wanted, *, page: int = 1) -> Trail:
    """What happened to a record, what a person did, what happened on a day. Pages start at 1."""
    actor.must(permissions.READ)
    found = _found(session, actor, wanted)
    total = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = found.order_by(AuditLine.number.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return Trail(
        _lines(session, session.scalars(rows).all()),
        total,
        page,
        pages,
        _name(session, wanted.user_id),
    )


def _name(session: Session, user_id: UUID | None) -> str:
    if user_id is None:
        return ""
    return _register.names_of(session, [user_id]).get(user_id, "")


def whole_trail(session: Session, actor: Actor, wanted: Wanted) -> Iterator[TrailLine]:
    """All the lines, newest first, for a file; 50,000 at most."""
    actor.must(permissions.READ)
    found = _found(session, actor, wanted).order_by(AuditLine.number.desc())
    rows = session.scalars(found.limit(MOST_DOWNLOADED).execution_options(yield_per=500))
    for some in rows.partitions(500):
        yield from _lines(session, some)


def looks_at(session: Session, subject_ids: Collection[UUID]) -> tuple[Look, ...]:
    """Who opened or changed some records, of whichever organisation, newest first.

    Whoever calls has made sure that the reader may know of these records.
    """
    rows = session.scalars(
        sa.select(AuditLine)
        .where(AuditLine.subject_id.in_(subject_ids))
        .order_by(AuditLine.number.desc())
        .limit(MOST_DOWNLOADED)
    ).all()
    names = _register.names_of(session, list({row.user_id for row in rows if row.user_id}))
    return tuple(
        Look(
            row.at, row.user_id, names.get(row.user_id, "") if row.user_id else "", row.who,
            row.organisation_id, row.act, row.subject_kind, row.details,
        )
        for row in rows
    )  # fmt: skip


def _found(session: Session, actor: Actor, wanted: Wanted) -> sa.Select[AuditLine]:
    found = visible_to(actor)
    if wanted.subject_id is not None:
        found = found.where(AuditLine.subject_id == wanted.subject_id)
    if wanted.user_id is not None:
        found = found.where(AuditLine.user_id == wanted.user_id)
    if wanted.who:
        found = found.where(AuditLine.user_id.in_(_register.called(session, wanted.who)))
    if wanted.day is not None:
        start = datetime.combine(wanted.day, time(), LONDON)
        end = datetime.combine(wanted.day + timedelta(days=1), time(), LONDON)
        found = found.where(AuditLine.at >= start, AuditLine.at < end)
    return found


def first_openings(
    session: Session, subject_ids: Sequence[UUID], *, organisation_id: UUID
) -> dict[UUID, datetime]:
    """When somebody of an organisation first opened each of some records; none where nobody did."""
    rows = session.execute(
        sa.select(AuditLine.subject_id, sa.func.min(AuditLine.at))
        .where(
            AuditLine.subject_id.in_(subject_ids),
            AuditLine.act == OPENED,
            AuditLine.organisation_id == organisation_id,
        )
        .group_by(AuditLine.subject_id)
    )
    return {subject_id: first for subject_id, first in rows if subject_id is not None}


def openers(session: Session, subject_ids: Sequence[UUID]) -> tuple[Opener, ...]:
    """Who opened each of some records, and when first; whoever was first stands first."""
    first = sa.func.min(AuditLine.at).label("first")
    rows = session.execute(
        sa.select(AuditLine.subject_id, AuditLine.user_id, first)
        .where(
            AuditLine.subject_id.in_(subject_ids),
            AuditLine.act == OPENED,
            AuditLine.user_id.is_not(None),
        )
        .group_by(AuditLine.subject_id, AuditLine.user_id)
        .order_by("first")
    )
    return tuple(Opener(one, who, at) for one, who, at in rows if one and who)


def openings(session: Session, subject_ids: Sequence[UUID]) -> tuple[Opening, ...]:
    """Each time that somebody of an organisation opened one of some records, newest first."""
    rows = session.execute(
        sa.select(AuditLine.at, AuditLine.who, AuditLine.organisation_id)
        .where(
            AuditLine.subject_id.in_(subject_ids),
            AuditLine.act == OPENED,
            AuditLine.organisation_id.is_not(None),
        )
        .order_by(AuditLine.number.desc())
        .limit(MOST_OPENINGS)
    )
    return tuple(Opening(at, who, place) for at, who, place in rows if place is not None)


def visible_to(actor: Actor) -> sa.Select[AuditLine]:
    """The lines of the actor's own organisation; an administrator of the installation sees all."""
    lines = sa.select(AuditLine)
    if actor.may(permissions.READ_ALL):
        return lines
    if actor.organisation_id is None:
        return lines.where(sa.false())
    return lines.where(AuditLine.organisation_id == actor.organisation_id)


def opened_at(
    session: Session, organisation_id: UUID, kind: str, among: sa.Select[UUID]
) -> frozenset[UUID]:
    """Which of these records somebody of an organisation has opened so far."""
    found = session.scalars(
        sa.select(AuditLine.subject_id)
        .where(
            AuditLine.subject_id.in_(among),
            AuditLine.subject_kind == kind,
            AuditLine.act == "opened",
            AuditLine.organisation_id == organisation_id,
        )
        .distinct()
    )
    return frozenset(one for one in found if one is not None)


def _lines(session: Session, rows: Sequence[AuditLine]) -> tuple[TrailLine, ...]:
    ids = {row.user_id for row in rows if row.user_id is not None}
    names = _register.names_of(session, list(ids)) if ids else {}
    return tuple(
        TrailLine(
            row.number,
            row.at,
            row.user_id,
            names.get(row.user_id, "") if row.user_id else "",
            row.who,
            row.act,
            row.subject_kind,
            row.subject_id,
            row.details,
        )
        for row in rows
    )


def broken_chain(session: Session, key: str, heads: Path | None = None) -> Iterator[str]:
    """What is wrong with the chain, in sentences; nothing when it holds.

    `heads` is the folder where heads were kept outside the database: without it, an end that was cut
    off, or an old database put back, cannot be told from the truth.
    """
    kept = _kept_heads(heads)
    previous, count = START, 0
    rows = session.scalars(
        sa.select(AuditLine)
        .order_by(AuditLine.number)
        .execution_options(yield_per=1000, populate_existing=True)
    )
    for row in rows:
        if row.number != count + 1:
            yield f"The audit jumps from line {count} to line {row.number}."
        count = row.number
        if hash_of(key, previous, row.words()) != row.hash:
            yield f"Line {row.number} of the audit is not as it was written."
        previous = row.hash
        if kept.get(count, {previous}) != {previous}:
            yield f"Line {count} of the audit differs from the head that was kept outside."
    yield from _wrong_end(session, count, previous, max(kept, default=0))


def _wrong_end(session: Session, count: int, last: str, kept_count: int) -> Iterator[str]:
    head = session.scalar(sa.select(AuditHead).execution_options(populate_existing=True))
    said_count, said_hash = (head.count, head.hash) if head else (0, START)
    if (said_count, said_hash) != (count, last):
        yield f"The audit ends at line {count}, but its head says {said_count}."
    if kept_count > count:
        yield f"The audit has {count} lines, but {kept_count} were there when its head was kept."


def _kept_heads(folder: Path | None) -> dict[int, set[str]]:
    """The hashes that were kept outside, by the number of the line; a line should have only one."""
    kept: dict[int, set[str]] = {}
    file = folder / HEADS if folder else None
    if file is None or not file.exists():
        return kept
    for line in file.read_text().splitlines():
        match line.split():
            case [_, count, hashed] if count.isdigit() and count != "0":
                kept.setdefault(int(count), set()).add(hashed)
    return kept
