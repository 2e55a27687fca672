"""Sending somebody their star by e-mail, when they ask for it there (decision 17)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel.access import Actor
from kernel.errors import RuleBroken
from outcomes_star import permissions
from outcomes_star.pictures import plain
from outcomes_star.queries.sending import TEMPLATE, email_page
from referrals.operations.by_email import email_what_they_asked_for

NOT_ASKED_FOR = "An e-mail can be read by others. Send it only when they ask for it."


@dataclass(frozen=True)
class Wish:
    """What the person says: that they want it in an e-mail, in which language, and whether it is safe now."""

    is_asked_for: bool
    language: str = ""
    is_safe_now: bool = False


def send_star(
    session: Session, actor: Actor, referral_id: UUID, code: str, version: int, wish: Wish,
    *, at: datetime,
) -> None:  # fmt: skip
    """Send the person of a case their star: the numbers, and nothing that was said or noted."""
    actor.must(permissions.SEND)
    if not wish.is_asked_for:
        raise RuleBroken(NOT_ASKED_FOR, field="is_asked_for")
    page = email_page(session, actor, referral_id, code, version, language=wish.language, at=at)
    lead = accounts.get_organisation(session, page.lead_id)
    person = email_what_they_asked_for(
        session, actor, referral_id, template=TEMPLATE,
        facts={"lead": lead.name, "phone": lead.phone, "star": plain(page.picture)},
        is_safe_now=wish.is_safe_now, at=at,
    )  # fmt: skip
    audit.record(
        session, actor, "sent a person their star by e-mail", person, at=at,
        referral=referral_id, code=code, of_version=version, readings=len(page.picture.heads),
    )  # fmt: skip
