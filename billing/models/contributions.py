"""What people pay towards what they come to: the steps, whether somebody can, each time, and the receipts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.contributions import CanPay, Schedule, Taper
from kernel.database import Base, one_of
from kernel.money import Money


class ContributionSchedule(Base):
    """The steps of a lead NTP; the one with the highest number holds."""

    __tablename__ = "contribution_schedule"
    __table_args__ = (sa.UniqueConstraint("lead_id", "number"),)

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    number: Mapped[int]
    taper: Mapped[Taper] = mapped_column(one_of(Taper, "taper"))
    steps: Mapped[list[dict[str, Any]]]
    who: Mapped[str]
    at: Mapped[datetime]

    @property
    def schedule(self) -> Schedule:
        """The steps as the rules know them."""
        return Schedule.from_json(self.taper, self.steps)


class ContributionTerms(Base):
    """Whether somebody can pay, and whether they are let off; the one with the highest number holds."""

    __tablename__ = "contribution_terms"
    __table_args__ = (sa.UniqueConstraint("referral_id", "number"),)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    number: Mapped[int]
    can_pay: Mapped[CanPay] = mapped_column(one_of(CanPay, "can_pay"))
    let_off: Mapped[str] = mapped_column(default="")
    who: Mapped[str]
    at: Mapped[datetime]


class Receipt(Base):
    """An amount that somebody paid, numbered without a gap; never changed. It does not say who paid."""

    __tablename__ = "receipt"
    __table_args__ = (sa.UniqueConstraint("lead_id", "number"),)

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    number: Mapped[int]
    amount_pence: Mapped[int]
    on: Mapped[date]
    at: Mapped[datetime]

    @property
    def amount(self) -> Money:
        """What was paid."""
        return Money(self.amount_pence)


class Contribution(Base):
    """One time that somebody came, by number, and the receipt if they paid. It goes when they are erased."""

    __tablename__ = "contribution"
    __table_args__ = (sa.UniqueConstraint("referral_id", "number"),)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"))
    number: Mapped[int]
    on: Mapped[date]
    at: Mapped[datetime]
    receipt_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("receipt.id"))
