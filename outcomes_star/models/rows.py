"""Files of rows without names that analysts were given, and the keys of their pseudonyms (A-OUT-08)."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, Json


class PseudonymKey(Base):
    """The secret by which people are called under one agreement, in hexadecimal. No page shows it."""

    __tablename__ = "pseudonym_key"

    agreement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agreement.id"), unique=True)
    key: Mapped[str]


class AnalystFile(Base):
    """Who of a lead NTP started in a period, as an organisation was given it: frozen when it is first taken.

    `people` is how many rows it had then. `reader_id` is the analyst's organisation. Days are the first and
    the last of the period. The audit knows by which agreement.
    """

    __tablename__ = "analyst_file"
    __table_args__ = (sa.UniqueConstraint("reader_id", "lead_id", "first_day", "last_day"),)

    reader_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    headings: Mapped[list[str]] = mapped_column(Json)
    people: Mapped[int]
    made_at: Mapped[datetime]
    by: Mapped[UUID | None]
    who: Mapped[str]

    rows: Mapped[list["AnalystRow"]] = relationship(
        order_by="AnalystRow.pseudonym", back_populates="file"
    )

    @property
    def is_whole(self) -> bool:
        """Whether nobody of it was erased since."""
        return len(self.rows) == self.people


class AnalystRow(Base):
    """What a file says of one person. It goes when they are erased; nobody else finds it by its pseudonym."""

    __tablename__ = "analyst_row"
    __table_args__ = (sa.UniqueConstraint("file_id", "pseudonym"),)

    file_id: Mapped[UUID] = mapped_column(sa.ForeignKey("analyst_file.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    pseudonym: Mapped[str]
    cells: Mapped[list[str]] = mapped_column(Json)

    file: Mapped[AnalystFile] = relationship(back_populates="rows")
