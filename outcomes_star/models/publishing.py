"""What a group lets everybody read of what was published of it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.access import Actor
from kernel.database import Base


class PublicLine(Base):
    """A group's yes to a line on its public page: what people who went there said (B02, B12)."""

    __tablename__ = "public_line"
    __table_args__ = (
        sa.Index(
            "ix_public_line_standing", "listing_id", unique=True,
            sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"))
    agreed_at: Mapped[datetime]
    by: Mapped[UUID | None]
    who: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(default="")

    def end(self, *, by: Actor, at: datetime) -> None:
        """Take the yes back."""
        self.ended_at, self.ended_by = at, by.called


class Comparator(Base):
    """The localities where a lead NTP's help has not started, to compare with (B4-06).

    One stands at a time; another takes its place, and what was published with it stays.
    """

    __tablename__ = "comparator"
    __table_args__ = (
        sa.Index(
            "ix_comparator_standing", "lead_id", unique=True,
            sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    locality_ids: Mapped[list[str]]
    set_at: Mapped[datetime]
    by: Mapped[UUID | None]
    who: Mapped[str]
    ended_at: Mapped[datetime | None]
