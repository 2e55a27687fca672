"""The page on which a star is sent by e-mail: to which address, what it shows, and what did not go out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import NotFound
from outcomes_star import permissions
from outcomes_star.pictures import Picture
from outcomes_star.queries.cases import case_of
from outcomes_star.queries.stars import Star, star_page
from referrals.queries import get_case
from referrals.queries.case import Banner
from referrals.queries.writing import held_back

TEMPLATE = "outcomes_star/star"


@dataclass(frozen=True)
class EmailPage:
    """A star that can be sent. `held` says when one was to be sent that never went out, and why."""

    banner: Banner
    star: Star
    picture: Picture
    lead_id: UUID
    address: str
    safe_times: str
    held: tuple[tuple[datetime, str], ...]


def email_page(
    session: Session, actor: Actor, referral_id: UUID, code: str, version: int,
    *, language: str, at: datetime,
) -> EmailPage:  # fmt: skip
    """A star of a case of the actor's own that has readings; nothing that is named in their own words.

    Raises NotFound.
    """
    actor.must(permissions.SEND)
    row = get_case(session, actor, referral_id)
    star = star_page(session, actor, referral_id, code, version, shown_in=language, at=at).star
    if star.picture is None or star.instrument.holds_own_words:
        raise NotFound
    return EmailPage(
        case_of(row).banner, star, star.picture, row.lead_id, row.person.email,
        row.person.safe_times, tuple(held_back(session, row.person_id, template=TEMPLATE)),
    )  # fmt: skip
