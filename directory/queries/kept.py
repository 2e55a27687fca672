"""What is known of a listing before it changes: how many versions it has, whether its group is in the draw."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.models import DrawEntry, ListingVersion


def versions_of(session: Session, listing_id: UUID) -> int:
    """How many versions a listing has."""
    counted = sa.select(sa.func.count()).select_from(ListingVersion)
    return session.scalar(counted.where(ListingVersion.listing_id == listing_id)) or 0


def has_entered_draw(session: Session, group_id: UUID, month: str) -> bool:
    """Whether a group has its entry in a month's draw ("2026-11") already."""
    entry = sa.select(DrawEntry.id).where(DrawEntry.group_id == group_id, DrawEntry.month == month)
    return session.scalar(entry) is not None
