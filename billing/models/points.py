"""Points that funders wrote down for reports, and which invoice asked for them: written once, and never changed."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.points import Award
from kernel.database import Base
from kernel.money import Money


class PointAward(Base):
    """Points of a report in a year of a contract; below nothing where they were taken back. Never changed.

    `report` is what the contract calls it. `a_point_pence` is what each was worth when it was written down.
    """

    __tablename__ = "point_award"
    __table_args__ = (
        sa.UniqueConstraint("contract_id", "number"),
        sa.CheckConstraint("points <> 0", name="points"),
        sa.CheckConstraint("a_point_pence > 0", name="worth"),
        sa.CheckConstraint("year > 0", name="year"),
    )

    contract_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contract.id"))
    number: Mapped[int]
    year: Mapped[int]
    report: Mapped[str]
    points: Mapped[int]
    a_point_pence: Mapped[int] = mapped_column(sa.BigInteger)
    because: Mapped[str]
    organisation_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]

    @property
    def award(self) -> Award:
        """The same, as the rules know it."""
        return Award(self.year, self.report, self.points, Money(self.a_point_pence))


class InvoicedAward(Base):
    """That points were asked for by an invoice: each award by one at most, says the database."""

    __tablename__ = "invoiced_award"

    invoice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    award_id: Mapped[UUID] = mapped_column(sa.ForeignKey("point_award.id"), unique=True)
