"""The tables of the audit: its lines, which are never changed, and the head of the chain."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base


class AuditLine(Base):
    """One act, one record opened, or one refusal. The database refuses to change or delete it."""

    __tablename__ = "audit_line"
    __table_args__ = (
        sa.Index("ix_audit_line_subject", "subject_id", "number"),
        sa.Index("ix_audit_line_user", "user_id", "number"),
        sa.Index("ix_audit_line_at", "at"),
    )

    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    user_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    who: Mapped[str]
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]]
    hash: Mapped[str]

    def words(self) -> dict[str, Any]:
        """What the hash is over: everything but the hash itself."""
        return {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(),
            "user": str(self.user_id or ""),
            "organisation": str(self.organisation_id or ""),
            "who": self.who,
            "act": self.act,
            "kind": self.subject_kind,
            "subject": str(self.subject_id or ""),
            "details": self.details,
        }


class AuditHead(Base):
    """Where the chain ends: one row, taken by each writer in turn."""

    __tablename__ = "audit_head"

    count: Mapped[int]
    hash: Mapped[str]
