"""What a person asked to have in an e-mail: written by their link worker, to the address on the page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import RuleBroken
from referrals.models import Person
from referrals.operations.writing import email_alone
from referrals.queries import person_page as queries
from referrals.queries.writing import takes_email

NO_EMAIL = "They want no e-mail, or we have no e-mail address. Print it for them instead."
NOT_SAFE = (
    "They named safe times: “{times}”. Send it at such a time, and tick that it is a safe time now. "
    "Nothing was sent."
)


def email_what_they_asked_for(
    session: Session, actor: Actor, referral_id: UUID, *, template: str, facts: Mapping[str, Any],
    is_safe_now: bool, at: datetime,
) -> Person:  # fmt: skip
    """Write an e-mail to the person of a case, as they allow it; to whom it goes. Whoever calls audits it."""
    person = queries.get_person_of_case(session, actor, referral_id)
    if not takes_email(person):
        raise RuleBroken(NO_EMAIL)
    if not email_alone(
        session, person, template=template, facts=facts, is_safe_now=is_safe_now, at=at
    ):
        raise RuleBroken(NOT_SAFE.format(times=person.safe_times), field="is_safe_now")
    return person
