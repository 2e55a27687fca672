"""What an organisation offers, for agreements that name services."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.models import Group, Listing
from directory.queries.published import PUBLIC


def services_of(session: Session, organisation_id: UUID) -> Mapping[str, str]:
    """The names of an organisation's public listings, by id as text, in the order of their names."""
    rows = session.execute(
        sa.select(Listing.id, Listing.content)
        .join(Group, Group.id == Listing.group_id)
        .where(Group.organisation_id == organisation_id, Listing.state.in_(PUBLIC))
    )
    return dict(sorted(((str(row.id), row.content.name) for row in rows), key=lambda one: one[1]))
