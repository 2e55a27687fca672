"""Recording the first meeting: what was found, how much support fits, how long it took."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import outbox
from kernel.access import Actor
from kernel.errors import RuleBroken
from kernel.periods import day_in_london
from referrals import permissions
from referrals.casework import AppointmentState, ContactKind, Result
from referrals.criteria import PROFILE, Level, MentalHealth, Mobility, OngoingInput
from referrals.events import ReferralAssessed, SupportLevelChanged
from referrals.lifecycle import Move
from referrals.models import Assessment, Referral
from referrals.operations.contacts import Said, add_contact
from referrals.operations.moving import make_move
from referrals.operations.working import ready
from referrals.queries import get_case
from referrals.queries.assessment import latest
from referrals.queries.contacts import find_booked
from referrals.vocabulary import Channel, SupportLevel

MOST_CONDITIONS = 30


@dataclass(frozen=True)
class Found:
    """What a link worker found: four of the six criteria, the support level, the need profile."""

    co_morbidities: int
    mental_health: MentalHealth
    mobility: Mobility
    ongoing_input: OngoingInput
    support_level: SupportLevel
    because: str
    profile: Mapping[str, Level]


def assess(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    found: Found,
    *,
    channel: Channel,
    minutes: int,
    happened_at: datetime,
    at: datetime,
) -> Assessment:
    """Record the first meeting. Its minutes go into the contact log, from where they are counted.

    A meeting that is booked for the same day was this one; for another day it stays booked.
    """
    row = ready(session, actor, referral_id, Move.ASSESS)
    if minutes < 1:
        raise RuleBroken("Enter how many minutes the meeting took.", field="minutes")
    said = Said(channel, Result.REACHED, minutes, happened_at, ContactKind.FIRST_MEETING)
    add_contact(session, actor, row, said, at=at)
    booked = find_booked(session, row.id)
    if booked is not None and day_in_london(booked.begins_at) == day_in_london(happened_at):
        booked.become(AppointmentState.HELD, at=at)
    made = _write_down(session, actor, row, found, at=at)
    make_move(session, actor, row, Move.ASSESS, at=at)
    return made


def assess_again(
    session: Session, actor: Actor, referral_id: UUID, found: Found, *, at: datetime
) -> Assessment:
    """Put an assessment right, or say what has changed; the ones before stay as they were."""
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    if latest(session, row.id) is None:
        raise RuleBroken("Record the first meeting first.")
    made = _write_down(session, actor, row, found, at=at)
    outbox.announce(session, ReferralAssessed(row.id), at=at)
    return made


def _write_down(
    session: Session, actor: Actor, row: Referral, found: Found, *, at: datetime
) -> Assessment:
    if not 0 <= found.co_morbidities <= MOST_CONDITIONS:
        raise RuleBroken("Enter how many conditions they have.", field="co_morbidities")
    before = latest(session, row.id)
    made = Assessment(
        referral_id=row.id, number=before.number + 1 if before else 1,
        co_morbidities=found.co_morbidities, mental_health=found.mental_health,
        mobility=found.mobility, ongoing_input=found.ongoing_input,
        profile={name: found.profile[name].value for name in PROFILE if name in found.profile},
        by=actor.user_id, who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()  # of two who write it down at once the second is told
    audit.record(session, actor, "wrote down an assessment", made, at=at, referral=row.id)
    _support(session, actor, row, found, at=at)
    return made


def _support(session: Session, actor: Actor, row: Referral, found: Found, *, at: datetime) -> None:
    """A step of the support level, when it changed; down as well as up needs its reason (A-PW-04)."""
    person = row.person
    if person.support_level is found.support_level:
        return
    if person.support_level is not None and not found.because:
        raise RuleBroken("Say why they need more or less support than before.", field="because")
    step = person.support(
        found.support_level, by=actor, on=day_in_london(at),
        because=found.because or "First assessment", at=at,
    )  # fmt: skip
    session.add(step)
    audit.record(session, actor, "changed a support level", person, at=at)
    outbox.announce(session, SupportLevelChanged(person.id), at=at)
