"""The contact log and the appointments of a case, and the private calendar of a link worker."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, one_of
from referrals.casework import AppointmentState, ContactKind, Reminder, Result
from referrals.models.referral import Referral
from referrals.vocabulary import Channel


class Contact(Base):
    """A time that somebody was in touch, or tried to be (A-HLW-11); never edited.

    `happened_at` is when it was, `recorded_at` when it was written down. `corrects_id` is the contact in
    whose place this one stands; that one has `replaced_at`, is kept and counted no more, and
    `first_recorded_at` says when it was written down.
    """

    __tablename__ = "contact"
    __table_args__ = (
        sa.Index("ix_contact_referral_happened", "referral_id", "happened_at"),
        sa.Index("ix_contact_corrects", "corrects_id", unique=True),
    )

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    kind: Mapped[ContactKind] = mapped_column(one_of(ContactKind, "kind"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    result: Mapped[Result] = mapped_column(one_of(Result, "result"))
    minutes: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[UUID | None]
    who: Mapped[str]
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    first_recorded_at: Mapped[datetime | None]
    corrects_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("contact.id"))
    replaced_at: Mapped[datetime | None]

    @property
    def written_at(self) -> datetime:
        """When it was written down, also after it was put right."""
        return self.first_recorded_at or self.recorded_at


class Appointment(Base):
    """A meeting that was booked: when, how, for how long, and whether somebody was reminded."""

    __tablename__ = "appointment"
    __table_args__ = (
        sa.Index("ix_appointment_state_begins", "state", "begins_at"),
        sa.Index(
            "ix_appointment_one_booked",
            "referral_id",
            unique=True,
            sqlite_where=sa.text("state = 'booked'"),
            postgresql_where=sa.text("state = 'booked'"),
        ),
    )

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    begins_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    has_interpreter: Mapped[bool] = mapped_column(default=False)
    transport: Mapped[str] = mapped_column(default="")
    state: Mapped[AppointmentState] = mapped_column(
        one_of(AppointmentState, "state"), default=AppointmentState.BOOKED
    )
    reminder: Mapped[Reminder] = mapped_column(
        one_of(Reminder, "reminder"), default=Reminder.WAITING
    )
    booked_by: Mapped[UUID | None]
    booked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    referral: Mapped[Referral] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.begins_at + timedelta(minutes=self.minutes)

    def become(self, state: AppointmentState, *, at: datetime) -> None:
        """It was held, missed or called off."""
        self.state, self.changed_at = state, at


class CalendarFeed(Base):
    """The secret address of a link worker's own calendar. Only the digest is kept; one works at a time."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        sa.Index(
            "ix_calendar_feed_running",
            "user_id",
            "lead_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("user_account.id"))
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
