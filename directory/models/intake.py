"""What comes in from elsewhere: batches, their rows, remembered columns, likely duplicates."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from directory.imports.batches import BATCH, BatchMove, BatchState
from directory.imports.tally import Outcome, Tally
from kernel.database import Base, Json, one_of


class ImportBatch(Base):
    """One file brought in: what it is, how its columns were matched, how far it has been read.

    `known_as` says who it comes from: a later file of the same name is a newer one of the same.
    `done` counts rows read so far, `heard_at` is when the last of them were kept.
    """

    __tablename__ = "import_batch"

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    file_name: Mapped[str]
    known_as: Mapped[str]
    kind: Mapped[str]
    state: Mapped[BatchState] = mapped_column(one_of(BatchState, "state"))
    headings: Mapped[list[str]]
    sample: Mapped[list[list[str]]] = mapped_column(Json)
    mapping: Mapped[dict[str, Any]]
    done: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    published: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    says: Mapped[str] = mapped_column(default="")
    begun_by: Mapped[UUID | None]
    begun_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    def make(self, move: BatchMove, *, at: datetime) -> None:
        """Make a move."""
        self.state = BATCH.after(self.state, move)
        self.heard_at = at

    def count(self, tally: Tally, *, at: datetime) -> None:
        """So many rows more have been read."""
        self.new += tally.new
        self.changed += tally.changed
        self.unchanged += tally.unchanged
        self.refused += tally.refused
        self.done = self.tally.total
        self.heard_at = at

    @property
    def tally(self) -> Tally:
        """What became of the rows so far."""
        return Tally(self.new, self.changed, self.unchanged, self.refused)


class ImportRow(Base):
    """What became of one row: new, changed, unchanged or refused, with sentences for people.

    `draft` is what the row says as a listing, `flags` what the screen finds odd. A row that is
    unchanged is kept only if there is something to say about it.
    """

    __tablename__ = "import_row"
    __table_args__ = (sa.Index("ix_import_row_batch", "batch_id", "number"),)

    batch_id: Mapped[UUID] = mapped_column(sa.ForeignKey("import_batch.id"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome"))
    column: Mapped[str] = mapped_column(default="")
    says: Mapped[str] = mapped_column(default="")
    draft: Mapped[dict[str, Any]]
    notes: Mapped[list[dict[str, Any]]]
    flags: Mapped[list[dict[str, Any]]]
    listing_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("listing.id"), index=True)
    is_left_out: Mapped[bool] = mapped_column(default=False)


class ColumnMapping(Base):
    """How the columns of a file were matched, remembered by its headings."""

    __tablename__ = "column_mapping"
    __table_args__ = (sa.UniqueConstraint("area_id", "headings"),)

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    headings: Mapped[str]
    mapping: Mapped[dict[str, Any]]
    remembered_at: Mapped[datetime]


class PossibleDuplicate(Base):
    """Two listings that may be one, side by side for an editor."""

    __tablename__ = "possible_duplicate"
    __table_args__ = (sa.UniqueConstraint("first_id", "second_id"),)

    first_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"))
    second_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"), index=True)
    why: Mapped[str]
    found_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
