"""A practice keeps its own page: who is trained, and how it hears of its patients."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory.wording import one_line, plain
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london
from referrals import permissions
from referrals.models import PracticeArrangement, TrainedInCarePlanning
from referrals.queries import our_practice as queries
from referrals.queries.our_practice import Reporting

CHANGED = "Somebody else changed this meanwhile. Look at it again, then make your change."


def add_trained(
    session: Session, actor: Actor, *, name: str, role: str, trained_on: date, at: datetime
) -> TrainedInCarePlanning:
    """Somebody of the practice is trained in care planning (A-GP-01)."""
    actor.must(permissions.ARRANGE_PRACTICE)
    if trained_on > day_in_london(at):
        raise RuleBroken("Choose a day that is not in the future.", field="trained_on")
    row = TrainedInCarePlanning(
        practice_id=actor.organisation_id, name=one_line(name), role=one_line(role),
        trained_on=trained_on, recorded_at=at,
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor, "noted who is trained in care planning", row, at=at)
    return row


def take_off_trained(session: Session, actor: Actor, trained_id: UUID, *, at: datetime) -> None:
    """They have left, or do it no more."""
    actor.must(permissions.ARRANGE_PRACTICE)
    row = queries.get_trained(session, actor, trained_id)
    row.leave(at=at)
    audit.record(session, actor, "took somebody off the list of the trained", row, at=at)


def settle_reporting(session: Session, actor: Actor, reporting: Reporting, *, at: datetime) -> None:
    """Keep what practice and lead NTP agreed about reporting (A-R3-04)."""
    actor.must(permissions.ARRANGE_PRACTICE)
    row = queries.find_arrangement(session, actor)
    if (row.version if row else 0) != reporting.version:
        raise Conflict(CHANGED)
    row = row or PracticeArrangement(practice_id=actor.organisation_id, changed_at=at)
    row.settle(
        frequency=one_line(reporting.frequency), content=plain(reporting.content),
        channel=one_line(reporting.channel), codes_only=reporting.codes_only, at=at,
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor, "settled how a practice is reported to", row, at=at)
