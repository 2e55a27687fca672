"""What was found at the first meeting: the six criteria as facts, and the need profile."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base, one_of
from referrals.criteria import MentalHealth, Mobility, OngoingInput


class Assessment(Base):
    """An assessment as it stands after a change; the one with the highest number holds (A-TAR-02)."""

    __tablename__ = "assessment"
    __table_args__ = (sa.UniqueConstraint("referral_id", "number"),)

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    number: Mapped[int]
    co_morbidities: Mapped[int]
    mental_health: Mapped[MentalHealth] = mapped_column(one_of(MentalHealth, "mental_health"))
    mobility: Mapped[Mobility] = mapped_column(one_of(Mobility, "mobility"))
    ongoing_input: Mapped[OngoingInput] = mapped_column(one_of(OngoingInput, "ongoing_input"))
    profile: Mapped[dict[str, Any]]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]
