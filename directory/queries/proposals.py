"""What others want a listing to say: a proposal beside it, until an editor decides."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.content import Content
from directory.models import Listing, WrongReport
from directory.vocabulary import Place


def proposed(content: Content, row: WrongReport) -> Content:
    """What a listing would say if a proposal were accepted."""
    changes = {name: value for name, value in row.proposal.items() if name != "claim"}
    return Content.from_json({**content.to_json(), **changes})


def kept_hidden(listing: Listing, content: Content) -> Content:
    """What a listing may say or show: of a hidden place no version tells where it is (D7)."""
    if listing.place is not Place.HIDDEN:
        return content
    return content.with_answers(place=Place.HIDDEN, address="", town="", postcode="")


def is_of_group(row: WrongReport) -> bool:
    """Whether the group itself wants the change: nobody else proposes one without an account."""
    is_of_a_list, is_claim = row.batch_id is not None, "claim" in row.proposal
    return bool(row.proposal) and row.told_by is None and not is_of_a_list and not is_claim


def changes_by_group(session: Session, listing: Listing) -> tuple[WrongReport, ...]:
    """What the group wants to say and no editor has looked at yet, oldest first."""
    rows = session.scalars(
        sa.select(WrongReport)
        .where(WrongReport.listing_id == listing.id, WrongReport.settled_at.is_(None))
        .order_by(WrongReport.told_at, WrongReport.id)
    )
    return tuple(row for row in rows if is_of_group(row))


def wanted_by_group(session: Session, listing: Listing) -> Content:
    """What the listing would say if the group had its way."""
    content = listing.content
    for row in changes_by_group(session, listing):
        content = proposed(content, row)
    return kept_hidden(listing, content)
