"""The host's own records: settings, draws, promotion, service levels, owners, the test panel."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base


class HostSettings(Base):
    """How one area's directory is kept; days count from when a listing was last confirmed (OD5)."""

    __tablename__ = "host_settings"

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), unique=True)
    due_after_days: Mapped[int] = mapped_column(default=90)
    marked_after_days: Mapped[int] = mapped_column(default=14)
    lower_after_days: Mapped[int] = mapped_column(default=28)
    out_after_days: Mapped[int] = mapped_column(default=60)
    archived_after_days: Mapped[int] = mapped_column(default=180)
    is_every_listing_held: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str] = mapped_column(default="")
    prize_pence: Mapped[int] = mapped_column(default=10_000)
    procurement_note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way


class Draw(Base):
    """One monthly draw: pool, seed, moment and person recorded; never edited (A-DIR-10)."""

    __tablename__ = "draw"
    __table_args__ = (sa.UniqueConstraint("area_id", "month"),)

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    month: Mapped[str]
    seed: Mapped[str]
    pool: Mapped[int]
    prize_pence: Mapped[int]
    winner_id: Mapped[UUID] = mapped_column(sa.ForeignKey("directory_group.id"))
    runner_up_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("directory_group.id"))
    drawn_by: Mapped[UUID | None]
    drawn_at: Mapped[datetime]


class DrawEntry(Base):
    """A group's one entry in a month's draw: it updated or confirmed."""

    __tablename__ = "draw_entry"
    __table_args__ = (sa.UniqueConstraint("group_id", "month"),)

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    month: Mapped[str] = mapped_column(index=True)
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("directory_group.id"))
    entered_at: Mapped[datetime]


class Promotion(Base):
    """Something that was done to make the directory known (A-LN-04)."""

    __tablename__ = "promotion"

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    done_on: Mapped[date]
    what: Mapped[str]
    network: Mapped[str]
    reached: Mapped[int | None]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]


class LaunchMessage(Base):
    """A message to one stakeholder group, and when it was sent (A-DIR-09)."""

    __tablename__ = "launch_message"

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    stakeholder: Mapped[str]
    message: Mapped[str]
    sent_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class ServiceLevel(Base):
    """What was promised about the site: what, how much, with whom, until when (A-DIR-12 to -14)."""

    __tablename__ = "service_level"

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    about: Mapped[str]
    promise: Mapped[str]
    supplier: Mapped[str]
    until_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class NamedOwner(Base):
    """Who owns a part of keeping the directory (A-DIR-15)."""

    __tablename__ = "named_owner"

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    part: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TestPanellist(Base):
    """Somebody with a long-term condition who tries the site out, and what they found (A-DIR-16)."""

    __tablename__ = "test_panellist"
    __test__ = False

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    called: Mapped[str]
    tried_on: Mapped[date]
    tried: Mapped[str]
    found: Mapped[str]
    was_useful: Mapped[bool | None]
    was_accessible: Mapped[bool | None]
    we_did: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
