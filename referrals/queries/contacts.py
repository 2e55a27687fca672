"""Reading the contact log, appointments and calendars."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Actor, Role
from kernel.errors import NotFound
from kernel.links import digest_of
from kernel.periods import day_in_london
from referrals.casework import AppointmentState, ContactKind, Reminder, Result
from referrals.diary import Meeting, initials_of
from referrals.models import Appointment, CalendarFeed, Contact, Person, Referral, ReferralMove
from referrals.queries import get_case, get_case_to_read, still_agrees
from referrals.vocabulary import Channel

KEPT_IN_CALENDAR = timedelta(days=60)
NAMED_FOR = (ContactKind.FIRST_MEETING, ContactKind.REVIEW)
LONGEST_MEETING = timedelta(hours=8)
REMEMBERED = timedelta(days=366)
"""How long a meeting of which nobody said anything is asked about."""


@dataclass(frozen=True)
class ContactLine:
    """A line of the contact log; `before` is what stood there until it was put right, newest first."""

    id: UUID
    kind: ContactKind
    channel: Channel
    result: Result
    minutes: int
    reason: str
    note: str
    who: str
    happened_at: datetime
    recorded_at: datetime
    before: tuple["ContactLine", ...] = ()

    @property
    def words(self) -> str:
        """What became of it, and what it was for where that says more."""
        purpose = f" ({self.kind.words.lower()})" if self.kind in NAMED_FOR else ""
        return f"{self.result.words}{purpose}"


@dataclass(frozen=True)
class ContactLog:
    """What there was of contacts, newest first, with the two sums that a tariff asks for."""

    lines: tuple[ContactLine, ...]
    minutes: int
    missed: int


@dataclass(frozen=True)
class AppointmentLine:
    """A meeting that was booked."""

    id: UUID
    channel: Channel
    begins_at: datetime
    minutes: int
    place: str
    has_interpreter: bool
    transport: str
    state: AppointmentState
    reminder: Reminder

    @property
    def is_booked(self) -> bool:
        """Whether it is still to come, or nobody has said what became of it."""
        return self.state is AppointmentState.BOOKED


@dataclass(frozen=True)
class BookedMeeting:
    """A meeting as a desk may say it: with initials, since others see a desk."""

    referral_id: UUID
    begins_at: datetime
    minutes: int
    initials: str

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.begins_at + timedelta(minutes=self.minutes)


def contact_log(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> ContactLog:
    """The contact log of a case that the actor may read."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    every = session.scalars(sa.select(Contact).where(Contact.referral_id == row.id)).all()
    by_id = {one.id: one for one in every}
    stand = sorted(
        (one for one in every if one.replaced_at is None),
        key=lambda one: (one.happened_at, one.written_at), reverse=True,
    )  # fmt: skip
    return ContactLog(
        tuple(_line(one, by_id) for one in stand),
        sum(one.minutes for one in stand), missed_among(stand),
    )  # fmt: skip


def _line(row: Contact, by_id: Mapping[UUID, Contact]) -> ContactLine:
    old = by_id.get(row.corrects_id) if row.corrects_id else None
    earlier = _line(old, by_id) if old else None
    return ContactLine(
        row.id, row.kind, row.channel, row.result, row.minutes, row.reason, row.note, row.who,
        row.happened_at, row.recorded_at, (earlier, *earlier.before) if earlier else (),
    )  # fmt: skip


def missed_among(rows: Sequence[Contact]) -> int:
    """How often somebody did not come; what was called off does not count."""
    return sum(one.result is Result.DID_NOT_COME for one in rows)


def contacts_of(session: Session, referral_id: UUID) -> Sequence[Contact]:
    """The contacts of a case that the caller may read, as they stand."""
    return session.scalars(
        sa.select(Contact).where(Contact.referral_id == referral_id, Contact.replaced_at.is_(None))
    ).all()


def get_contact(session: Session, referral_id: UUID, contact_id: UUID) -> Contact:
    """A contact as it stands, of a case that the caller may act on, or NotFound."""
    found = session.get(Contact, contact_id)
    if found is None or found.referral_id != referral_id or found.replaced_at is not None:
        raise NotFound
    return found


def contact_to_put_right(
    session: Session, actor: Actor, referral_id: UUID, contact_id: UUID
) -> ContactLine:
    """A contact of the actor's own case, as it stands, or NotFound."""
    row = get_case(session, actor, referral_id)
    return _line(get_contact(session, row.id, contact_id), {})


def find_settled(session: Session, contact: Contact) -> Appointment | None:
    """The meeting of which a contact said what became of it, in the same moment."""
    return session.scalar(
        sa.select(Appointment).where(
            Appointment.referral_id == contact.referral_id,
            Appointment.state != AppointmentState.BOOKED,
            Appointment.changed_at == contact.recorded_at,
        )
    )


def begun_at(session: Session, row: Referral) -> datetime:
    """When an episode began: when it was sent first, for one that came back and was sent again too."""
    first = session.scalar(
        sa.select(sa.func.min(ReferralMove.at)).where(ReferralMove.referral_id == row.id)
    )
    return min((one for one in (first, row.sent_at) if one), default=row.started_at)


def tried_in_vain(session: Session, referral_id: UUID) -> int:
    """On how many days somebody was tried in vain in this episode: often in one day counts once."""
    tries = session.scalars(
        sa.select(Contact.happened_at).where(
            Contact.referral_id == referral_id,
            Contact.result.in_([Result.NO_ANSWER, Result.DID_NOT_COME]),
            Contact.replaced_at.is_(None),
        )
    )
    return len({day_in_london(one) for one in tries})


def appointments(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> tuple[AppointmentLine, ...]:
    """The meetings of a case that the actor may read: the booked one first, then newest first."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    rows = session.scalars(
        sa.select(Appointment)
        .where(Appointment.referral_id == row.id)
        .order_by(Appointment.begins_at.desc())
    ).all()
    lines = [
        AppointmentLine(
            one.id, one.channel, one.begins_at, one.minutes, one.place, one.has_interpreter,
            one.transport, one.state, one.reminder,
        )
        for one in rows
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: not line.is_booked))


def find_booked(session: Session, referral_id: UUID) -> Appointment | None:
    """The meeting of a case that is booked now, if there is one."""
    return session.scalar(
        sa.select(Appointment).where(
            Appointment.referral_id == referral_id, Appointment.state == AppointmentState.BOOKED
        )
    )


def to_come(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> datetime | None:
    """When the meeting of a case of the actor's is that is booked and still to come."""
    row = find_booked(session, get_case(session, actor, referral_id).id)
    return row.begins_at if row is not None and row.begins_at > at else None


def get_booked(session: Session, actor: Actor, referral_id: UUID) -> Appointment:
    """The booked meeting of a case of the actor's, or NotFound."""
    row = get_case(session, actor, referral_id)
    found = find_booked(session, row.id)
    if found is None:
        raise NotFound
    return found


def waiting_for_reminder(session: Session, *, until: datetime) -> Sequence[Appointment]:
    """Booked meetings up to a moment of which nobody was reminded.

    Not while nobody has the case: who was to come has left, and whoever has it next looks at the day (P6).
    """
    return session.scalars(
        sa.select(Appointment)
        .join(Referral, Referral.id == Appointment.referral_id)
        .where(
            still_agrees(),
            Appointment.state == AppointmentState.BOOKED,
            Appointment.begins_at <= until,
            Appointment.reminder == Reminder.WAITING,
            Referral.link_worker_id.in_(accounts.holding(Role.LINK_WORKER)),
        )
    ).all()


def meets_next(
    session: Session, referral_ids: Collection[UUID], *, at: datetime
) -> Mapping[UUID, datetime]:
    """When the next booked meeting of each of these cases begins; a case without one is not there."""
    rows = session.execute(
        sa.select(Appointment.referral_id, sa.func.min(Appointment.begins_at).label("begins_at"))
        .where(
            Appointment.referral_id.in_(referral_ids), Appointment.begins_at > at,
            Appointment.state == AppointmentState.BOOKED,
        )
        .group_by(Appointment.referral_id)
    )  # fmt: skip
    return {row.referral_id: row.begins_at for row in rows}


def meetings_between(
    session: Session, actor: Actor, *, begins: datetime, ends: datetime
) -> tuple[BookedMeeting, ...]:
    """The booked meetings of a link worker's own cases in a stretch of time, in order."""
    rows = session.execute(
        sa.select(Appointment.referral_id, Appointment.begins_at, Appointment.minutes, Person.name)
        .join(Referral, Referral.id == Appointment.referral_id)
        .join(Person, Person.id == Referral.person_id)
        .where(
            Referral.link_worker_id == actor.user_id,
            Referral.lead_id == actor.organisation_id,
            still_agrees(),
            Appointment.state == AppointmentState.BOOKED,
            Appointment.begins_at >= begins,
            Appointment.begins_at < ends,
        )
        .order_by(Appointment.begins_at, Appointment.id)
    )
    return tuple(BookedMeeting(*row[:3], initials_of(row[3])) for row in rows)


def at_the_same_time(
    session: Session, actor: Actor, meeting: Appointment
) -> tuple[BookedMeeting, ...]:
    """The other meetings of a link worker's own cases that are not over when one begins, or begin in it."""
    begins = meeting.begins_at - LONGEST_MEETING
    return tuple(
        one
        for one in meetings_between(session, actor, begins=begins, ends=meeting.ends_at)
        if one.ends_at > meeting.begins_at and one.referral_id != meeting.referral_id
    )


def untold_meetings(
    session: Session, actor: Actor, *, before: datetime
) -> tuple[BookedMeeting, ...]:
    """Meetings that began before a moment, of which nobody has said what became of them."""
    return meetings_between(session, actor, begins=before - REMEMBERED, ends=before)


def running_feed(session: Session, user_id: UUID | None, lead_id: UUID) -> CalendarFeed | None:
    """The calendar of somebody that works now."""
    return session.scalar(
        sa.select(CalendarFeed).where(
            CalendarFeed.user_id == user_id,
            CalendarFeed.lead_id == lead_id,
            CalendarFeed.revoked_at.is_(None),
        )
    )


def own_feed(session: Session, actor: Actor) -> datetime | None:
    """Since when the actor's own calendar works, if it does."""
    if actor.user_id is None or actor.organisation_id is None:
        return None
    feed = running_feed(session, actor.user_id, actor.organisation_id)
    return feed.made_at if feed else None


def calendar_of(session: Session, token: str, *, address: str, at: datetime) -> tuple[Meeting, ...]:
    """The meetings behind a secret address; NotFound when it works no more or its owner has left."""
    feed = session.scalar(
        sa.select(CalendarFeed).where(
            CalendarFeed.digest == digest_of(token), CalendarFeed.revoked_at.is_(None)
        )
    )
    if feed is None or not _works_there(session, feed):
        raise NotFound
    rows = session.execute(
        sa.select(Appointment, Person.name)
        .join(Referral, Referral.id == Appointment.referral_id)
        .join(Person, Person.id == Referral.person_id)
        .where(
            Referral.link_worker_id == feed.user_id,
            Referral.lead_id == feed.lead_id,
            still_agrees(),
            Appointment.begins_at >= at - KEPT_IN_CALENDAR,
        )
        .order_by(Appointment.begins_at)
    )
    return tuple(_meeting(appointment, name, address) for appointment, name in rows)


def _works_there(session: Session, feed: CalendarFeed) -> bool:
    holders = accounts.holding(Role.LINK_WORKER, feed.lead_id)
    return feed.user_id in set(session.scalars(holders))


def _meeting(row: Appointment, name: str, address: str) -> Meeting:
    is_off = row.state in (AppointmentState.CANCELLED, AppointmentState.MISSED)
    return Meeting(
        row.id, initials_of(name), row.begins_at, row.ends_at, row.changed_at, row.version, is_off,
        f"{address}/cases/{row.referral_id}",
    )  # fmt: skip
