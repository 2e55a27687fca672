"""How much support somebody needs, both ways and with a reason; and where they stand (A-PW-02 to -06)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import outbox
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london
from referrals import permissions
from referrals.events import SupportLevelChanged
from referrals.models import Person
from referrals.queries import get_case
from referrals.vocabulary import Stage, SupportLevel

ANOTHER_PERSON = "This form was opened for somebody else, or was changed meanwhile. Open it again."
NOT_YET = "Choose a day that is not in the future."


def change_level(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    level: SupportLevel,
    on: date,
    because: str,
    seen: str,
    at: datetime,
) -> None:
    """Somebody needs more or less support than before."""
    person = _person(session, actor, referral_id, seen=seen, on=on, at=at)
    if person.support_level is level:
        raise RuleBroken("This is their support level already.", field="level")
    session.add(person.support(level, by=actor, on=on, because=because, at=at))
    audit.record(session, actor, "changed a support level", person, at=at)
    outbox.announce(session, SupportLevelChanged(person.id), at=at)


def change_stage(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    stage: Stage,
    on: date,
    seen: str,
    at: datetime,
) -> None:
    """Somebody came to another stage of the pathway; what they had before may go on beside it."""
    person = _person(session, actor, referral_id, seen=seen, on=on, at=at)
    if person.stage is stage:
        raise RuleBroken("This is where they stand already.", field="stage")
    session.add(person.stand(stage, by=actor, on=on, at=at))
    audit.record(session, actor, "noted a stage of the pathway", person, at=at)


def _person(
    session: Session, actor: Actor, referral_id: UUID, *, seen: str, on: date, at: datetime
) -> Person:
    actor.must(permissions.WORK)
    person = get_case(session, actor, referral_id).person
    if seen != f"{person.id}:{person.version}":
        raise Conflict(ANOTHER_PERSON)
    if on > day_in_london(at):
        raise RuleBroken(NOT_YET, field="on")
    return person
