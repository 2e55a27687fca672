"""Which band somebody's help was put in, by whom, and on what evidence (A-TAR-03)."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.bands import Band, facts_of, suggest
from kernel.database import Base, Json, one_of
from referrals.criteria import TariffFacts


class BandChoice(Base):
    """A choice of a band, as it stood when it was made; the one with the highest number holds.

    `suggested` and `evidence` are frozen with it: what was suggested then, and the six criteria as they were.
    """

    __tablename__ = "band_choice"
    __table_args__ = (sa.UniqueConstraint("referral_id", "number"),)

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    number: Mapped[int]
    band: Mapped[Band] = mapped_column(one_of(Band, "band"))
    suggested: Mapped[list[str]] = mapped_column(Json)
    evidence: Mapped[dict[str, Any]] = mapped_column(Json)
    because: Mapped[str]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]

    @property
    def facts(self) -> TariffFacts:
        """The six criteria as they were."""
        return facts_of(self.evidence)

    @property
    def is_override(self) -> bool:
        """Whether it went against what was suggested."""
        return self.band.value not in self.suggested

    def says_the_same(self, by: UUID | None, band: Band, because: str, facts: TariffFacts) -> bool:
        """Whether somebody would choose what they chose before: with nothing new to say, and nothing new known."""
        same = (self.by, self.band, self.facts) == (by, band, facts)
        return same and because in {"", self.because}

    def stands_beside(self, facts: TariffFacts) -> bool:
        """Whether it still fits what is known now: that it was chosen knowing this, or is suggested by it."""
        return facts == self.facts or not suggest(facts).is_override(self.band)
