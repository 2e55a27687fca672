"""A practice's own system: the key by which it comes, and the messages that were taken from it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base


class PracticeKey(Base):
    """A key that was shown once; only its digest is kept, and what somebody calls it."""

    __tablename__ = "practice_key"

    practice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class ReceivedMessage(Base):
    """A message that became a referral, and what was answered: sent again, it is answered again.

    Of what was sent only a digest is kept; the facts are in the referral.
    """

    __tablename__ = "received_message"
    __table_args__ = (sa.UniqueConstraint("practice_id", "message_id"),)

    practice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    message_id: Mapped[str]
    fingerprint: Mapped[str]
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    answer: Mapped[str]
    received_at: Mapped[datetime]


class HeardMessage(Base):
    """That a message came whose person was erased since: sent again, it makes them anew for nobody.

    `digest` stands for the practice's id of it. Nothing leads from here to a person.
    """

    __tablename__ = "heard_message"
    __table_args__ = (sa.UniqueConstraint("practice_id", "digest"),)

    practice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    digest: Mapped[str]
