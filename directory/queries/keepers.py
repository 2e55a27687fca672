"""Where letters to a party reach whoever keeps its listings true. It is for our letters alone."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.models import Group


def addresses_of_keepers(session: Session, organisation_id: UUID) -> tuple[str, ...]:
    """The e-mail addresses of the keepers of an organisation's groups, each once; those that bounced not."""
    found = session.scalars(
        sa.select(Group.keeper_email).where(
            Group.organisation_id == organisation_id,
            Group.keeper_email != "",
            Group.mail_bounced_at.is_(None),
        )
    )
    return tuple(sorted({one.strip() for one in found}))
