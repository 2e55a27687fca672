"""From which budgets a sub-contract is paid, from which day on."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.budgets import Division
from kernel.database import Base, Json


class BudgetDivision(Base):
    """What the lead NTP said from a day on, until the next one begins. Never changed: the database refuses it.

    It names streams by their ids, and keeps what they were called: a stream that is taken out is deleted.
    """

    __tablename__ = "budget_division"
    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "number"),
        sa.UniqueConstraint("agreement_id", "from_on"),
    )

    agreement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agreement.id"))
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    number: Mapped[int]
    from_on: Mapped[date]
    kept: Mapped[dict[str, Any]] = mapped_column(Json)
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]

    @property
    def division(self) -> Division:
        """What it says."""
        return Division.from_json(self.from_on, self.kept)
