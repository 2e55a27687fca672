"""Free sessions for whoever kept a change up for a year: who has them, where they can be spent, and which were."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base


class Voucher(Base):
    """So many free sessions of a person. Whoever holds the code may spend them; it says nothing of who it is."""

    __tablename__ = "voucher"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(unique=True)
    sessions: Mapped[int]
    given_at: Mapped[datetime]


class SessionSpent(Base):
    """One free session that was spent, once. It stays when the person is erased: it names nobody.

    `voucher_id` is no foreign key, so that it can stay.
    """

    __tablename__ = "session_spent"
    __table_args__ = (
        sa.UniqueConstraint("voucher_id", "number"),
        sa.Index("ix_session_spent_lead_at", "lead_id", "at"),
    )

    voucher_id: Mapped[UUID]
    number: Mapped[int]
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    place: Mapped[str]
    on: Mapped[date]
    at: Mapped[datetime]


class SessionTakenBack(Base):
    """That a free session was not spent after all, pressed by mistake: it can be spent again. Never changed."""

    __tablename__ = "session_taken_back"

    spent_id: Mapped[UUID] = mapped_column(sa.ForeignKey("session_spent.id"), unique=True)
    by: Mapped[UUID | None]
    at: Mapped[datetime]


class SessionPlaces(Base):
    """Where free sessions of a lead NTP can be spent, besides there: groups that it names."""

    __tablename__ = "session_places"

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), unique=True)
    names: Mapped[list[str]]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way
