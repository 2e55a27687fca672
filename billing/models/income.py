"""Where the money of a lead NTP comes from, year by year (A-FIN-02)."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.income import Stream, StreamKind
from kernel.database import Base, one_of
from kernel.money import Money
from kernel.periods import FinancialYear


class IncomeStream(Base):
    """One source of money in one year. `pence` is nothing where nobody knows the amount yet; 0 is nil.

    `copied_from` is the stream of the year before that it began as: each goes into the next year once, also
    where two people press at the same moment.
    """

    __tablename__ = "income_stream"
    __table_args__ = (
        sa.CheckConstraint("pence >= 0", name="pence"),
        sa.Index("ix_income_stream_organisation_year", "organisation_id", "year_begins_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    year_begins_on: Mapped[date]
    kind: Mapped[StreamKind] = mapped_column(one_of(StreamKind, "kind"))
    words: Mapped[str]
    pence: Mapped[int | None] = mapped_column(sa.BigInteger)
    is_ring_fenced: Mapped[bool]
    ends_on: Mapped[date | None]
    copied_from: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @classmethod
    def kept(
        cls,
        organisation_id: UUID,
        year: FinancialYear,
        stream: Stream,
        *,
        from_id: UUID | None = None,
    ) -> "IncomeStream":
        """A stream of an organisation in a year, as it is first written down."""
        made = cls(
            organisation_id=organisation_id, year_begins_on=year.first_day, copied_from=from_id
        )
        made.say(stream)
        return made

    def say(self, stream: Stream) -> None:
        """Say all of it anew."""
        self.kind, self.words, self.ends_on = stream.kind, stream.words, stream.ends_on
        self.pence = None if stream.amount is None else stream.amount.pence
        self.is_ring_fenced = stream.is_ring_fenced

    @property
    def year(self) -> FinancialYear:
        """The year it belongs to."""
        return FinancialYear(self.year_begins_on)

    @property
    def stream(self) -> Stream:
        """What is known of it, as the rules know it."""
        amount = None if self.pence is None else Money(self.pence)
        return Stream(self.kind, self.words, amount, self.is_ring_fenced, self.ends_on)
