"""What funders were asked to pay, month by month, and what was done with it: written once, and never changed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billing.credit_notes import Credited
from billing.invoices import Invoiced
from billing.settling import Act, Acted, Settling, settling
from kernel.database import Base, Json, one_of
from kernel.money import Money


class Invoice(Base):
    """What a lead NTP asks the funders of a contract to pay for a month, as they were told (S7 to S9).

    Never changed: the database refuses it. A contract has one for a month; a lead NTP numbers its own from 1.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        sa.UniqueConstraint("lead_id", "number"),
        sa.UniqueConstraint("contract_id", "month"),
        sa.CheckConstraint("pence > 0", name="pence"),
    )

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    contract_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contract.id"))
    number: Mapped[int]
    month: Mapped[date]
    pence: Mapped[int] = mapped_column(sa.BigInteger)
    kept: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]

    acts: Mapped[list["InvoiceAct"]] = relationship(order_by="InvoiceAct.number")

    @property
    def said(self) -> Invoiced:
        """What it says."""
        return Invoiced.from_json(self.kept)

    @property
    def stands(self) -> Settling:
        """How it stands, after all that was done with it."""
        said = self.said
        amounts = [one.amount for one in said.lines]
        return settling(amounts, said.total, [one.acted for one in self.acts])

    def asked_by(self, line: int) -> UUID | None:
        """The organisation that asked the last question about a line; None where nobody did."""
        asked = (one for one in reversed(self.acts) if one.act is Act.CHALLENGE)
        return next((one.organisation_id for one in asked if one.line == line), None)


class InvoicedCharge(Base):
    """That a charge was asked for by an invoice: each charge by one at most, says the database."""

    __tablename__ = "invoiced_charge"

    invoice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    charge_id: Mapped[UUID] = mapped_column(sa.ForeignKey("charge.id"), unique=True)


class InvoiceAct(Base):
    """Something that was done with an invoice: a line of its story. Never changed.

    `line` is the place of a line, from 0. `net_pence` is what a credit note takes off before tax.
    """

    __tablename__ = "invoice_act"
    __table_args__ = (sa.UniqueConstraint("invoice_id", "number"),)

    invoice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("invoice.id"))
    number: Mapped[int]
    act: Mapped[Act] = mapped_column(one_of(Act, "act"))
    line: Mapped[int | None]
    pence: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    net_pence: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    on: Mapped[date]
    because: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]

    @property
    def acted(self) -> Acted:
        """The same, as the rules know it."""
        return Acted(self.act, self.on, self.line, Money(self.pence), Money(self.net_pence))


class CreditNote(Base):
    """What takes back some of a line of an invoice, as it was told. Never changed; numbered from 1 (S8, S9)."""

    __tablename__ = "credit_note"
    __table_args__ = (
        sa.UniqueConstraint("lead_id", "number"),
        sa.CheckConstraint("pence > 0", name="pence"),
    )

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    invoice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    number: Mapped[int]
    pence: Mapped[int] = mapped_column(sa.BigInteger)
    kept: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str]
    at: Mapped[datetime]

    @property
    def said(self) -> Credited:
        """What it says."""
        return Credited.from_json(self.kept)
