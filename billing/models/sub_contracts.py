"""What was agreed with a smaller group under an agreement of accounts, and how good it was found to be."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from billing.sub_contracts import Check, Finding, SubContractTerms
from kernel.database import Base, Json, one_of


class SubContractVersion(Base):
    """What was agreed from a day on, until the next one begins. Never changed: the database refuses it."""

    __tablename__ = "sub_contract_version"
    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "number"),
        sa.UniqueConstraint("agreement_id", "from_on"),
    )

    agreement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agreement.id"))
    number: Mapped[int]
    from_on: Mapped[date]
    kept: Mapped[dict[str, Any]] = mapped_column(Json)
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]

    @property
    def terms(self) -> SubContractTerms:
        """What it says."""
        return SubContractTerms.from_json(self.kept)


class SubContractCheck(Base):
    """A look at how good it is. Never changed: a second look puts the first one right."""

    __tablename__ = "sub_contract_check"
    __table_args__ = (sa.UniqueConstraint("agreement_id", "number"),)

    agreement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agreement.id"))
    number: Mapped[int]
    on: Mapped[date]
    finding: Mapped[Finding] = mapped_column(one_of(Finding, "finding"))
    words: Mapped[str]
    action: Mapped[str]
    action_by: Mapped[date | None]
    by: Mapped[UUID | None]
    who: Mapped[str]
    at: Mapped[datetime]

    @property
    def check(self) -> Check:
        """What was found, as the rules know it."""
        return Check(self.on, self.finding, self.words, self.action, self.action_by)
