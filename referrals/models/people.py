"""The person referred: who they are, how they may be reached, what they said yes to."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, composite, mapped_column

from kernel.access import Actor
from kernel.database import Base, one_of
from referrals.contact_rules import ContactRules
from referrals.vocabulary import Purpose, Recipient, Stage, SupportLevel


class Person(Base):
    """Somebody who was referred. Known to one practice, if any, and one lead NTP, and to no others.

    The same human being may be known to two practices as two rows: neither may learn of the other.
    `is_twin`: another row had the NHS number first, which whoever wrote this one may not know (P4).
    """

    __tablename__ = "person"
    __table_args__ = (
        sa.Index(
            "ix_person_nhs_number_at_practice",
            "practice_id",
            "lead_id",
            "nhs_number",
            unique=True,
            sqlite_where=sa.text("nhs_number <> '' AND NOT is_twin"),
            postgresql_where=sa.text("nhs_number <> '' AND NOT is_twin"),
        ),
        sa.Index("ix_person_lead_nhs_number", "lead_id", "nhs_number"),
    )

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    practice_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    name: Mapped[str]
    known_as: Mapped[str] = mapped_column(default="")
    nhs_number: Mapped[str] = mapped_column(default="")
    is_twin: Mapped[bool] = mapped_column(default=False)
    born_on: Mapped[date | None]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    locality_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("locality.id"))
    language: Mapped[str] = mapped_column(default="")
    needs_interpreter: Mapped[bool] = mapped_column(default=False)
    access_needs: Mapped[str] = mapped_column(default="")
    carer: Mapped[str] = mapped_column(default="")
    conditions: Mapped[list[str]]
    no_phone: Mapped[bool] = mapped_column(default=False)
    no_voicemail: Mapped[bool] = mapped_column(default=False)
    no_text: Mapped[bool] = mapped_column(default=False)
    no_email: Mapped[bool] = mapped_column(default=False)
    no_post: Mapped[bool] = mapped_column(default=False)
    safe_times: Mapped[str] = mapped_column(default="")
    support_level: Mapped[SupportLevel | None] = mapped_column(
        one_of(SupportLevel, "support_level")
    )
    stage: Mapped[Stage | None] = mapped_column(one_of(Stage, "stage"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    contact_rules: Mapped[ContactRules] = composite(
        "no_phone", "no_voicemail", "no_text", "no_email", "no_post", "safe_times"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def called(self) -> str:
        """What to call them: the name they like to hear, or the one on the record."""
        return self.known_as or self.name

    def be_told(self, facts: Mapping[str, Any], *, at: datetime) -> None:
        """Keep what a referrer now says of them; facts that were not asked for stay as they are."""
        for name, value in facts.items():
            setattr(self, name, value)
        self.changed_at = at

    def support(
        self, level: SupportLevel, *, by: Actor, on: date, because: str, at: datetime
    ) -> "SupportLevelChange":
        """Need more or less support from a day on; the row that remembers it is to be added."""
        before, self.support_level, self.changed_at = self.support_level, level, at
        return SupportLevelChange(
            person_id=self.id, before=before, after=level, on=on, because=because,
            by=by.user_id, who=by.called, at=at,
        )  # fmt: skip

    def stand(self, stage: Stage, *, by: Actor, on: date, at: datetime) -> "StageChange":
        """Be at another stage of the pathway from a day on; the row is to be added (A-PW-02)."""
        self.stage, self.changed_at = stage, at
        return StageChange(
            person_id=self.id, stage=stage, on=on, by=by.user_id, who=by.called, at=at
        )


class SupportLevelChange(Base):
    """A step of somebody's support level, either way, with its reason; never edited (A-PW-04)."""

    __tablename__ = "support_level_change"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    before: Mapped[SupportLevel | None] = mapped_column(one_of(SupportLevel, "before"))
    after: Mapped[SupportLevel] = mapped_column(one_of(SupportLevel, "after"))
    on: Mapped[date]
    because: Mapped[str]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]


class StageChange(Base):
    """When somebody came to a stage of the pathway; never edited."""

    __tablename__ = "stage_change"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"))
    on: Mapped[date]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]


class Consent(Base):
    """A yes, for one recipient and one purpose, and when it was taken back (B26).

    `recipient_id` is the organisation or group; `how` says how it was given: told, or on paper.
    """

    __tablename__ = "consent"
    __table_args__ = (
        sa.Index("ix_consent_person", "person_id"),
        sa.Index(
            "ix_consent_standing",
            "person_id",
            "recipient",
            "recipient_id",
            "purpose",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
        sa.Index(
            "ix_consent_withdrawn",
            "withdrawn_at",
            sqlite_where=sa.text("withdrawn_at IS NOT NULL"),
            postgresql_where=sa.text("withdrawn_at IS NOT NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    recipient: Mapped[Recipient] = mapped_column(one_of(Recipient, "recipient"))
    recipient_id: Mapped[UUID]
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose, "purpose"))
    how: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]
