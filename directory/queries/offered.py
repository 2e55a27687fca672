"""What is offered, for those who name it: in agreements, and where people are counted by it."""

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.content import Content
from directory.models import Group, Listing
from directory.queries.published import PUBLIC
from directory.vocabulary import Domain


def services_of(session: Session, organisation_id: UUID) -> Mapping[str, str]:
    """The names of an organisation's public listings, by id as text, in the order of their names."""
    rows = session.execute(
        sa.select(Listing.id, Listing.content)
        .join(Group, Group.id == Listing.group_id)
        .where(Group.organisation_id == organisation_id, Listing.state.in_(PUBLIC))
    )
    return dict(sorted(((str(row.id), row.content.name) for row in rows), key=lambda one: one[1]))


def names_of(session: Session, listing_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What listings are called, whatever became of them."""
    return {one: content.name for one, content in _contents(session, listing_ids)}


def domains_of(
    session: Session, listing_ids: Collection[UUID]
) -> Mapping[UUID, tuple[Domain, ...]]:
    """Which kinds of activity listings are, whatever became of them."""
    return {one: content.domains for one, content in _contents(session, listing_ids)}


def _contents(session: Session, listing_ids: Collection[UUID]) -> list[tuple[UUID, Content]]:
    rows = session.execute(
        sa.select(Listing.id, Listing.content).where(Listing.id.in_(listing_ids))
    )
    return [(row.id, row.content) for row in rows]
