"""What finding leaves behind: counts without words, told needs, opinions; and where postcodes are."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base


class Tally(Base):
    """How many searches of one kind there were on a day. Never the words that were searched for."""

    __tablename__ = "tally"
    __table_args__ = (sa.UniqueConstraint("day", "domain", "locality", "outcome"),)

    day: Mapped[date]
    domain: Mapped[str]
    locality: Mapped[str]
    outcome: Mapped[str]
    count: Mapped[int]


class MissingActivity(Base):
    """Somebody told the area that something is missing, in words that they chose to send."""

    __tablename__ = "missing_activity"

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    locality_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("locality.id"))
    wanted: Mapped[str]
    domain: Mapped[str] = mapped_column(default="")
    told_at: Mapped[datetime]


class Feedback(Base):
    """An opinion on the directory, and what was done: you said, we did (A-DIR-16)."""

    __tablename__ = "feedback"

    area_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("area.id"))
    says: Mapped[str]
    was_useful: Mapped[bool | None]
    was_easy: Mapped[bool | None]
    page: Mapped[str] = mapped_column(default="")
    told_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    is_answer_public: Mapped[bool] = mapped_column(default=False)


class Postcode(Base):
    """Where a postcode is: no space in `key`; hundred-thousandths of a WGS84 degree."""

    __tablename__ = "postcode"

    id = None  # type: ignore[assignment]
    key: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    latitude_e5: Mapped[int]
    longitude_e5: Mapped[int]

    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way


class PostcodeDeprivation(Base):
    """How deprived a postcode's neighbourhood is: no space in `key`; 1 is the most deprived tenth of England."""

    __tablename__ = "postcode_deprivation"

    id = None  # type: ignore[assignment]
    key: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    decile: Mapped[int]

    __table_args__ = (
        sa.CheckConstraint("decile BETWEEN 1 AND 10", name="decile_is_a_tenth"),
        {"sqlite_with_rowid": False},
    )
