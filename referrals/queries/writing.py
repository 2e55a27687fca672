"""Reading what was written to a person and has not gone out yet."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.mail import Letter
from referrals.models import Person
from referrals.vocabulary import Channel

OWN_PAGE = "referrals/my_plan"
"""The letter with the link to a person's own page."""
TOO_LATE = "too late to be safe"
NO_WAY_LEFT = "no way is left"
NOT_SENT: Mapping[str, str] = {
    TOO_LATE: "It could not go out while it was safe. Send it again at a safe time.",
    NO_WAY_LEFT: "How they may be reached was changed before it went out.",
}
"""Why the program held a letter back, as their link worker reads it."""


def held_back(
    session: Session, person_id: UUID, *, template: str = OWN_PAGE
) -> list[tuple[datetime, str]]:
    """When letters of a template were to be sent to somebody that never went out, and why they did not."""
    rows = session.scalars(
        sa.select(Letter).where(
            Letter.about_id == person_id, Letter.template == template, Letter.refused.in_(NOT_SENT)
        )
    )
    return [(row.written_at, NOT_SENT[row.refused]) for row in rows]


def waiting_for(session: Session, person_id: UUID, *, template: str = "") -> list[Letter]:
    """The letters and texts to somebody that wait to be sent; of one template, or of all."""
    wanted = sa.select(Letter).where(
        Letter.about_id == person_id, Letter.sent_at.is_(None), Letter.refused == ""
    )
    return list(session.scalars(wanted.where(Letter.template == template) if template else wanted))


def takes_email(person: Person) -> bool:
    """Whether somebody has an address and did not rule e-mail out."""
    return bool(person.email) and person.contact_rules.allow(Channel.EMAIL)
