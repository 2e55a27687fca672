"""Reading that a group said no to somebody, for a higher feature: a fact about the area, and not about them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from directory.queries.published import find_published
from directory.vocabulary import Domain
from kernel.periods import day_in_london
from referrals.models import OnwardLink, Person
from referrals.vocabulary import RefusalReason


@dataclass(frozen=True)
class TurnedAway:
    """Which lead NTP asked, where, for what kind of activity, why the group said no, and on which day."""

    lead_id: UUID
    locality_id: UUID | None
    domains: tuple[Domain, ...]
    why: RefusalReason
    on: date


def find_turned_away(session: Session, link_id: UUID) -> TurnedAway | None:
    """What a group said, for the program itself; None where it did not say no after all, or all of it is gone."""
    link = session.get(OnwardLink, link_id)
    if link is None or link.refusal is None or link.answered_at is None:
        return None
    on = day_in_london(link.answered_at)
    listing = find_published(session, link.listing_id, today=on) if link.listing_id else None
    person = session.get(Person, link.person_id)
    return TurnedAway(
        link.lead_id, person.locality_id if person else None,
        listing.domains if listing else (), link.refusal, on,
    )  # fmt: skip
