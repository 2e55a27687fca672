"""The loaded table of SNOMED CT codes."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base, one_of
from referrals.codes import CodeUse


class SnomedCode(Base):
    """A code that holds from the moment it was loaded until another file replaced it."""

    __tablename__ = "snomed_code"
    __table_args__ = (
        sa.Index(
            "ix_snomed_code_standing",
            "use",
            "code",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    code: Mapped[str]
    term: Mapped[str]
    use: Mapped[CodeUse] = mapped_column(one_of(CodeUse, "use"))
    loaded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
