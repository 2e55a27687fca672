"""Work that is for no one person, the link worker's profile, and issues that the work brings up."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base, one_of
from referrals.casework import WorkKind


class WorkEntry(Base):
    """An outreach session, a talk with a partner, help for a group (A-HLW-06, -07, -09)."""

    __tablename__ = "work_entry"
    __table_args__ = (sa.Index("ix_work_entry_lead_on", "lead_id", "on"),)

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("user_account.id"))
    kind: Mapped[WorkKind] = mapped_column(one_of(WorkKind, "kind"))
    on: Mapped[date]
    where_or_who: Mapped[str]
    minutes: Mapped[int]
    people_met: Mapped[int] = mapped_column(default=0)
    new_contacts: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]


class WorkerProfile(Base):
    """What a practice and a person may know of a link worker (A-HLW-01)."""

    __tablename__ = "worker_profile"
    __table_args__ = (sa.UniqueConstraint("user_id", "lead_id"),)

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("user_account.id"))
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    locality_ids: Mapped[list[str]]
    languages: Mapped[str] = mapped_column(default="")
    training: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    photo: Mapped[bytes | None] = mapped_column(deferred=True)
    photographed_at: Mapped[datetime | None]

    def keep_photograph(self, photo: bytes, *, at: datetime) -> None:
        """From now on this is their face (B01)."""
        self.photo, self.photographed_at = photo, at

    def forget_photograph(self) -> None:
        """From now on their initials are their face again."""
        self.photo = self.photographed_at = None


class Issue(Base):
    """Something new that the work brought up, for the manager, who may pass it on (A-HLW-14)."""

    __tablename__ = "issue"
    __table_args__ = (sa.Index("ix_issue_lead_raised", "lead_id", "raised_at"),)

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    words: Mapped[str]
    raised_by: Mapped[UUID]
    raised_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    passed_on_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    def reply(self, answer: str, *, by: UUID | None, passes_on: bool, at: datetime) -> None:
        """The manager answers, and passes it on to the steering group or does not."""
        self.answer, self.answered_by, self.answered_at = answer, by, at
        self.passed_on_at = at if passes_on else None


class EqualityAnswers(Base):
    """What somebody chose to say about themselves (A-HLW-10): kept apart, for counting and nothing else."""

    __tablename__ = "equality_answers"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    ethnic_group: Mapped[str] = mapped_column(default="")
    sex: Mapped[str] = mapped_column(default="")
    is_same_gender: Mapped[str] = mapped_column(default="")
    orientation: Mapped[str] = mapped_column(default="")
    religion: Mapped[str] = mapped_column(default="")
    disability: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]
