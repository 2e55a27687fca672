"""A link worker leaves. Her cases are in the queue that moment; this is the word that they are (P6).

Her photograph is seen by nobody that moment, and is forgotten.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import mail
from kernel.access import SYSTEM
from referrals.queries.arranged import managers_of
from referrals.queries.inbox import left_by
from referrals.queries.work import find_profile


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


def forget_photograph(
    session: Session, *, user_id: UUID, organisation_id: UUID, at: datetime
) -> None:
    """Forget the photograph of somebody who left (B01)."""
    row = find_profile(session, user_id, organisation_id)
    if row is None or row.photographed_at is None:
        return
    row.forget_photograph()
    session.flush()
    audit.record(session, SYSTEM, "forgot the photograph of somebody who left", row, at=at)
