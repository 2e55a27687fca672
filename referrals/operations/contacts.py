"""Writing down contacts: what it was, how long it took, what became of it (A-HLW-11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import Actor
from kernel.errors import RuleBroken
from kernel.periods import day_in_london
from referrals import permissions
from referrals.casework import AppointmentState, ContactKind, Result
from referrals.lifecycle import Move, State
from referrals.models import Appointment, Contact, Referral
from referrals.operations.meeting import tell_called_off
from referrals.operations.moving import make_move
from referrals.queries import get_case
from referrals.queries.contacts import find_booked
from referrals.vocabulary import Channel

LONGEST = 600
OLDEST = timedelta(days=366)
STARTS_TOUCH = (State.ALLOCATED, State.MISSED, State.UNREACHABLE)
NOT_HELD = {
    Result.DID_NOT_COME: AppointmentState.MISSED,
    Result.CANCELLED_BY_PERSON: AppointmentState.CANCELLED,
    Result.CANCELLED_BY_US: AppointmentState.CANCELLED,
}
"""What became of a booked meeting when its contact has such a result."""

BECAME = {Result.REACHED: AppointmentState.HELD, **NOT_HELD}


@dataclass(frozen=True)
class Said:
    """What a link worker writes down of a contact."""

    channel: Channel
    result: Result
    minutes: int
    happened_at: datetime
    kind: ContactKind = ContactKind.MEETING
    reason: str = ""
    note: str = ""


def log_contact(
    session: Session, actor: Actor, referral_id: UUID, said: Said, *, at: datetime
) -> Contact:
    """Write down a contact. The case moves along when it says so: in touch, or a meeting missed."""
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    made = add_contact(session, actor, row, said, at=at)
    if said.result in NOT_HELD and row.state is State.BOOKED:
        say_not_held(session, actor, row, said, at=at)
    elif row.state is not State.BOOKED:
        _settle_later_meeting(session, row, said, at=at)
    if row.state in STARTS_TOUCH and said.result not in NOT_HELD:
        make_move(session, actor, row, Move.CONTACT, at=at)
    return made


def add_contact(
    session: Session, actor: Actor, row: Referral, said: Said, *, at: datetime
) -> Contact:
    """A line in the log of a case that the caller may act on."""
    _check(said, at=at)
    made = Contact(
        referral_id=row.id, kind=said.kind, channel=said.channel, result=said.result,
        minutes=said.minutes, reason=said.reason, note=said.note, by=actor.user_id,
        who=actor.called, happened_at=said.happened_at, recorded_at=at,
    )  # fmt: skip
    session.add(made)
    audit.record(session, actor, "wrote down a contact", made, at=at, referral=row.id)
    return made


def say_not_held(
    session: Session, actor: Actor, row: Referral, said: Said, *, at: datetime
) -> None:
    """The booked meeting was not held; the case waits for another."""
    booked = find_booked(session, row.id)
    if booked is not None:
        _settle(session, booked, said.result, at=at)
    make_move(session, actor, row, Move.MISS, at=at, because=said.reason or said.result.words)


def _settle_later_meeting(session: Session, row: Referral, said: Said, *, at: datetime) -> None:
    """A meeting after the first that was booked for that day: held, missed or called off."""
    booked = find_booked(session, row.id)
    if booked is None or said.result not in BECAME:
        return
    if day_in_london(booked.begins_at) == day_in_london(said.happened_at):
        _settle(session, booked, said.result, at=at)


def _settle(session: Session, booked: Appointment, result: Result, *, at: datetime) -> None:
    """What became of a booked meeting; where it was ours to call off, the person is told."""
    booked.become(BECAME[result], at=at)
    if result is Result.CANCELLED_BY_US:
        tell_called_off(session, booked, at=at)


def _check(said: Said, *, at: datetime) -> None:
    if said.happened_at > at:
        raise RuleBroken("This day has not come yet. Book a meeting instead.", field="day")
    if said.happened_at < at - OLDEST:
        raise RuleBroken("That is more than a year ago. Check the day.", field="day")
    if not 0 <= said.minutes <= LONGEST:
        raise RuleBroken(f"Enter a number of minutes, from 0 to {LONGEST}.", field="minutes")
