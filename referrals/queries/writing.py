"""Reading what was written to a person and has not gone out yet."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.mail import Letter


def waiting_for(session: Session, person_id: UUID, *, template: str = "") -> list[Letter]:
    """The letters and texts to somebody that wait to be sent; of one template, or of all."""
    wanted = sa.select(Letter).where(
        Letter.about_id == person_id, Letter.sent_at.is_(None), Letter.refused == ""
    )
    return list(session.scalars(wanted.where(Letter.template == template) if template else wanted))
