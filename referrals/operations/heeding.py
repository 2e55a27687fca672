"""Heeding words of danger that were written about somebody (H3): their case comes first, and is told of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import mail
from kernel.access import Actor
from kernel.periods import day_in_london
from referrals.models import Referral
from referrals.queries import acknowledging as queries


def heed(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> bool:
    """Put the running case of whoever a referral is about first; whether there is one.

    The practice sees nothing of it: what a link worker writes is not the practice's to read.
    """
    row = queries.running_case(session, referral_id)
    if row is None:
        return False
    was_told_today = row.danger_at is not None and day_in_london(row.danger_at) == day_in_london(at)
    row.danger_at = at
    session.flush()
    audit.record(session, actor, "wrote words of danger", row, at=at)
    if not was_told_today:
        tell(session, row, at=at)
    return True


def tell(session: Session, row: Referral, *, at: datetime) -> None:
    """The link worker and the managers hear at once, by a letter that names nobody."""
    facts = queries.facts(session, row)
    for address in queries.receivers(session, row):
        mail.write(session, template="referrals/in_danger", to=address, facts=facts, at=at)
