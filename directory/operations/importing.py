"""Bringing in a list from elsewhere: begin, match the columns, read, cancel, choose, publish (A-DIR-06).

Reading is done beside, a few hundred rows at a time (`intake`); until the last row is read, nothing
is in the directory. What came in is drafts; an editor publishes them in one act.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from directory import permissions
from directory.events import FileToRead
from directory.imports import Matching, Sheet, Tally, fits, guess_columns, read
from directory.imports.batches import BatchMove, BatchState
from directory.imports.columns import Field
from directory.imports.tally import Outcome
from directory.lifecycle import Move, State
from directory.models import ColumnMapping, ImportBatch, ImportRow
from directory.operations import keeping_many
from directory.operations.intake import intake
from directory.queries import importing as queries
from directory.wording import one_line, shortened
from kernel import mail, outbox
from kernel.access import SYSTEM, Actor
from kernel.errors import RuleBroken

SAMPLED = 20
SHOWN = 5
LONGEST_SHOWN = 80
LONGEST_NAME = 80
TOO_LATE = "This file is published already. Change its listings one by one."
NOTHING_TO_TAKE = "Nothing of this list is left to take back. Take down the rest one by one."
NO_NAME = "Say which column holds the name of the activity or of the group."


@dataclass(frozen=True)
class StagedRow:
    """A row as it was read, and what is to become of it."""

    number: int
    outcome: Outcome
    key: str = ""
    fingerprint: str = ""
    column: str = ""
    says: str = ""
    draft: Mapping[str, Any] | None = None
    notes: list[dict[str, str]] = field(default_factory=list)
    flags: list[dict[str, str]] = field(default_factory=list)


def begin_batch(
    session: Session, actor: Actor, *, area_id: UUID, name: str, data: bytes | Path, at: datetime
) -> ImportBatch:
    """Look at a file and guess what its columns hold. Raises RuleBroken if it cannot be read."""
    actor.must(permissions.IMPORT)
    sheet = read(name, data)
    rows = sheet.sample(SAMPLED)
    matching = _matching(session, area_id, sheet, [row.cells for row in rows])
    batch = ImportBatch(
        area_id=area_id,
        file_name=shortened(one_line(name), LONGEST_NAME),
        known_as=queries.known_before(session, area_id, sheet.headings) or _called(name),
        kind=sheet.kind.value,
        state=BatchState.MATCHING,
        headings=list(sheet.headings),
        sample=[[shortened(cell, LONGEST_SHOWN) for cell in row.cells] for row in rows[:SHOWN]],
        mapping=matching.as_names(),
        begun_by=actor.user_id,
        begun_at=at,
        heard_at=at,
    )
    session.add(batch)
    session.flush()
    intake().keep(batch.id, data)
    audit.record(session, actor, "brought a file", batch, at=at)
    return batch


def _matching(
    session: Session, area_id: UUID, sheet: Sheet, sample: Sequence[Sequence[str]]
) -> Matching:
    """How the columns were matched the last time; else a guess."""
    names = queries.remembered(session, area_id, sheet.headings)
    if names is not None and fits(names, sheet.headings):
        return Matching.from_names(names, sheet.headings)
    return guess_columns(sheet.headings, sample)


def _called(name: str) -> str:
    """What a list is known as until somebody says it better: its file's name."""
    stem = Path(name.replace("\\", "/")).stem.replace("_", " ").replace("-", " ")
    return shortened(one_line(stem), LONGEST_NAME) or "A list"


def read_batch(
    session: Session,
    actor: Actor,
    batch_id: UUID,
    *,
    names: Mapping[str, str],
    known_as: str,
    at: datetime,
) -> ImportBatch:
    """Let the file be read with these columns (heading: fact, or ""), and remember them."""
    actor.must(permissions.IMPORT)
    batch = queries.take_batch(session, actor, batch_id)
    matching = Matching.from_names(names, batch.headings)
    if not {Field.NAME, Field.GROUP} & set(matching.fields.values()):
        raise RuleBroken(NO_NAME)
    batch.make(BatchMove.READ, at=at)
    batch.mapping = matching.as_names()
    batch.known_as = shortened(one_line(known_as), LONGEST_NAME) or batch.known_as
    batch.says = ""
    _remember(session, batch, at=at)
    audit.record(session, actor, "let a file be read", batch, at=at)
    outbox.announce(session, FileToRead(batch.id), at=at)
    return batch


def _remember(session: Session, batch: ImportBatch, *, at: datetime) -> None:
    kept = session.scalar(queries.remembered_row(batch.area_id, batch.headings))
    if kept is None:
        kept = ColumnMapping(
            area_id=batch.area_id, headings=queries.headings_key(batch.headings), mapping={}
        )
        session.add(kept)
    kept.mapping, kept.remembered_at = dict(batch.mapping), at


def start_over(session: Session, batch_id: UUID, *, at: datetime) -> bool:
    """Begin to read a file from its first row; False if nobody wants it read any more."""
    batch = queries.take_batch(session, SYSTEM, batch_id)
    if batch.state is not BatchState.READING:
        return False
    _forget_rows(session, batch)
    batch.heard_at = at
    audit.record(session, SYSTEM, "began to read a file", batch, at=at)
    return True


def keep_rows(
    session: Session, batch_id: UUID, rows: Sequence[StagedRow], *, after: int, at: datetime
) -> bool:
    """Keep what was read after so many rows. False: it was cancelled, or somebody else reads it."""
    batch = queries.take_batch(session, SYSTEM, batch_id)
    if batch.state is not BatchState.READING or batch.done != after:
        return False
    kept = [row for row in rows if row.outcome is not Outcome.UNCHANGED or row.says or row.notes]
    if kept:
        session.execute(sa.insert(ImportRow), [_row(batch_id, row) for row in kept])
    batch.count(Tally.of(row.outcome for row in rows), at=at)
    return True


def _row(batch_id: UUID, row: StagedRow) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "batch_id": batch_id,
        "number": row.number,
        "outcome": row.outcome,
        "key": row.key,
        "fingerprint": row.fingerprint,
        "column": row.column,
        "says": row.says,
        "draft": row.draft or {},
        "notes": row.notes,
        "flags": row.flags,
        "is_left_out": False,
    }


def fail(session: Session, batch_id: UUID, *, says: str, at: datetime) -> None:
    """The file cannot be read: nothing of it came in, and whoever brought it is told why."""
    batch = queries.take_batch(session, SYSTEM, batch_id)
    if batch.state is not BatchState.READING:
        return
    _forget_rows(session, batch)
    batch.make(BatchMove.FAIL, at=at)
    batch.says, batch.ended_at = says, at
    audit.record(session, SYSTEM, "could not read a file", batch, at=at)
    write_about(session, batch, at=at)


def cancel(session: Session, actor: Actor, batch_id: UUID, *, at: datetime) -> None:
    """Nobody wants the file any more: nothing of it comes in."""
    actor.must(permissions.IMPORT)
    batch = queries.take_batch(session, actor, batch_id)
    batch.make(BatchMove.CANCEL, at=at)
    _forget_rows(session, batch)
    batch.ended_at = at
    audit.record(session, actor, "cancelled a file", batch, at=at)


def _forget_rows(session: Session, batch: ImportBatch) -> None:
    session.execute(sa.delete(ImportRow).where(ImportRow.batch_id == batch.id))
    batch.new = batch.changed = batch.unchanged = batch.refused = batch.done = 0


def choose_rows(
    session: Session,
    actor: Actor,
    batch_id: UUID,
    *,
    shown: Collection[UUID],
    ticked: Collection[UUID],
    at: datetime,
) -> None:
    """Of the rows that were shown, those without a tick are left out when the file is published."""
    actor.must(permissions.PUBLISH)
    batch = queries.take_batch(session, actor, batch_id)
    if batch.state is not BatchState.READY:
        raise RuleBroken(TOO_LATE)
    for row in queries.rows_shown(session, batch_id, shown):
        row.is_left_out = row.id not in ticked
    audit.record(session, actor, "chose rows of a file", batch, at=at)


def leave_out_outside(session: Session, actor: Actor, batch_id: UUID, *, at: datetime) -> None:
    """What lies outside the area is left out when the file is published."""
    actor.must(permissions.PUBLISH)
    batch = queries.take_batch(session, actor, batch_id)
    if batch.state is not BatchState.READY:
        raise RuleBroken(TOO_LATE)
    for row in queries.rows_outside(session, batch.id):
        row.is_left_out = True
    audit.record(session, actor, "left out what lies outside the area", batch, at=at)


def publish_batch(session: Session, actor: Actor, batch_id: UUID, *, at: datetime) -> ImportBatch:
    """Put a checked file into the directory in one act. What is odd waits for a closer look."""
    actor.must(permissions.PUBLISH)
    batch = queries.take_batch(session, actor, batch_id)
    batch.make(BatchMove.PUBLISH, at=at)
    clean, flagged = queries.publishable(session, batch.id)
    because = f"From the list “{batch.known_as}”"
    for listing_ids, move in ((clean, Move.PUBLISH), (flagged, Move.HOLD)):
        keeping_many.make_many(
            session, actor, listing_ids, move, before=State.DRAFT, at=at, because=because
        )
    batch.published, batch.held, batch.ended_at = len(clean), len(flagged), at
    audit.record(
        session,
        actor,
        "published a file",
        batch,
        at=at,
        published=batch.published,
        held=batch.held,
    )
    return batch


def take_back(session: Session, actor: Actor, batch_id: UUID, *, at: datetime) -> int:
    """Take a published file out of the directory again; how many listings left.

    What a group claimed or confirmed, and what somebody changed, stays. A later file of the same
    list may bring in again what has left.
    """
    actor.must(permissions.PUBLISH)
    batch = queries.take_batch(session, actor, batch_id)
    going = queries.still_as_brought(session, batch.id)
    if not going:
        raise RuleBroken(NOTHING_TO_TAKE)
    because = f"The list “{batch.known_as}” was taken back"
    for state, listing_ids in going.items():
        keeping_many.make_many(
            session, actor, listing_ids, Move.WITHDRAW, before=state, at=at, because=because
        )
        keeping_many.forget_keys(session, listing_ids)
    left = sum(map(len, going.values()))
    stay = queries.count_brought(session, batch.id)
    batch.ended_at = at
    audit.record(session, actor, "took a file back", batch, at=at, left=left, stay=stay)
    return left


def write_about(session: Session, batch: ImportBatch, *, at: datetime) -> None:
    """Tell whoever brought the file what became of it; a program is not written to."""
    if batch.begun_by is None:
        return
    mail.write(
        session,
        template="directory/import_read",
        to=accounts.email_of(session, batch.begun_by),
        facts={
            "file": batch.file_name,
            "is_read": batch.state is BatchState.READY,
            "tally": batch.tally.line(),
            "says": batch.says,
            "path": f"/directory/imports/{batch.id}",
        },
        at=at,
        about=batch.id,
    )
