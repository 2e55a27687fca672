"""How far the numbers of an organisation's invoices and remittances have come, series by series."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.vocabulary import Series
from kernel.database import Base, one_of


class NumberSeries(Base):
    """The last number that was given in a series: 1, 2, 3 and so on, without a gap.

    It is a row and no sequence of the database: what is rolled back gives its number back. The database lets
    it go up by one at a time, and never away.
    """

    __tablename__ = "number_series"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "series"),
        sa.CheckConstraint("last > 0", name="last"),
    )

    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    series: Mapped[Series] = mapped_column(one_of(Series, "series"))
    last: Mapped[int]
