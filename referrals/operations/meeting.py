"""Booking meetings, moving them to another day, calling them off, and reminding people of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel.access import SYSTEM, Actor
from kernel.errors import Conflict, RuleBroken
from referrals import meetings, permissions
from referrals.casework import AppointmentState, Reminder
from referrals.lifecycle import REFERRAL, WITH_WORKER, Move, State
from referrals.models import Appointment, Person, Referral
from referrals.operations.moving import make_move
from referrals.operations.writing import way_to, write_to
from referrals.queries import get_case
from referrals.queries.arranged import worker_today
from referrals.queries.contacts import (
    LONGEST_MEETING,
    find_booked,
    get_booked,
    waiting_for_reminder,
)
from referrals.vocabulary import Channel

SHORTEST, LONGEST = 5, int(LONGEST_MEETING.total_seconds()) // 60
FARTHEST = timedelta(days=366)
BY_VOICE = {Channel.PHONE: "by phone", Channel.VIDEO: "by video"}


@dataclass(frozen=True)
class Booking:
    """What is agreed about a meeting."""

    channel: Channel
    begins_at: datetime
    minutes: int
    place: str = ""
    has_interpreter: bool = False
    transport: str = ""


def book(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    booking: Booking,
    *,
    is_call_agreed: bool = False,
    at: datetime,
) -> Appointment:
    """Book a meeting; the first one moves the case along, later ones leave it where it is.

    `is_call_agreed` is asked of a meeting by phone with somebody who said not to ring.
    """
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    row.person.contact_rules.must_agree_to(booking.channel, is_agreed=is_call_agreed)
    if find_booked(session, row.id) is not None:
        raise Conflict("A meeting is booked for this case already. Move that one to another day.")
    if Move.BOOK in REFERRAL.open_moves(row.state):
        make_move(session, actor, row, Move.BOOK, at=at)
    elif row.state not in WITH_WORKER and not row.state.is_followed:
        raise RuleBroken(f"A case that stands at “{row.state.words}” takes no meeting.")
    _check(booking, at=at)
    made = Appointment(
        referral_id=row.id, state=AppointmentState.BOOKED,
        reminder=_reminder_for(row.person, booking.begins_at, at=at), booked_by=actor.user_id, booked_at=at, changed_at=at, **vars(booking),
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, actor, "wrote down a meeting", made, at=at, referral=row.id)
    return made


def rearrange(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    booking: Booking,
    *,
    version: int,
    is_call_agreed: bool = False,
    at: datetime,
) -> Appointment:
    """Move the booked meeting to another day or place. `version` is the one that was looked at."""
    actor.must(permissions.WORK)
    row = get_booked(session, actor, referral_id)
    if row.version != version:
        raise Conflict("Somebody else changed this meeting in the meantime. Look at it again.")
    row.referral.person.contact_rules.must_agree_to(booking.channel, is_agreed=is_call_agreed)
    _check(booking, at=at)
    for name, value in vars(booking).items():
        setattr(row, name, value)
    row.reminder = _reminder_for(row.referral.person, row.begins_at, at=at)
    row.changed_at = at
    session.flush()
    audit.record(session, actor, "moved a meeting", row, at=at, referral=referral_id)
    return row


def call_off(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> Channel | None:
    """Call off a later meeting, and tell the person: by which way, or None where somebody must ring.

    Of the first one somebody says who cancels it, and it is to be arranged again.
    """
    actor.must(permissions.WORK)
    case = get_case(session, actor, referral_id)
    if case.state is State.BOOKED:
        raise RuleBroken("Say who cancels the first meeting, so that the case does not wait.")
    row = get_booked(session, actor, referral_id)
    row.become(AppointmentState.CANCELLED, at=at)
    audit.record(session, actor, "called off a meeting", row, at=at, referral=referral_id)
    return tell_called_off(session, row, at=at)


def call_off_to_come(session: Session, actor: Actor, case: Referral, *, at: datetime) -> None:
    """The work is done: nobody waits for a meeting that is still to come."""
    row = find_booked(session, case.id)
    if row is not None and row.begins_at > at:
        row.become(AppointmentState.CANCELLED, at=at)
        audit.record(session, actor, "called off a meeting", row, at=at, referral=case.id)
        tell_called_off(session, row, at=at)


def call_off_over_their_head(session: Session, case: Referral, *, at: datetime) -> bool:
    """Somebody else ended the case of a person who waits for us: they are told; True where one must ring."""
    row = find_booked(session, case.id)
    if row is None:
        return False
    row.become(AppointmentState.CANCELLED, at=at)
    is_told = tell_called_off(session, row, is_over=True, at=at) is not None
    return row.begins_at > at and not is_told


def tell_called_off(
    session: Session, row: Appointment, *, is_over: bool = False, at: datetime
) -> Channel | None:
    """Write to the person, as they allow, that we do not meet after all; nothing of a day that has gone."""
    if row.begins_at <= at:
        return None
    facts = {**_facts(session, row), "is_over": is_over}
    return write_to(
        session, row.referral.person, template="referrals/called_off", facts=facts, at=at
    )


def told_by(row: Appointment, *, at: datetime) -> Channel | None:
    """By which way somebody hears that we call a meeting off; None where somebody must ring."""
    if row.begins_at <= at or _none_for(row.referral.person):
        return None
    return way_to(row.referral.person)


def _reminder_for(person: Person, begins_at: datetime, *, at: datetime) -> Reminder:
    """A reminder is promised only where one can and may be sent. Safe times no program can read."""
    too_late = meetings.is_too_late(begins_at, at=at)
    return _none_for(person) or (Reminder.TOO_LATE if too_late else Reminder.WAITING)


def _none_for(person: Person) -> Reminder | None:
    """Why no reminder goes out to somebody, if none does."""
    if person.safe_times:
        return Reminder.SAFE_TIMES
    return Reminder.NOT_POSSIBLE if way_to(person) is None else None


def promise_again(booked: Iterable[Appointment], person: Person, *, at: datetime) -> None:
    """Somebody can be reached in another way than before: their next reminders are promised anew."""
    for row in booked:
        row.reminder = _reminder_for(person, row.begins_at, at=at)


def _check(booking: Booking, *, at: datetime) -> None:
    if booking.begins_at <= at:
        raise RuleBroken("This time has gone. Choose a time to come.", field="day")
    if booking.begins_at > at + FARTHEST:
        raise RuleBroken("That is more than a year away. Check the day.", field="day")
    if not SHORTEST <= booking.minutes <= LONGEST:
        raise RuleBroken(
            f"Enter how long it takes, from {SHORTEST} to {LONGEST} minutes.", field="minutes"
        )


def remind(session: Session, *, at: datetime) -> int:
    """Remind people of their meetings, as they allow and by day; how many were reminded.

    Somebody who named safe times is left to their link worker: no program can read them.
    """
    sent = 0
    for row in waiting_for_reminder(session, until=at + timedelta(days=2)):
        if meetings.is_too_late(row.begins_at, at=at):
            row.reminder = Reminder.TOO_LATE
        elif meetings.is_time(row.begins_at, at=at):
            row.reminder = _write(session, row, at=at)
            sent += row.reminder is Reminder.SENT
        else:
            continue
        audit.record(
            session, SYSTEM, "looked after a reminder", row, at=at, outcome=row.reminder.value
        )
    return sent


def _write(session: Session, row: Appointment, *, at: datetime) -> Reminder:
    person, facts = row.referral.person, _facts(session, row)
    way = write_to(session, person, template="referrals/reminder", facts=facts, at=at)
    return Reminder.SENT if way else _none_for(person) or Reminder.NOT_POSSIBLE


def _facts(session: Session, row: Appointment) -> dict[str, str]:
    """What a letter says of a meeting: nothing of why."""
    referral = row.referral
    lead = accounts.get_organisation(session, referral.lead_id)
    return {
        "when": meetings.words_of(row.begins_at),
        "how": BY_VOICE.get(row.channel, ""),
        "who": worker_today(session, referral).partition(" ")[0],
        "phone": lead.phone,
    }
