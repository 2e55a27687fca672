"""Safeguarding concerns: kept apart from the case, for their author and the named lead alone (A-HLW-12)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.access import Actor
from kernel.database import Base, one_of
from referrals.casework import Danger


class Concern(Base):
    """A worry about somebody's safety: what was seen, and what was done about it."""

    __tablename__ = "concern"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    danger: Mapped[Danger] = mapped_column(one_of(Danger, "danger"))
    words: Mapped[str]
    raised_by: Mapped[UUID]
    raised_at: Mapped[datetime]
    what_was_done: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    was_called: Mapped[str] = mapped_column(default="")
    """The person's name when they went to another lead NTP and this stayed: it learns nothing newer."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    def write_down(self, words: str, *, by: Actor, at: datetime) -> "ConcernNote":
        """Something was done about it, and it stays open; the row that says so is to be added."""
        return ConcernNote(concern_id=self.id, words=words, by=by.user_id, who=by.called, at=at)

    def close(self, *, by: UUID | None, what_was_done: str, at: datetime) -> None:
        """It was answered."""
        self.what_was_done, self.closed_by, self.closed_at = what_was_done, by, at


class ConcernNote(Base):
    """What was done about a concern that stays open: never edited."""

    __tablename__ = "concern_note"

    concern_id: Mapped[UUID] = mapped_column(sa.ForeignKey("concern.id"), index=True)
    words: Mapped[str]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
