"""Writing down contacts: what it was, how long it took, what became of it (A-HLW-11)."""

from dataclasses import dataclass, replace
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
from referrals.queries import contacts as queries
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
    """What a link worker writes down of a contact.

    `is_call_agreed` is asked of a call to somebody who said not to ring.
    """

    channel: Channel
    result: Result
    minutes: int
    happened_at: datetime
    kind: ContactKind = ContactKind.MEETING
    reason: str = ""
    note: str = ""
    is_call_agreed: bool = True


def log_contact(
    session: Session, actor: Actor, referral_id: UUID, said: Said, *, at: datetime
) -> Contact:
    """Write down a contact. The case moves along when it says so: in touch, or a meeting missed."""
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    row.person.contact_rules.must_agree_to(said.channel, is_agreed=said.is_call_agreed)
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
    _check_day(said, begun_at=queries.begun_at(session, row), at=at)
    _check_minutes(said)
    made = _written(actor, row, said, at=at)
    session.add(made)
    audit.record(session, actor, "wrote down a contact", made, at=at, referral=row.id)
    return made


def _written(actor: Actor, row: Referral, said: Said, *, at: datetime) -> Contact:
    return Contact(
        referral_id=row.id, kind=said.kind, channel=said.channel, result=said.result,
        minutes=said.minutes, reason=said.reason, note=said.note, by=actor.user_id,
        who=actor.called, happened_at=said.happened_at, recorded_at=at,
    )  # fmt: skip


def put_contact_right(
    session: Session, actor: Actor, referral_id: UUID, contact_id: UUID, said: Said, *, at: datetime
) -> Contact:
    """Put a contact right: a new line takes its place, and is counted; the one before is kept.

    What the old result did to a meeting and to the case is put right with it. A first meeting was held,
    whatever its minutes were.
    """
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    old = queries.get_contact(session, row.id, contact_id)
    is_first = old.kind is ContactKind.FIRST_MEETING
    if is_first:
        said = replace(said, kind=old.kind, result=old.result, reason=old.reason)
    if day_in_london(said.happened_at) == day_in_london(old.happened_at):
        said = replace(said, happened_at=old.happened_at)
    else:
        _check_day(said, begun_at=queries.begun_at(session, row), at=at)
    _check_minutes(said, least=1 if is_first else 0)
    made = _written(actor, row, said, at=at)
    made.corrects_id, made.first_recorded_at = old.id, old.written_at
    old.replaced_at = at
    session.add(made)
    session.flush()  # of two who put it right at once the second is told
    audit.record(session, actor, "put a contact right", made, at=at, referral=row.id)
    if not is_first:
        _goes_differently(session, actor, row, old, said, at=at)
    return made


def _goes_differently(
    session: Session, actor: Actor, row: Referral, old: Contact, said: Said, *, at: datetime
) -> None:
    """A meeting, and the case, go by what a contact says now."""
    settled, booked = queries.find_settled(session, old), find_booked(session, row.id)
    if settled is not None and settled.state is BECAME.get(old.result):
        settled.become(_became(settled, said), at=at)
    elif said.result is not old.result and booked and _is_of_its_day(booked, said):
        if said.result in NOT_HELD and row.state is State.BOOKED:
            say_not_held(session, actor, row, said, at=at)
        else:
            _settle_later_meeting(session, row, said, at=at)
    was_missed_by_it = row.state is State.MISSED and row.moved_at == old.written_at
    if was_missed_by_it and said.result not in NOT_HELD:
        make_move(session, actor, row, Move.CONTACT, at=at)


def _became(meeting: Appointment, said: Said) -> AppointmentState:
    """What became of a meeting after all; one that a slip had ended is called off."""
    if said.result is Result.REACHED and _is_of_its_day(meeting, said):
        return AppointmentState.HELD
    return NOT_HELD.get(said.result, AppointmentState.CANCELLED)


def _is_of_its_day(meeting: Appointment, said: Said) -> bool:
    return day_in_london(meeting.begins_at) == day_in_london(said.happened_at)


def say_not_held(
    session: Session, actor: Actor, row: Referral, said: Said, *, at: datetime
) -> None:
    """The booked meeting was not held; the case waits for another."""
    booked = find_booked(session, row.id)
    if booked is not None:
        _settle(session, booked, said.result, at=at)
    because = ". ".join(one for one in (said.result.words, said.reason) if one)
    make_move(session, actor, row, Move.MISS, at=at, because=because)


def _settle_later_meeting(session: Session, row: Referral, said: Said, *, at: datetime) -> None:
    """A meeting after the first that was booked for that day: held, missed or called off."""
    booked = find_booked(session, row.id)
    if booked is None or said.result not in BECAME:
        return
    if _is_of_its_day(booked, said):
        _settle(session, booked, said.result, at=at)


def _settle(session: Session, booked: Appointment, result: Result, *, at: datetime) -> None:
    """What became of a booked meeting; where it was ours to call off, the person is told."""
    booked.become(BECAME[result], at=at)
    if result is Result.CANCELLED_BY_US:
        tell_called_off(session, booked, at=at)


def _check_day(said: Said, *, begun_at: datetime, at: datetime) -> None:
    begun_on = day_in_london(begun_at)
    if said.happened_at > at:
        raise RuleBroken("This day has not come yet. Book a meeting instead.", field="day")
    if said.happened_at < at - OLDEST:
        raise RuleBroken("That is more than a year ago. Check the day.", field="day")
    if day_in_london(said.happened_at) < begun_on:
        day = f"{begun_on.day} {begun_on:%B %Y}"
        raise RuleBroken(f"That is before {day}, when the case began. Check the day.", field="day")


def _check_minutes(said: Said, *, least: int = 0) -> None:
    if not least <= said.minutes <= LONGEST:
        raise RuleBroken(f"Enter a number of minutes, from {least} to {LONGEST}.", field="minutes")
