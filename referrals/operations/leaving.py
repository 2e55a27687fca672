"""A link worker leaves. Her cases are in the queue that moment; this is the word that they are (P6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import mail
from kernel.access import SYSTEM
from referrals.queries.arranged import managers_of
from referrals.queries.inbox import left_by


def tell_of_cases_left(
    session: Session, *, user_id: UUID, organisation_id: UUID, at: datetime
) -> int:
    """Write to the managers when somebody who left had cases; how many."""
    number = left_by(session, user_id, organisation_id)
    if not number:
        return 0
    for manager in managers_of(session, organisation_id):
        mail.write(
            session, template="referrals/left", to=manager.email, facts={"number": number}, at=at
        )
    audit.record(session, SYSTEM, "told of cases without a link worker", at=at, number=number)
    return number
