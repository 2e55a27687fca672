"""The referral: how it is born, makes a move, and remembers every one."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.access import Actor
from kernel.database import Base, one_of
from referrals.lifecycle import REFERRAL, Move, State
from referrals.models.people import Person
from referrals.vocabulary import ReturnReason, Source, Urgency


class Referral(Base):
    """One time that somebody was referred: an episode, from the draft to what came of it.

    `saved` is what its practice saved and did not send, and alone may read. `danger_at` is when words of danger were written last, by the referrer or since.
    `ended_at` is when it ended: what is noted of it after its end, as that it was opened again, is no later end.
    `link_worker_id` is whom it goes to; who owns an open one is decided by who is active that day.
    """

    __tablename__ = "referral"
    __table_args__ = (
        sa.Index("ix_referral_lead_state", "lead_id", "state"),
        sa.Index("ix_referral_worker_state", "link_worker_id", "state"),
        sa.Index("ix_referral_practice_sent", "practice_id", "sent_at"),
        sa.Index(
            "ix_referral_lead_danger",
            "lead_id",
            sqlite_where=sa.text("danger_at IS NOT NULL"),
            postgresql_where=sa.text("danger_at IS NOT NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    practice_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    link_worker_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("user_account.id"))
    previous_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("referral.id"))
    state: Mapped[State] = mapped_column(one_of(State, "state"))
    source: Mapped[Source] = mapped_column(one_of(Source, "source"))
    urgency: Mapped[Urgency] = mapped_column(one_of(Urgency, "urgency"))
    why_now: Mapped[str] = mapped_column(default="")
    what_matters: Mapped[str] = mapped_column(default="")
    in_place: Mapped[str] = mapped_column(default="")
    danger_at: Mapped[datetime | None]
    saved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    return_reason: Mapped[ReturnReason | None] = mapped_column(
        one_of(ReturnReason, "return_reason")
    )
    started_by: Mapped[UUID | None]
    started_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    moved_at: Mapped[datetime]
    moves_made: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    def make(self, move: Move, *, by: Actor, at: datetime, because: str = "") -> "ReferralMove":
        """Make a move; the row that remembers it is returned, to be added."""
        before, self.state = self.state, REFERRAL.after(self.state, move)
        self.moved_at, self.moves_made, self.saved = at, self.moves_made + 1, {}
        if move is Move.SEND:
            self.sent_at = at
        if move is Move.ACCEPT:
            self.accepted_at = at
        is_to_do = self.state.is_open or self.state is State.DRAFT
        self.ended_at = None if is_to_do else self.ended_at or at
        return ReferralMove(
            referral_id=self.id, number=self.moves_made, move=move, before=before,
            after=self.state, by=by.user_id, who=by.called, at=at, because=because,
        )  # fmt: skip

    def ask(self, *, why_now: str, what_matters: str, in_place: str, urgency: Urgency) -> None:
        """Keep what the referrer asks for."""
        self.why_now, self.what_matters = why_now, what_matters
        self.in_place, self.urgency = in_place, urgency

    def save(self, saved: dict[str, Any]) -> None:
        """Keep what its practice is not done with; gone with the next move."""
        self.saved = saved

    def heed(self, *, has_crisis_words: bool, at: datetime) -> None:
        """Where the referrer wrote words of danger it is urgent, whatever was chosen (H3).

        Once it was sent, calmer words end no danger: somebody answers it. But what a link worker wrote since
        makes nothing urgent that its practice reads.
        """
        if has_crisis_words:
            self.danger_at, self.urgency = at, Urgency.URGENT
        elif self.sent_at is None:
            self.danger_at = None

    def go_to(self, *, lead_id: UUID, link_worker_id: UUID | None) -> None:
        """Go to a lead NTP: to the link worker named, or to its inbox when nobody is.

        Why it came back before is no longer true of it; its history says that it did.
        """
        self.return_reason = None
        self.lead_id, self.link_worker_id = lead_id, link_worker_id

    def give_to(self, link_worker_id: UUID) -> None:
        """From now on this link worker has it."""
        self.link_worker_id = link_worker_id

    def hand_to(self, lead_id: UUID) -> None:
        """From now on another lead NTP has it, and it waits there for a link worker."""
        self.lead_id, self.link_worker_id = lead_id, None


class ReferralMove(Base):
    """A move that was made, never edited: its number, before, after, who, when, why."""

    __tablename__ = "referral_move"
    __table_args__ = (sa.UniqueConstraint("referral_id", "number"),)

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    number: Mapped[int]
    move: Mapped[Move] = mapped_column(one_of(Move, "move"))
    before: Mapped[State] = mapped_column(one_of(State, "before"))
    after: Mapped[State] = mapped_column(one_of(State, "after"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
    because: Mapped[str] = mapped_column(default="")
