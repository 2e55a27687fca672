"""The ledger: a line for each charge, and apart from it whose it is."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.bands import Band
from billing.ledger import ChargeKind
from kernel.database import Base, Json, one_of
from kernel.money import Money


def code_of(charge_id: UUID) -> str:
    """What a charge is called on paper: it names nobody."""
    return charge_id.hex[:10].upper()


class Charge(Base):
    """A line of the ledger. It says nothing of who it is, and is never changed (B0-05, S8).

    `happened_on` is the day whose prices hold, `recorded_at` when the line was written (S11). `suggested` are the
    bands that the six criteria spoke for. What is paid for change that was kept up has no band. A reversal takes all
    of another line back, once.
    """

    __tablename__ = "charge"
    __table_args__ = (
        sa.Index("ix_charge_reverses", "reverses_id", unique=True),
        sa.Index("ix_charge_lead_recorded", "lead_id", "recorded_at"),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal_reverses"
        ),
    )

    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    contract_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contract_version.id"))
    kind: Mapped[ChargeKind] = mapped_column(one_of(ChargeKind, "charge_kind"))
    band: Mapped[Band | None] = mapped_column(one_of(Band, "charge_band"))
    suggested: Mapped[list[str]]
    price_pence: Mapped[int]
    amount_pence: Mapped[int]
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime]
    is_shadow: Mapped[bool]
    reverses_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("charge.id"))
    who: Mapped[str]

    @property
    def amount(self) -> Money:
        """What it adds to the bill; below nothing where it takes away."""
        return Money(self.amount_pence)

    @property
    def code(self) -> str:
        """What it is called on paper: it names nobody."""
        return code_of(self.id)

    def reversed(self, *, who: str, at: datetime) -> "Charge":
        """The line that takes this one back."""
        return Charge(
            lead_id=self.lead_id, contract_id=self.contract_id, version_id=self.version_id,
            kind=ChargeKind.REVERSAL, band=self.band, suggested=self.suggested,
            price_pence=self.price_pence, amount_pence=-self.amount_pence,
            happened_on=self.happened_on, recorded_at=at, is_shadow=self.is_shadow,
            reverses_id=self.id, who=who,
        )  # fmt: skip


class ChargedPerson(Base):
    """Whose charge it is, and on what evidence: it goes when they are erased, and the charge stays.

    `unit` is what can be charged once: a year of somebody by its number, or a choice of a band. `is_spent` says of
    a year that was reversed that it is not charged anew; `because` is why it was reversed.
    """

    __tablename__ = "charged_person"
    __table_args__ = (
        sa.Index("ix_charged_person_person", "person_id", "lead_id"),
        sa.Index("ix_charged_person_ends", "ends_on"),
    )

    charge_id: Mapped[UUID] = mapped_column(sa.ForeignKey("charge.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    lead_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    kind: Mapped[ChargeKind] = mapped_column(one_of(ChargeKind, "charged_kind"))
    unit: Mapped[str] = mapped_column(unique=True)
    choice_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("band_choice.id"))
    evidence: Mapped[dict[str, Any]] = mapped_column(Json)
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    is_reversed: Mapped[bool] = mapped_column(default=False)
    is_spent: Mapped[bool] = mapped_column(default=True)
    because: Mapped[str] = mapped_column(default="")

    def reverse(self, *, because: str, is_charged_anew: bool) -> None:
        """The charge was reversed, and why; of a year, whether it may be charged again."""
        self.is_reversed, self.is_spent, self.because = True, not is_charged_anew, because
