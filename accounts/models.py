"""The tables of accounts: areas, organisations, people, what they may do, and who is signed in."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accounts.vocabulary import AgreementPurpose, OrganisationKind
from kernel.access import Role
from kernel.database import Base, one_of


class Area(Base):
    """A health economy. Exactly one lead NTP hosts its directory (A-ORG-03, A-ORG-05)."""

    __tablename__ = "area"

    name: Mapped[str] = mapped_column(unique=True)


class Locality(Base):
    """A natural part of an area; its postcodes are outcodes or sectors ("NE6", "NE6 1").

    `deprivation_rank` is the tenth of England that it lies in: 1 is the most deprived, 10 the least.
    """

    __tablename__ = "locality"
    __table_args__ = (sa.UniqueConstraint("area_id", "name"),)

    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"))
    name: Mapped[str]
    postcodes: Mapped[list[str]]
    deprivation_rank: Mapped[int | None]


class Organisation(Base):
    """A party: commissioning body, GP practice, lead NTP or NTP (A-ORG-01).

    One lead NTP at most hosts the directory of an area; the database keeps it to one (A-ORG-05).
    """

    __tablename__ = "organisation"
    __table_args__ = (
        sa.Index(
            "ix_organisation_host",
            "area_id",
            unique=True,
            sqlite_where=sa.text("is_host"),
            postgresql_where=sa.text("is_host"),
        ),
    )

    kind: Mapped[OrganisationKind] = mapped_column(one_of(OrganisationKind, "kind"))
    name: Mapped[str]
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area.id"), index=True)
    code: Mapped[str] = mapped_column(default="")
    base_address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    joined_at: Mapped[datetime]
    is_host: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None]


class ServedLocality(Base):
    """A locality that a lead NTP or practice serves."""

    __tablename__ = "served_locality"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "locality_id"),)

    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    locality_id: Mapped[UUID] = mapped_column(sa.ForeignKey("locality.id"))


class User(Base):
    """Somebody who signs in."""

    __tablename__ = "user_account"

    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str] = mapped_column(default="")
    totp_secret: Mapped[str] = mapped_column(default="")
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way


class Membership(Base):
    """One role that somebody holds in one organisation, from a moment to a moment."""

    __tablename__ = "membership"
    __table_args__ = (
        sa.Index(
            "ix_membership_held",
            "user_id",
            "organisation_id",
            "role",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("user_account.id"))
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Invitation(Base):
    """An invitation to act for an organisation."""

    __tablename__ = "invitation"

    email: Mapped[str]
    name: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    roles: Mapped[list[str]]
    invited_by: Mapped[UUID | None]
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class UserSession(Base):
    """Somebody who is signed in somewhere, or holds a group's link; only the token's digest is kept."""

    __tablename__ = "user_session"

    digest: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    holds: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    awaits_code: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Agreement(Base):
    """What two organisations have agreed: sharing data, or a sub-contract (A-R4-01, B16).

    `services` are listing ids as text; none means all that the second party offers.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),
        sa.CheckConstraint("first_id <> second_id", name="two_parties"),
    )

    purpose: Mapped[AgreementPurpose] = mapped_column(one_of(AgreementPurpose, "purpose"))
    first_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    second_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    data_items: Mapped[list[str]]
    services: Mapped[list[str]]
    outcomes: Mapped[list[str]]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
