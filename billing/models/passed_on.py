"""For how many people groups were paid: counted once a quarter is closed, and frozen."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base


class PeoplePaidFor(Base):
    """For how many different people, at least, a lead NTP paid a group in a quarter; never who.

    Never changed: the database refuses it. It decides which groups are shown together, and if it changed with
    every mark that is taken back and everybody who is erased, one day's page would tell on another day's.
    """

    __tablename__ = "people_paid_for"
    __table_args__ = (
        sa.UniqueConstraint("lead_id", "group_id", "quarter"),
        sa.CheckConstraint("people >= 0", name="people"),
    )

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    quarter: Mapped[date]
    people: Mapped[int]
    at: Mapped[datetime]
