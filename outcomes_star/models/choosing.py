"""Instruments that were loaded, licences, what a lead NTP chose, and who agreed to it (A-OUT-02, A-OUT-03)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, one_of
from outcomes_star.vocabulary import Agrees


class LoadedInstrument(Base):
    """A file that somebody loaded, as it was. Without a lead NTP it is for all of the installation."""

    __tablename__ = "instrument"
    __table_args__ = (
        sa.UniqueConstraint("lead_id", "code", "instrument_version"),
        sa.Index(
            "ix_instrument_for_all", "code", "instrument_version", unique=True,
            sqlite_where=sa.text("lead_id IS NULL"), postgresql_where=sa.text("lead_id IS NULL"),
        ),
    )  # fmt: skip

    lead_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    code: Mapped[str]
    instrument_version: Mapped[int]
    text: Mapped[str]
    loaded_at: Mapped[datetime]
    by: Mapped[UUID | None]
    who: Mapped[str]


class InstrumentLicence(Base):
    """A lead NTP's licence for one version of an instrument, with the words that it was given.

    `wording` has the shape of `Wording`; `conversion` maps each sum to what it stands for, where there is
    such a table. `until_on` is the last day of the licence, None for one without an end.
    """

    __tablename__ = "instrument_licence"
    __table_args__ = (sa.UniqueConstraint("lead_id", "code", "instrument_version"),)

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    code: Mapped[str]
    instrument_version: Mapped[int]
    terms: Mapped[str]
    until_on: Mapped[date | None]
    wording: Mapped[dict[str, Any]]
    conversion: Mapped[dict[str, Any]]
    entered_at: Mapped[datetime]
    by: Mapped[UUID | None]
    who: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way


IS_OPEN = sa.text("ended_at IS NULL")
STANDS = sa.text("taken_back_at IS NULL")


class InstrumentChoice(Base):
    """That a lead NTP wants to ask people this. It is asked once all four have agreed.

    Until then an earlier version goes on being asked; of those that all four agreed to, the one that was
    chosen last is asked.
    """

    __tablename__ = "instrument_choice"
    __table_args__ = (
        sa.Index(
            "ix_instrument_choice_one", "lead_id", "code", "instrument_version", unique=True,
            sqlite_where=IS_OPEN, postgresql_where=IS_OPEN,
        ),
    )  # fmt: skip

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    code: Mapped[str]
    instrument_version: Mapped[int]
    chosen_at: Mapped[datetime]
    by: Mapped[UUID | None]
    who: Mapped[str]
    ended_at: Mapped[datetime | None]

    endorsements: Mapped[list["InstrumentEndorsement"]] = relationship(
        order_by="InstrumentEndorsement.at", back_populates="choice"
    )

    @property
    def standing(self) -> list["InstrumentEndorsement"]:
        """Who agreed, without what was written down by mistake."""
        return [one for one in self.endorsements if one.taken_back_at is None]

    @property
    def is_agreed(self) -> bool:
        """Whether all four have agreed."""
        return {one.agrees for one in self.standing} == set(Agrees)


class InstrumentEndorsement(Base):
    """That one of the four agreed, on which day, and who said so. Never edited.

    One that was a mistake is taken back, and is kept with the reason.
    """

    __tablename__ = "instrument_endorsement"
    __table_args__ = (
        sa.Index(
            "ix_instrument_endorsement_one", "choice_id", "agrees", unique=True,
            sqlite_where=STANDS, postgresql_where=STANDS,
        ),
    )  # fmt: skip

    choice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("instrument_choice.id"))
    agrees: Mapped[Agrees] = mapped_column(one_of(Agrees, "agrees"))
    on: Mapped[date]
    words: Mapped[str]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[UUID | None]
    taken_back_who: Mapped[str] = mapped_column(default="", server_default="")
    because: Mapped[str] = mapped_column(default="", server_default="")

    choice: Mapped[InstrumentChoice] = relationship(back_populates="endorsements")
