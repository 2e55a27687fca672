"""What somebody answered, and when: a reading is never edited, one that is put right takes its place."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, one_of
from outcomes_star.instruments import Way
from outcomes_star.languages import ENGLISH
from outcomes_star.vocabulary import Occasion

IS_START = sa.text("occasion = 'start' AND replaced_at IS NULL")


class Reading(Base):
    """One time that somebody was asked an instrument (A-OUT-01).

    `words` are the person's own, of what changed. `corrects_id` is the reading in whose place this one
    stands; that one has `replaced_at`, and is kept, and `first_recorded_at` says when it was written down: so a
    reading that is put right keeps its place among those of its day. One that was never theirs is taken away:
    it has `replaced_at` and `taken_away_because`, and nothing stands in its place. `practice_id` is the practice that asked, if one did.
    `language` is the code of the one in which it was asked.
    """

    __tablename__ = "reading"
    __table_args__ = (
        sa.Index("ix_reading_referral", "referral_id", "code"),
        sa.Index("ix_reading_lead", "lead_id", "code", "taken_on"),
        sa.Index("ix_reading_asked", "person_id", "lead_id", "code", "occasion", "taken_on"),
        sa.Index("ix_reading_corrects", "corrects_id", unique=True),
        sa.Index(
            "ix_reading_one_start", "referral_id", "code", "instrument_version", unique=True,
            sqlite_where=IS_START, postgresql_where=IS_START,
        ),
    )  # fmt: skip

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    practice_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    code: Mapped[str]
    instrument_version: Mapped[int]
    occasion: Mapped[Occasion] = mapped_column(one_of(Occasion, "occasion"))
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    language: Mapped[str] = mapped_column(default=ENGLISH, server_default=ENGLISH)
    taken_on: Mapped[date]
    words: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    first_recorded_at: Mapped[datetime | None]
    by: Mapped[UUID | None]
    who: Mapped[str]
    corrects_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("reading.id"))
    because: Mapped[str] = mapped_column(default="")
    replaced_at: Mapped[datetime | None]
    taken_away_because: Mapped[str] = mapped_column(default="")

    answers: Mapped[list["ReadingAnswer"]] = relationship(
        order_by="ReadingAnswer.position", back_populates="reading"
    )

    @property
    def numbers(self) -> Mapping[str, int | None]:
        """The number of each part that was asked; None where it was left out."""
        return {one.part: one.value for one in self.answers}


def place_of(row: Any) -> sa.ColumnElement[datetime]:
    """By which a reading has its place among those of its day, also after it was put right."""
    return sa.func.coalesce(row.first_recorded_at, row.recorded_at)


class ReadingAnswer(Base):
    """The answer to one part. `value` is None where the person left it out, which is no zero.

    `goal_id` is the goal that was asked about, of an instrument that asks about goals. `goal` is its words
    of that day, or what the person called an aspect that is theirs to name.
    """

    __tablename__ = "reading_answer"
    __table_args__ = (sa.UniqueConstraint("reading_id", "position"),)

    reading_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reading.id"))
    position: Mapped[int]
    aspect: Mapped[str]
    goal_id: Mapped[UUID | None]
    goal: Mapped[str] = mapped_column(default="")
    value: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")

    reading: Mapped[Reading] = relationship(back_populates="answers")

    @property
    def part(self) -> str:
        """What was asked: an aspect by its code, or a goal by its number."""
        return str(self.goal_id) if self.goal_id else self.aspect
