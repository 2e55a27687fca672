"""A report to the practice: a draft that the person sees, then frozen as it was sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.access import Actor
from kernel.database import Base, one_of
from referrals.lifecycle import REPORT, ReportMove, ReportState
from referrals.models.referral import Referral
from referrals.reporting import Content, Occasion, Shown, Words


class Report(Base):
    """A numbered report about a referral. What it says never changes once it was sent.

    `left_out` names the sections that the person asked to leave out; the practice is not told of them.
    """

    __tablename__ = "report"
    __table_args__ = (
        sa.UniqueConstraint("referral_id", "number"),
        sa.Index("ix_report_practice_state", "practice_id", "state"),
        sa.Index(
            "ix_report_draft",
            "referral_id",
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        ),
    )

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    practice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    number: Mapped[int]
    occasion: Mapped[Occasion] = mapped_column(one_of(Occasion, "occasion"))
    state: Mapped[ReportState] = mapped_column(one_of(ReportState, "state"))
    agreed: Mapped[str] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(default="")
    asks: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]]
    digest: Mapped[str]
    is_codes_only: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[Shown | None] = mapped_column(one_of(Shown, "shown"))
    left_out: Mapped[list[str]]
    written_at: Mapped[datetime]
    sent_by: Mapped[UUID | None]
    sent_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None]
    acknowledged_who: Mapped[str] = mapped_column(default="")
    acknowledged_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    referral: Mapped[Referral] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def says(self) -> Content:
        """What it says, as one value."""
        return Content.of(self.content)

    @property
    def words(self) -> Words:
        """What the link worker has written so far; part of the content once it was sent."""
        return Words(self.agreed, self.next_steps, self.asks)

    def write(self, occasion: Occasion, words: Words, content: Content, *, at: datetime) -> None:
        """Say something else, while it is a draft."""
        self.occasion, self.written_at = occasion, at
        self.agreed, self.next_steps, self.asks = words.agreed, words.next_steps, words.asks
        self.content, self.digest = content.kept(), content.digest

    def send(
        self,
        content: Content,
        *,
        shown: Shown,
        left_out: list[str],
        is_codes_only: bool,
        by: Actor,
        at: datetime,
    ) -> None:
        """Be frozen as this, and go."""
        self.state = REPORT.after(self.state, ReportMove.SEND)
        self.write(self.occasion, Words(), content, at=self.written_at)
        self.shown, self.left_out, self.is_codes_only = shown, left_out, is_codes_only
        self.sent_by, self.sent_at = by.user_id, at

    def acknowledge(self, *, by: Actor, at: datetime) -> None:
        """The practice has it."""
        self.state = REPORT.after(self.state, ReportMove.ACKNOWLEDGE)
        self.acknowledged_by, self.acknowledged_who = by.user_id, by.called
        self.acknowledged_at = at
