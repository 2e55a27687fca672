"""Where groups are paid to, and which payments were sent there."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.bank_details import DETAILS, BankDetails, DetailsMove, DetailsState
from kernel.access import Actor
from kernel.database import Base, one_of


class GroupBankDetails(Base):
    """Bank details of a group as one lead NTP keeps them: proposed by one person, settled by another.

    The digits are never changed, says the database, and nothing is once it is settled. `told` are the addresses
    of those who were told: the next change is told to them as well.
    """

    __tablename__ = "group_bank_details"
    __table_args__ = (
        sa.UniqueConstraint("lead_id", "group_id", "number"),
        sa.CheckConstraint("length(sort_code) = 6 AND length(account) = 8", name="digits"),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (settled_by IS NOT NULL AND settled_by <> proposed_by)",
            name="a_second_person",
        ),
    )

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    number: Mapped[int]
    name: Mapped[str]
    sort_code: Mapped[str]
    account: Mapped[str]
    checked: Mapped[str]
    state: Mapped[DetailsState] = mapped_column(one_of(DetailsState, "state"))
    told: Mapped[list[str]]
    proposed_by: Mapped[UUID]
    proposed_who: Mapped[str]
    proposed_at: Mapped[datetime]
    settled_by: Mapped[UUID | None]
    settled_who: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def details(self) -> BankDetails:
        """The details, as the rules know them."""
        return BankDetails(self.name, self.sort_code, self.account)

    def settle(self, made: DetailsMove, by: Actor, *, at: datetime) -> None:
        """Confirm or drop them, and remember who did."""
        self.state = DETAILS.after(self.state, made)
        self.settled_by, self.settled_who, self.settled_at = by.user_id, by.called, at


class PaymentFile(Base):
    """A file that was made for the bank: which remittances it pays, and on which day. Never changed."""

    __tablename__ = "payment_file"

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    pay_on: Mapped[date]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]


class BouncedPayment(Base):
    """That the bank did not pay a remittance of a payment file, and why. Never changed.

    It lets the remittance into one more file.
    """

    __tablename__ = "bounced_payment"
    __table_args__ = (sa.UniqueConstraint("file_id", "remittance_id"),)

    file_id: Mapped[UUID] = mapped_column(sa.ForeignKey("payment_file.id"))
    remittance_id: Mapped[UUID] = mapped_column(sa.ForeignKey("remittance.id"), index=True)
    because: Mapped[str]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]


IS_FIRST = sa.text("again_id IS NULL")


class PaymentFileLine(Base):
    """A remittance in a payment file, and where it is paid to. Never changed.

    A remittance is in one file, says the database, and in one more for each time that the bank did not pay it:
    `again_id` is that time, and None at first.
    """

    __tablename__ = "payment_file_line"
    __table_args__ = (
        sa.Index(
            "ix_payment_file_line_first", "remittance_id", unique=True, sqlite_where=IS_FIRST,
            postgresql_where=IS_FIRST,
        ),
    )  # fmt: skip

    file_id: Mapped[UUID] = mapped_column(sa.ForeignKey("payment_file.id"), index=True)
    remittance_id: Mapped[UUID] = mapped_column(sa.ForeignKey("remittance.id"))
    details_id: Mapped[UUID] = mapped_column(sa.ForeignKey("group_bank_details.id"))
    again_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("bounced_payment.id"), unique=True)
