"""Groups and their listings: how a row is born, makes a move, and remembers every version."""

import json
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.content import Content
from directory.lifecycle import LISTING, Move, State
from directory.vocabulary import LegalType, Place
from kernel.access import Actor
from kernel.database import Base, Json, one_of


class ContentColumn(sa.types.TypeDecorator[Content]):
    """A Content, kept as JSON."""

    impl = Json
    cache_ok = True

    def process_bind_param(self, value: Content | None, dialect: Dialect) -> dict[str, Any] | None:
        return value.to_json() if value is not None else None

    def process_result_value(
        self, value: dict[str, Any] | None, dialect: Dialect
    ) -> Content | None:
        return Content.from_json(value) if value is not None else None


class ContentText(sa.types.TypeDecorator[Content]):
    """The same, read as text: for pages of many, which read the same few again and again."""

    impl = sa.Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Content | None:
        return _content_of(value) if value is not None else None


@lru_cache(maxsize=2_048)
def _content_of(text: str) -> Content:
    """What a text says. It is its own key, so nothing that was changed can be taken for what it was."""
    return Content.from_json(json.loads(text))


class Group(Base):
    """A non-traditional provider: a small group, a charity, a business (A-ORG-07, -08).

    `keeper_email` and `keeper_phone` are for our letters alone and are never published.
    """

    __tablename__ = "directory_group"

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("organisation.id"), index=True
    )
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    legal_type: Mapped[LegalType | None] = mapped_column(one_of(LegalType, "legal_type"))
    charity_number: Mapped[str] = mapped_column(default="")
    size: Mapped[str] = mapped_column(default="")
    is_funded: Mapped[bool] = mapped_column(default=False)
    keeper_email: Mapped[str] = mapped_column(default="")
    keeper_phone: Mapped[str] = mapped_column(default="")
    mail_bounced_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way


class Listing(Base):
    """What a group offers, as the directory shows it. What it says is one value, `content`.

    Coordinates are WGS84 degrees; the database refuses them for a hidden place (D7).
    """

    __tablename__ = "listing"
    __table_args__ = (
        sa.CheckConstraint(
            "place <> 'hidden' OR (latitude IS NULL AND longitude IS NULL)",
            name="hidden_place_has_no_position",
        ),
        sa.Index("ix_listing_area_state", "area_id", "state"),
        sa.Index("ix_listing_changed", "changed_at", "id"),
    )

    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("directory_group.id"), index=True)
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    locality_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("locality.id"), index=True)
    state: Mapped[State] = mapped_column(one_of(State, "state"))
    content: Mapped[Content] = mapped_column(ContentColumn)
    place: Mapped[Place] = mapped_column(one_of(Place, "place"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    source: Mapped[str] = mapped_column(default="")
    source_key: Mapped[str | None] = mapped_column(unique=True)
    fingerprint: Mapped[str] = mapped_column(default="")
    flags: Mapped[list[dict[str, Any]]]
    due_after_days: Mapped[int | None]
    confirmed_on: Mapped[date | None]
    confirmed_by: Mapped[str] = mapped_column(default="")
    ladder_step: Mapped[str] = mapped_column(default="")
    short_code: Mapped[str] = mapped_column(unique=True)
    batch: Mapped[str] = mapped_column(default="")
    told_by: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    group: Mapped[Group] = relationship()
    slots: Mapped[list["ListingSlot"]] = relationship(
        cascade="all, delete-orphan", order_by="ListingSlot.position", back_populates="listing"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @classmethod
    def begin(
        cls,
        *,
        group: Group,
        content: Content,
        short_code: str,
        at: datetime,
        source: str = "",
        source_key: str | None = None,
        told_by: str = "",
    ) -> Self:
        """A listing as a draft: nobody sees it yet."""
        return cls(
            group=group,
            group_id=group.id,
            area_id=group.area_id,
            state=LISTING.start,
            content=content,
            place=content.place,
            short_code=short_code,
            flags=[],
            source=source,
            source_key=source_key,
            told_by=told_by,
            started_at=at,
            changed_at=at,
        )

    def say(
        self,
        content: Content,
        *,
        latitude: float | None,
        longitude: float | None,
        locality_id: UUID | None,
        slots: list["ListingSlot"],
        at: datetime,
    ) -> None:
        """Say something else from now on, with the place and the times that follow from it."""
        is_hidden = content.place is Place.HIDDEN
        self.content, self.place, self.changed_at = content, content.place, at
        self.latitude = None if is_hidden else latitude
        self.longitude = None if is_hidden else longitude
        self.locality_id, self.slots = locality_id, slots

    def make(self, move: Move, *, by: Actor, at: datetime, because: str = "") -> "ListingMove":
        """Make a move; the row that remembers it is returned, to be added."""
        before, self.state = self.state, LISTING.after(self.state, move)
        self.changed_at = at
        if self.state is State.LIVE and self.published_at is None:
            self.published_at = at
        return ListingMove(
            listing_id=self.id,
            move=move,
            before=before,
            after=self.state,
            by=by.user_id,
            who=by.called,
            at=at,
            because=because,
        )

    def confirm(self, *, by: Actor, on: date, at: datetime) -> None:
        """Somebody says that all of it is still correct: the clock starts again."""
        self.confirmed_on, self.confirmed_by, self.ladder_step = on, by.called, ""
        self.changed_at = at


class ListingSlot(Base):
    """A time at which it happens; weekday 0 is Monday, ordinals are weeks of a month (-1 the last)."""

    __tablename__ = "listing_slot"
    __table_args__ = (sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_of_a_week"),)

    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"), index=True)
    position: Mapped[int]
    weekday: Mapped[int]
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    ordinals: Mapped[list[int]] = mapped_column(Json)

    listing: Mapped[Listing] = relationship(back_populates="slots")


class ListingMove(Base):
    """A move that was made, never edited: before, after, who, when, why."""

    __tablename__ = "listing_move"

    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"), index=True)
    move: Mapped[Move] = mapped_column(one_of(Move, "move"))
    before: Mapped[State] = mapped_column(one_of(State, "before"))
    after: Mapped[State] = mapped_column(one_of(State, "after"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
    because: Mapped[str] = mapped_column(default="")


class ListingVersion(Base):
    """What a listing said at one time, whole; putting it back is a new version."""

    __tablename__ = "listing_version"
    __table_args__ = (sa.UniqueConstraint("listing_id", "number"),)

    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"))
    number: Mapped[int]
    content: Mapped[Content] = mapped_column(ContentColumn)
    changed: Mapped[list[str]]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
    because: Mapped[str] = mapped_column(default="")


class HiddenPlace(Base):
    """The address of a refuge or the like: apart, without coordinates, for few eyes (D7)."""

    __tablename__ = "hidden_place"

    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"), unique=True)
    address: Mapped[str]
    said_at: Mapped[datetime]


class Check(Base):
    """Something that was checked about a group: what, by whom, who owns it, until when (A-DIR-11)."""

    __tablename__ = "group_check"

    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("directory_group.id"), index=True)
    what: Mapped[str]
    result: Mapped[str]
    checked_by: Mapped[str]
    owner: Mapped[str]
    checked_on: Mapped[date]
    runs_out_on: Mapped[date | None]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WrongReport(Base):
    """Somebody, or a list that was brought in, says that a listing is wrong or should say this."""

    __tablename__ = "wrong_report"

    listing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("listing.id"), index=True)
    says: Mapped[str]
    proposal: Mapped[dict[str, Any]]
    batch_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("import_batch.id"))
    told_by: Mapped[UUID | None]
    told_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    outcome: Mapped[str] = mapped_column(default="")
