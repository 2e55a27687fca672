"""What people ask of the record of themselves, and what becomes of it: requests, holds, erasures."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.access import Actor
from kernel.database import Base, one_of
from referrals import deadlines
from referrals.lifecycle import DATA_REQUEST, RequestMove, RequestState, State
from referrals.vocabulary import ErasureCause, RequestKind, Source


class DataRequest(Base):
    """Somebody asked for a copy of their record, for a correction, or to be erased.

    The clock stands still from the day we ask what they mean until the day they say.
    """

    __tablename__ = "data_request"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    kind: Mapped[RequestKind] = mapped_column(one_of(RequestKind, "kind"))
    state: Mapped[RequestState] = mapped_column(one_of(RequestState, "state"))
    received_on: Mapped[date]
    due_on: Mapped[date]
    stopped_on: Mapped[date | None]
    stopped_days: Mapped[int] = mapped_column(default=0)
    asks: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    filed_by: Mapped[UUID | None]
    filed_at: Mapped[datetime]
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    def asks_for(self, kind: RequestKind) -> bool:
        """Whether it is still to be answered, and asks for this."""
        return self.kind is kind and self.state.is_open

    def make(self, move: RequestMove, *, by: Actor, on: date, at: datetime, says: str = "") -> None:
        """Make a move; the clock stops and goes on with it."""
        self.state = DATA_REQUEST.after(self.state, move)
        if move is RequestMove.ASK:
            self.stopped_on = on
        elif self.stopped_on is not None:
            self.stopped_days += (on - self.stopped_on).days
            self.stopped_on = None
            self.due_on = deadlines.due_on(self.received_on, stopped_days=self.stopped_days)
        if says:
            self.answer = f"{self.answer}\n\n{says}".strip()
        if not self.state.is_open:
            self.ended_by, self.ended_at = by.user_id, at


class ReleasedPart(Base):
    """A reviewer read a part of somebody's record, named others or not, and let it go out (P15).

    `digest` stands for the words that were read. A part with other words has not been let go.
    """

    __tablename__ = "released_part"
    __table_args__ = (sa.UniqueConstraint("request_id", "part", "digest"),)

    request_id: Mapped[UUID] = mapped_column(sa.ForeignKey("data_request.id"))
    part: Mapped[str]
    digest: Mapped[str]
    by: Mapped[UUID | None]
    who: Mapped[str]
    because: Mapped[str]
    at: Mapped[datetime]


class Rectification(Base):
    """A fact about somebody that was put right: what it said before, and why; never edited (G5).

    `is_on_case`: by those who work with the person. Otherwise a privacy officer did, whom they had asked.
    """

    __tablename__ = "rectification"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    field: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    because: Mapped[str]
    is_on_case: Mapped[bool] = mapped_column(default=False)
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]


class Hold(Base):
    """Nothing of somebody's record may be erased: there is a complaint or an inquiry (G4)."""

    __tablename__ = "hold"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    because: Mapped[str]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None]


class Erasure(Base):
    """Somebody's record was erased: which number it had, when, by whom, and for which cause."""

    __tablename__ = "erasure"

    person_id: Mapped[UUID] = mapped_column(unique=True)
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    cause: Mapped[ErasureCause] = mapped_column(one_of(ErasureCause, "cause"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]


class CountedCase(Base):
    """What is left of an erased referral: that there was one, in which month, and how it ended."""

    __tablename__ = "counted_case"

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    practice_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    month: Mapped[date]
    state: Mapped[State] = mapped_column(one_of(State, "state"))
    source: Mapped[Source] = mapped_column(one_of(Source, "source"))


class CountedVisit(Base):
    """What is left of an erased person's visit that a group is paid for: to what, and on which day."""

    __tablename__ = "counted_visit"

    agreement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"))
    on: Mapped[date]


class RetentionRun(Base):
    """A dry run of the retention schedule: whose record is over its time; erased once it is signed."""

    __tablename__ = "retention_run"

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    person_ids: Mapped[list[str]]
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    signed_by: Mapped[UUID | None]
    signed_as: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    erased: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way
