"""Counting somebody who needed no more than the directory: never a case (A-GP-04, A10.1)."""

from datetime import datetime

from sqlalchemy.orm import Session

from audit import operations as audit
from directory.vocabulary import Domain
from kernel.access import Actor
from kernel.periods import day_in_london
from referrals import permissions
from referrals.models import Signpost


def count_signpost(session: Session, actor: Actor, domain: Domain | None, *, at: datetime) -> None:
    """One more person was shown the directory. Nothing about them is kept."""
    actor.must(permissions.SIGNPOST)
    row = Signpost(organisation_id=actor.organisation_id, on=day_in_london(at), domain=domain)
    session.add(row)
    audit.record(session, actor, "counted a signpost", row, at=at)
