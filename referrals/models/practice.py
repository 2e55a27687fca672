"""What a practice keeps about itself, and the people who needed no more than the directory."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from directory.vocabulary import Domain
from kernel.database import Base, one_of


class TrainedInCarePlanning(Base):
    """Somebody of a practice who is trained in care planning (A-GP-01)."""

    __tablename__ = "trained_in_care_planning"

    practice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    trained_on: Mapped[date]
    recorded_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    def leave(self, *, at: datetime) -> None:
        """They do it no more; the row stays."""
        self.left_at = at


class Signpost(Base):
    """Somebody was shown the directory and needed no more: counted, and nothing of them is kept."""

    __tablename__ = "signpost"

    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    on: Mapped[date]
    domain: Mapped[Domain | None] = mapped_column(one_of(Domain, "domain"))
