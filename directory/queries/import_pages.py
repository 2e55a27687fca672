"""What the pages about lists that are brought in show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory import permissions
from directory.content import Content
from directory.imports import Field
from directory.imports.batches import BATCH, BatchMove, BatchState
from directory.imports.tally import Outcome
from directory.lifecycle import State
from directory.models import ImportBatch, ImportRow, Listing, PossibleDuplicate
from directory.queries import places
from directory.queries.hosting import hosted_area
from directory.queries.importing import (
    count_brought,
    get_batch,
    publishable,
    still_as_brought,
    visible_to,
)
from directory.vocabulary import Place
from kernel.access import Actor

PAGE = 50
LATEST = 50
LONGEST_SHOWN = 160


class Show(StrEnum):
    """Which rows of a file are shown."""

    IN = "in"
    ODD = "odd"
    OUTSIDE = "outside"
    UNPLACED = "unplaced"
    NOTED = "noted"
    OUT = "out"

    @property
    def words(self) -> str:
        """What the link says."""
        return {
            "in": "Came in",
            "odd": "Looks odd",
            "outside": "Outside the area",
            "unplaced": "Place not known",
            "noted": "With a note",
            "out": "Did not come in",
        }[self.value]


@dataclass(frozen=True)
class BatchLine:
    """A file in the list of files."""

    id: UUID
    known_as: str
    file_name: str
    state: BatchState
    tally: str
    who: str
    begun_at: datetime


@dataclass(frozen=True)
class ImportsPage:
    """The files that were brought in, newest first."""

    area: str
    lines: tuple[BatchLine, ...]


@dataclass(frozen=True)
class ColumnLine:
    """A column of a file: its heading, some cells, and what it is taken to hold ("" for nothing)."""

    heading: str
    cells: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class RowLine:
    """A row of a file as editors see it. `changes` says what a changed row did."""

    id: UUID
    number: int
    name: str
    group: str
    facts: tuple[str, ...]
    outcome: Outcome
    listing_id: UUID | None
    state: State | None
    flags: tuple[str, ...]
    notes: tuple[str, ...]
    pair_id: UUID | None
    is_left_out: bool

    @property
    def can_choose(self) -> bool:
        """Whether publishing the file would publish this row."""
        return self.state is State.DRAFT


@dataclass(frozen=True)
class Tab:
    """A way to look at the rows: how many there are."""

    show: Show
    count: int
    is_shown: bool


@dataclass(frozen=True)
class BatchPage:
    """A file: how it stands, its columns while they are matched, its rows when it is read."""

    id: UUID
    area: str
    known_as: str
    file_name: str
    state: BatchState
    says: str
    tally: str
    done: int
    who: str
    begun_at: datetime
    columns: tuple[ColumnLine, ...]
    unknown: tuple[str, ...]
    tabs: tuple[Tab, ...]
    rows: tuple[RowLine, ...]
    page: int
    pages: int
    clean: int
    odd: int
    outside: int
    unplaced: int
    published: int
    held: int
    can_take_back: bool
    moves: tuple[BatchMove, ...]

    @property
    def is_matching(self) -> bool:
        """Whether somebody is to say what the columns hold."""
        return self.state in (BatchState.MATCHING, BatchState.FAILED)

    @property
    def is_read(self) -> bool:
        """Whether there are rows to look at."""
        return self.state in (BatchState.READY, BatchState.PUBLISHED)

    @property
    def can_publish(self) -> bool:
        """Whether there is anything left to publish."""
        return BatchMove.PUBLISH in self.moves and bool(self.clean or self.odd)

    @property
    def can_cancel(self) -> bool:
        """Whether it can still be as if it had not been brought."""
        return BatchMove.CANCEL in self.moves


@dataclass(frozen=True)
class TakeBackPage:
    """A published file that is to leave again: how many listings leave, and how many stay."""

    id: UUID
    known_as: str
    leave: int
    stay: int


@dataclass(frozen=True)
class Progress:
    """How far a file has been read."""

    state: str
    done: int


def imports_page(session: Session, actor: Actor) -> ImportsPage:
    """The files of the area that the actor's organisation hosts."""
    actor.must(permissions.IMPORT)
    area = hosted_area(session, actor)
    rows = session.scalars(
        visible_to(session, actor).order_by(ImportBatch.begun_at.desc()).limit(LATEST)
    ).all()
    names = accounts.names_of(session, [row.begun_by for row in rows if row.begun_by])
    return ImportsPage(area.name, tuple(_line(row, names) for row in rows))


def _line(row: ImportBatch, names: dict[UUID, str]) -> BatchLine:
    return BatchLine(
        row.id,
        row.known_as,
        row.file_name,
        row.state,
        row.tally.line(),
        _who(row, names),
        row.begun_at,
    )


def _who(row: ImportBatch, names: dict[UUID, str]) -> str:
    return names.get(row.begun_by, "") if row.begun_by else "The operator"


def progress(session: Session, actor: Actor, batch_id: UUID) -> Progress:
    """How far a file has been read."""
    actor.must(permissions.IMPORT)
    row = get_batch(session, actor, batch_id)
    return Progress(row.state.value, row.done)


def batch_page(
    session: Session, actor: Actor, batch_id: UUID, *, show: Show, page: int
) -> BatchPage:
    """A file, or NotFound for anybody but its host's editors."""
    actor.must(permissions.IMPORT)
    row = get_batch(session, actor, batch_id)
    tabs = _tabs(session, row.id, show)
    pages = max(1, -(-next(tab.count for tab in tabs if tab.is_shown) // PAGE))
    page = min(max(page, 1), pages)
    names = accounts.names_of(session, [row.begun_by] if row.begun_by else [])
    clean, odd = publishable(session, row.id)
    columns = _columns(row)
    return BatchPage(
        id=row.id,
        area=accounts.get_area(session, row.area_id).name,
        known_as=row.known_as,
        file_name=row.file_name,
        state=row.state,
        says=row.says,
        tally=row.tally.line(),
        done=row.done,
        who=_who(row, names),
        begun_at=row.begun_at,
        columns=columns,
        unknown=tuple(one.heading for one in columns if not one.field),
        tabs=tabs,
        rows=_rows(session, row.id, show, page),
        page=page,
        pages=pages,
        clean=len(clean),
        odd=len(odd),
        outside=_to_publish(session, row.id, places.lies_outside()),
        unplaced=_to_publish(session, row.id, places.has_no_place()),
        published=row.published,
        held=row.held,
        can_take_back=bool(still_as_brought(session, row.id)),
        moves=BATCH.open_moves(row.state),
    )


def _to_publish(session: Session, batch_id: UUID, which: sa.ColumnElement[bool]) -> int:
    """How many of some listings would go into the directory with the file."""
    drafts = sa.select(Listing.id).where(which, Listing.state == State.DRAFT)
    rows = sa.select(sa.func.count()).where(
        ImportRow.batch_id == batch_id,
        ImportRow.is_left_out.is_(False),
        ImportRow.listing_id.in_(drafts),
    )
    return session.scalar(rows) or 0


def take_back_page(session: Session, actor: Actor, batch_id: UUID) -> TakeBackPage:
    """What would happen if a published file were taken back, or NotFound."""
    actor.must(permissions.PUBLISH)
    row = get_batch(session, actor, batch_id)
    leave = sum(map(len, still_as_brought(session, row.id).values()))
    return TakeBackPage(row.id, row.known_as, leave, count_brought(session, row.id) - leave)


def field_choices() -> dict[str, str]:
    """What a column may hold."""
    return {field.value: field.words for field in Field}


def _columns(row: ImportBatch) -> tuple[ColumnLine, ...]:
    return tuple(
        ColumnLine(
            heading,
            tuple(cells[place] for cells in row.sample if cells[place].strip())[:2],
            str(row.mapping.get(heading, "")),
        )
        for place, heading in enumerate(row.headings)
    )


def _wanted(batch_id: UUID, show: Show) -> sa.Select[ImportRow]:
    rows = sa.select(ImportRow).where(ImportRow.batch_id == batch_id)
    came_in = ImportRow.outcome.in_((Outcome.NEW, Outcome.CHANGED))
    conditions = {
        Show.IN: came_in,
        Show.ODD: sa.and_(came_in, sa.cast(ImportRow.flags, sa.Text) != "[]"),
        Show.OUTSIDE: sa.and_(came_in, _is_listing(places.lies_outside())),
        Show.UNPLACED: sa.and_(came_in, _is_listing(places.has_no_place())),
        Show.NOTED: sa.and_(came_in, sa.cast(ImportRow.notes, sa.Text) != "[]"),
        Show.OUT: ~came_in,
    }
    return rows.where(conditions[show])


def _is_listing(which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return ImportRow.listing_id.in_(sa.select(Listing.id).where(which))


def _tabs(session: Session, batch_id: UUID, shown: Show) -> tuple[Tab, ...]:
    return tuple(
        Tab(
            show,
            session.scalar(
                sa.select(sa.func.count()).select_from(_wanted(batch_id, show).subquery())
            )
            or 0,
            show is shown,
        )
        for show in Show
    )


def _rows(session: Session, batch_id: UUID, show: Show, page: int) -> tuple[RowLine, ...]:
    rows = session.scalars(
        _wanted(batch_id, show).order_by(ImportRow.number).offset((page - 1) * PAGE).limit(PAGE)
    ).all()
    listing_ids = [row.listing_id for row in rows if row.listing_id]
    known = sa.select(Listing.id, Listing.state).where(Listing.id.in_(listing_ids))
    states = {listing_id: state for listing_id, state in session.execute(known)}  # noqa: C416
    pairs = _pairs(session, listing_ids)
    return tuple(_row(row, states, pairs) for row in rows)


def _pairs(session: Session, listing_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The pair of likely duplicates that each listing stands in, if nobody has settled it."""
    rows = session.scalars(
        sa.select(PossibleDuplicate).where(
            PossibleDuplicate.settled_at.is_(None),
            sa.or_(
                PossibleDuplicate.first_id.in_(listing_ids),
                PossibleDuplicate.second_id.in_(listing_ids),
            ),
        )
    ).all()
    return {one: row.id for row in rows for one in (row.first_id, row.second_id)}


def _row(row: ImportRow, states: dict[UUID, State], pairs: dict[UUID, UUID]) -> RowLine:
    content = Content.from_json(row.draft["content"]) if row.draft else None
    listing_id = row.listing_id
    return RowLine(
        id=row.id,
        number=row.number,
        name=content.name if content else "",
        group=str(row.draft.get("group", "")),
        facts=_facts(content) if content else (),
        outcome=row.outcome,
        listing_id=listing_id,
        state=states.get(listing_id) if listing_id else None,
        flags=tuple(str(flag["says"]) for flag in row.flags),
        notes=(*([_said(row.column, row.says)] if row.says else []), *_notes(row.notes)),
        pair_id=pairs.get(listing_id) if listing_id else None,
        is_left_out=row.is_left_out,
    )


def _notes(notes: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(_said(str(note["column"]), str(note["says"])) for note in notes)


def _said(column: str, says: str) -> str:
    return f"{column}: {says}" if column else says


def _facts(content: Content) -> tuple[str, ...]:
    """The row in short: what, where, how to get in touch."""
    where = content.place.words
    if content.place is Place.SOMEWHERE:
        said = (content.address, content.town, content.postcode)
        where = ", ".join(part for part in said if part) or Show.UNPLACED.words
    what = content.description[:LONGEST_SHOWN].replace("\n", " ")
    contact = ", ".join(part for part in (content.phone, content.email, content.website) if part)
    kinds = ", ".join(domain.words for domain in content.domains)
    return tuple(fact for fact in (what, where, contact, kinds) if fact)
