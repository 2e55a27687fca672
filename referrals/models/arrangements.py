"""What is arranged once and holds for many referrals: who serves which practice, clocks, sharing."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base


class WorkerOfPractice(Base):
    """A link worker is named for a practice (A-R3-01). One may serve many; the first named is asked first."""

    __tablename__ = "worker_of_practice"
    __table_args__ = (
        sa.Index(
            "ix_worker_of_practice_named",
            "practice_id",
            "user_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    practice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    named_at: Mapped[datetime]
    named_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]

    def end(self, *, at: datetime) -> None:
        """From now on they are not named any more."""
        self.ended_at = at


class LeadSettings(Base):
    """What a lead NTP decided for its cases: the clocks in working days, weeks and months (OD4).

    No figures are in the guide; those a new row has are the benchmarks of requirements.md (N-60, N-62).
    """

    __tablename__ = "lead_settings"

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), unique=True)
    read_within_days: Mapped[int] = mapped_column(default=2)
    accept_within_days: Mapped[int] = mapped_column(default=5)
    contact_within_days: Mapped[int] = mapped_column(default=10)
    meet_within_days: Mapped[int] = mapped_column(default=10)
    urgent_within_days: Mapped[int] = mapped_column(default=2)
    report_within_days: Mapped[int] = mapped_column(default=2)
    attempts_before_unreachable: Mapped[int] = mapped_column(default=3)
    most_cases: Mapped[int] = mapped_column(default=50)
    takes_self_referrals: Mapped[bool] = mapped_column(default=False)
    safeguarding_lead_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("user_account.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way


class PracticeArrangement(Base):
    """What a practice and its lead NTP agreed about reporting (A-R3-04). `codes_only` is share-off."""

    __tablename__ = "practice_arrangement"

    practice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), unique=True)
    report_frequency: Mapped[str] = mapped_column(default="")
    report_content: Mapped[str] = mapped_column(default="")
    report_channel: Mapped[str] = mapped_column(default="")
    codes_only: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    def settle(
        self, *, frequency: str, content: str, channel: str, codes_only: bool, at: datetime
    ) -> None:
        """Agree on how often, what and by which way the lead NTP reports."""
        self.report_frequency, self.report_content = frequency, content
        self.report_channel, self.codes_only, self.changed_at = channel, codes_only, at


class CaseOpening(Base):
    """A link worker opened a colleague's case, said why, and may read it until a moment (P5).

    `seen_at`: when her manager looked at the reason.
    """

    __tablename__ = "case_opening"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("user_account.id"))
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    because: Mapped[str]
    at: Mapped[datetime]
    until: Mapped[datetime]
    seen_by: Mapped[UUID | None]
    seen_at: Mapped[datetime | None]
