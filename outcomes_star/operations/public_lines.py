"""A group lets everybody read what people who went there said, or no longer (B02, B12)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory.queries.registration import get_own
from kernel.access import Actor
from kernel.errors import RuleBroken
from outcomes_star.models import PublicLine
from outcomes_star.queries.services import find_line, of_own_listing

TOO_FEW = "There is nothing to show yet: so far too few people were asked."


def agree(session: Session, actor: Actor, listing_id: UUID, *, at: datetime) -> PublicLine:
    """Show the line. Raises NotFound for the activity of others, RuleBroken before there is one."""
    listing = get_own(session, actor, listing_id)
    standing = find_line(session, listing.id)
    if standing is not None:
        return standing
    if of_own_listing(session, actor, listing.id) is None:
        raise RuleBroken(TOO_FEW)
    row = PublicLine(listing_id=listing.id, agreed_at=at, by=actor.user_id, who=actor.called)
    session.add(row)
    session.flush()
    audit.record(session, actor, "let everybody read what people said", row, at=at)
    return row


def take_back(session: Session, actor: Actor, listing_id: UUID, *, at: datetime) -> None:
    """Show it no longer."""
    row = find_line(session, get_own(session, actor, listing_id).id)
    if row is not None:
        row.end(by=actor, at=at)
        audit.record(session, actor, "stopped letting everybody read what people said", row, at=at)
