"""What groups were paid, month by month: frozen when it is made."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.remittances import Advice
from kernel.database import Base, Json


class Remittance(Base):
    """A payment to a group for all that was counted until the end of a month, as it was told of.

    Never changed: the database refuses it. A group has one for a month; a lead NTP numbers its own from 1.
    """

    __tablename__ = "remittance"
    __table_args__ = (
        sa.UniqueConstraint("lead_id", "number"),
        sa.UniqueConstraint("lead_id", "group_id", "month"),
        sa.CheckConstraint("pence > 0", name="pence"),
    )

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    number: Mapped[int]
    month: Mapped[date]
    pence: Mapped[int] = mapped_column(sa.BigInteger)
    kept: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]

    @property
    def advice(self) -> Advice:
        """What it says."""
        return Advice.from_json(self.kept)


class RemittanceLine(Base):
    """That a line was paid by a remittance: each line by one at most, says the database."""

    __tablename__ = "remittance_line"

    remittance_id: Mapped[UUID] = mapped_column(sa.ForeignKey("remittance.id"), index=True)
    line_id: Mapped[UUID] = mapped_column(sa.ForeignKey("group_line.id"), unique=True)
