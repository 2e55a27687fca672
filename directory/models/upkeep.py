"""How a listing was kept true: each step of the ladder that it took, and each time somebody confirmed it.

Both are lines of its history and are never edited.
"""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base


class LadderStep(Base):
    """A step of the ladder that was taken, once a round; a round begins on the day of confirming.

    `told` says how the group heard of it: "letter", "ring" (nobody has an address for it), or ""
    for a step that was passed over after an outage. The step "asked" is a person's own reminder.
    """

    __tablename__ = "ladder_step"
    __table_args__ = (
        sa.Index(
            "ix_ladder_step_once",
            "listing_id",
            "round_on",
            "step",
            unique=True,
            sqlite_where=sa.text("step <> 'asked'"),
            postgresql_where=sa.text("step <> 'asked'"),
        ),
    )

    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"), index=True)
    round_on: Mapped[date]
    step: Mapped[str]
    told: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class Confirmation(Base):
    """Somebody said that a listing is still correct: how we heard, and who said so."""

    __tablename__ = "confirmation"

    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"), index=True)
    how: Mapped[str]
    who: Mapped[str]
    by: Mapped[UUID | None]
    at: Mapped[datetime]
