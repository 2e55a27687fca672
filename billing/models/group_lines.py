"""What a group is owed, a line for an activity and a day. A line tells nothing of who came."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.group_lines import Owed
from billing.sub_contracts import PriceKind
from kernel.database import Base, one_of
from kernel.money import Money


class GroupLine(Base):
    """So many of something on a day, and what it comes to. Never changed: the database refuses it.

    `number` counts the lines of an activity and a day: the first, and those that put it right. `activity_id`
    is empty for a sum of a month. `at` is when it was written: it may be long after the day.
    """

    __tablename__ = "group_line"
    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "activity_id", "on", "number"),
        sa.CheckConstraint("pence = count * each_pence", name="pence"),
        sa.CheckConstraint("count <> 0", name="count"),
        sa.Index("ix_group_line_lead_group", "lead_id", "group_id"),
    )

    agreement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agreement.id"))
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    activity_id: Mapped[str]
    activity: Mapped[str]
    on: Mapped[date]
    number: Mapped[int]
    kind: Mapped[PriceKind] = mapped_column(one_of(PriceKind, "kind"))
    count: Mapped[int]
    each_pence: Mapped[int]
    pence: Mapped[int]
    version: Mapped[int]
    at: Mapped[datetime]

    @property
    def owed(self) -> Owed:
        """What it says, as the rules know it."""
        return Owed(
            self.activity_id, self.on, self.kind, self.count, Money(self.each_pence), self.version
        )

    @property
    def amount(self) -> Money:
        """What it comes to."""
        return Money(self.pence)
