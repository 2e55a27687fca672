"""What is kept of a caseload as a whole: who had a case, who comes first, clocks stopped, silence."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base, one_of
from referrals.casework import Inequality
from referrals.clocks import Clock


class Allocation(Base):
    """A case was given to a link worker, or handed to another lead NTP; never edited."""

    __tablename__ = "allocation"
    __table_args__ = (
        sa.Index(
            "ix_allocation_to_another_lead", "at",
            sqlite_where=sa.text("from_lead_id != to_lead_id"),
            postgresql_where=sa.text("from_lead_id != to_lead_id"),
        ),
    )  # fmt: skip

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    from_worker_id: Mapped[UUID | None]
    to_worker_id: Mapped[UUID | None]
    from_lead_id: Mapped[UUID]
    to_lead_id: Mapped[UUID]
    because: Mapped[str] = mapped_column(default="")
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]


class PriorityFlag(Base):
    """Somebody is to be put first, and why (A-HLW-08)."""

    __tablename__ = "priority_flag"

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), unique=True)
    group: Mapped[Inequality] = mapped_column(one_of(Inequality, "group"))
    by: Mapped[UUID | None]
    at: Mapped[datetime]


class ClockStop(Base):
    """Somebody, or a report that went out, stopped a clock of a case; how it was done."""

    __tablename__ = "clock_stop"
    __table_args__ = (sa.Index("ix_clock_stop_referral_clock", "referral_id", "clock"),)

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    clock: Mapped[Clock] = mapped_column(one_of(Clock, "clock"))
    how: Mapped[str] = mapped_column(default="")
    by: Mapped[UUID | None]
    at: Mapped[datetime]


class DangerWord(Base):
    """Words of danger were written about somebody (H3): by whom, where, and whether a letter told of it.

    `by` is the account or the group's link that wrote them: who wrote before is known by it. The words
    themselves stand where they were written.
    """

    __tablename__ = "danger_word"
    __table_args__ = (sa.Index("ix_danger_word_referral_at", "referral_id", "at"),)

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    where: Mapped[str]
    is_told: Mapped[bool]
    at: Mapped[datetime]


class SilenceAlarm(Base):
    """A case went silent (H4). One row for each time that a clock ran out: so it is told of once, to each lead NTP."""

    __tablename__ = "silence_alarm"
    __table_args__ = (sa.UniqueConstraint("referral_id", "clock", "began_at"),)

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    clock: Mapped[Clock] = mapped_column(one_of(Clock, "clock"))
    began_at: Mapped[datetime]
    raised_at: Mapped[datetime]
