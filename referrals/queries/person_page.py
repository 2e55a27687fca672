"""A person's own page: goals, next dates, what was said about them, and who saw their record.

Nothing that somebody else wrote about them is on it: only days, roles, names of organisations, and
what they said themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from accounts import queries as accounts
from audit import queries as audit
from kernel import links, mail
from kernel.access import Actor, Role
from kernel.links import OneUseLink
from kernel.mail import Letter
from kernel.periods import day_in_london
from referrals import permissions
from referrals.casework import AppointmentState
from referrals.diary import initials_of
from referrals.lifecycle import GoalState, LinkState, PlanState, ReportState, State
from referrals.meetings import moment_of
from referrals.models import Appointment, OnwardLink, Person, Referral, Report
from referrals.plans import Step
from referrals.queries import can_work_on, get_case, get_case_to_read, visible_to
from referrals.queries.agreed import agreed_content, find_agreed
from referrals.queries.arranged import worker_today
from referrals.queries.called_off import is_ours
from referrals.queries.case import Banner, banner_of
from referrals.queries.own_groups import OwnGroup, own_groups
from referrals.queries.report_parts import day_words
from referrals.queries.writing import OWN_PAGE, waiting_for

PURPOSE = "my-plan"
"""What the person's link is for; it works more than once, until it ends or is taken back."""
TEMPLATE = OWN_PAGE
MOST_SEEN = 60
TOLD_FOR = timedelta(days=14)
PLAINLY = {Role.REFERRER: "practice staff"}

STANDS: Mapping[State, str] = {
    State.DRAFT: "Your practice is writing to us.",
    State.SENT: "Your practice has written to us.",
    State.RECEIVED: "We have heard from your practice. A link worker will get in touch.",
    State.RETURNED: "We have asked your practice a question.",
    State.ALLOCATED: "You have a link worker. They will get in touch.",
    State.CONTACTING: "Your link worker is trying to reach you.",
    State.UNREACHABLE: "We could not reach you. Ring us if you would like to meet.",
    State.BOOKED: "Your first meeting is booked.",
    State.MISSED: "Your first meeting did not take place. We can find another day.",
    State.ASSESSED: "You have met your link worker.",
    State.REDIRECTED: "Other people are helping you now.",
    State.DECLINED: "You said: not this time. You can come back when you like.",
    State.IN_PROGRAMME: "You are working on your plan.",
    State.COMPLETED: "You have finished. Well done.",
    State.MAINTAINING: "You are keeping it up.",
    State.SUSTAINED: "You have kept it up for a year. Well done.",
    State.LAPSED: "Things have become harder again. Ring us, we are there.",
    State.REOPENED: "You have come back to us.",
    State.WITHDRAWN: "We have stopped, as you wished.",
}
"""Where somebody stands, as one would say it to them."""

WE_CANCELLED = "We had to call off your first meeting. We will find another day."


@dataclass(frozen=True)
class Goal:
    """A goal in the person's own words, and the small steps on the way."""

    words: str
    steps: tuple[str, ...] = ()
    came: str = ""
    """What came of it, once the work is done."""


@dataclass(frozen=True)
class NextDate:
    """Something that is to happen: when, what, and where; of some only the day is known."""

    at: datetime
    what: str
    where: str = ""
    is_day_only: bool = False


@dataclass(frozen=True)
class ToldPractice:
    """That the practice was written to, on a day. What was said was shown to the person then."""

    on: date
    practice: str
    is_codes_only: bool


@dataclass(frozen=True)
class Seen:
    """Somebody looked at the record: on which day, in which role, of which organisation."""

    on: date
    who: str
    organisation: str


@dataclass(frozen=True)
class OwnPage:
    """What the person sees of themselves."""

    person_id: UUID
    called: str
    stands: str
    link_worker: str
    lead: str
    phone: str
    hours: str
    goals: tuple[Goal, ...]
    dates: tuple[NextDate, ...]
    groups: tuple[OwnGroup, ...]
    told: tuple[ToldPractice, ...]
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class GuessedAt:
    """A case whose person's link ended: somebody gave wrong dates of birth with it."""

    referral_id: UUID
    initials: str


@dataclass(frozen=True)
class LinkPanel:
    """How the person's link stands, on the page of their case.

    `goes_at`: when one that waits goes out; `next_day_at`: when one goes out that is sent now.
    """

    referral_id: UUID
    until: datetime | None
    goes_at: datetime | None
    is_day: bool
    next_day_at: datetime
    safe_times: str
    can_act: bool
    knows_birthday: bool


@dataclass(frozen=True)
class PrintedSummary:
    """The person's page on paper, with what matters to them as they said it."""

    banner: Banner
    own: OwnPage
    matters: str


def goals_of(session: Session, person_id: UUID) -> tuple[Goal, ...]:
    """The goals that somebody said yes to: with the steps still to do, or with what came of each."""
    plan = find_agreed(session, person_id)
    if plan is None or plan.state is PlanState.CLOSED_OTHER:
        return ()
    if not plan.state.is_active:
        there = [one for one in plan.content.goals if one.state is not GoalState.CHANGED]
        return tuple(Goal(one.words, came=one.state.words) for one in there)
    return tuple(
        Goal(goal.words, tuple(_step(one) for one in goal.steps if one.done_on is None))
        for goal in agreed_content(session, plan).open_goals
    )


def _step(step: Step) -> str:
    by = f" (by {day_words(step.due_on)})" if step.due_on else ""
    return f"{step.text}{by}"


def dates_of(session: Session, person_id: UUID, *, at: datetime) -> tuple[NextDate, ...]:
    """What is to happen next: meetings that are booked, then the day of the next review."""
    meetings = session.scalars(
        sa.select(Appointment)
        .join(Referral, Referral.id == Appointment.referral_id)
        .where(
            Referral.person_id == person_id, Appointment.state == AppointmentState.BOOKED,
            Appointment.begins_at >= at,
        )
    )  # fmt: skip
    there = [NextDate(row.begins_at, _meeting(row), row.place) for row in meetings]
    more = [*_visits(session, person_id, at=at), *_review(session, person_id, at=at)]
    return tuple(sorted([*there, *more], key=lambda one: one.at))


def _meeting(row: Appointment) -> str:
    extra = ", with an interpreter" if row.has_interpreter else ""
    return f"You and your link worker: {row.channel.words.lower()}{extra}"


def _visits(session: Session, person_id: UUID, *, at: datetime) -> list[NextDate]:
    """First visits to groups, on the day that was agreed with each."""
    rows = session.scalars(
        sa.select(OnwardLink).where(
            OnwardLink.person_id == person_id, OnwardLink.comes_on >= day_in_london(at),
            OnwardLink.state.in_([LinkState.ACCEPTED, LinkState.ATTENDING]),
        )
    )  # fmt: skip
    return [
        NextDate(
            row.comes_at or moment_of(row.comes_on, time()), f"You go to {row.title}",
            row.group_name, is_day_only=row.comes_at is None,
        )
        for row in rows
        if row.comes_on is not None
    ]  # fmt: skip


def _review(session: Session, person_id: UUID, *, at: datetime) -> tuple[NextDate, ...]:
    """Said as a day: nobody has set an hour yet. One that is past due says nothing to the person."""
    plan = find_agreed(session, person_id)
    if plan is None or plan.review_on is None or plan.review_on < day_in_london(at):
        return ()
    words = "We look at your plan together" if plan.state.is_active else "We ask how it goes"
    return (NextDate(moment_of(plan.review_on, time()), words, is_day_only=True),)


def find_by_link(session: Session, token: str, *, born_on: date, at: datetime) -> Person | None:
    """Whose link it is, if the date of birth is theirs. A wrong link and a wrong date are the same."""
    person_id = links.find(session, token, purpose=PURPOSE, at=at)
    person = session.get(Person, person_id) if person_id else None
    return person if person is not None and person.born_on == born_on else None


def latest_of(session: Session, person_id: UUID) -> Referral | None:
    """The newest referral of somebody."""
    return session.scalars(
        sa.select(Referral)
        .where(Referral.person_id == person_id)
        .order_by(Referral.started_at.desc(), Referral.id)
        .limit(1)
    ).first()


def sent_of(session: Session, person_id: UUID) -> Sequence[Referral]:
    """The referrals of somebody that are more than a draft, the newest first."""
    return session.scalars(
        sa.select(Referral)
        .where(Referral.person_id == person_id, Referral.state != State.DRAFT)
        .order_by(Referral.started_at.desc(), Referral.id)
    ).all()


def own_page(session: Session, person: Person, *, at: datetime) -> OwnPage:
    """The page of somebody who was let in by their link."""
    latest = latest_of(session, person.id)
    lead = accounts.find_organisation(session, person.lead_id)
    return OwnPage(
        person_id=person.id, called=person.called,
        stands=_stands(session, latest) if latest else "",
        link_worker=worker_today(session, latest),
        lead=lead.name if lead else "", phone=lead.phone if lead else "",
        hours=lead.hours if lead else "", goals=goals_of(session, person.id),
        dates=dates_of(session, person.id, at=at), groups=own_groups(session, person.id, at=at),
        told=_told(session, person.id),
        seen=who_saw(session, person.id),
    )  # fmt: skip


def _stands(session: Session, row: Referral) -> str:
    return WE_CANCELLED if is_ours(session, row) else STANDS[row.state]


def _told(session: Session, person_id: UUID) -> tuple[ToldPractice, ...]:
    rows = session.scalars(
        sa.select(Report)
        .join(Referral, Referral.id == Report.referral_id)
        .where(Referral.person_id == person_id, Report.state != ReportState.DRAFT)
        .order_by(Report.sent_at.desc())
    )
    return tuple(
        ToldPractice(day_in_london(row.sent_at), row.says.practice, row.is_codes_only)
        for row in rows
        if row.sent_at is not None
    )


def who_saw(session: Session, person_id: UUID) -> tuple[Seen, ...]:
    """Who looked at a person's record, newest first: a role and an organisation, once a day."""
    referrals = session.scalars(sa.select(Referral.id).where(Referral.person_id == person_id)).all()
    reports = session.scalars(sa.select(Report.id).where(Report.referral_id.in_(referrals))).all()
    found = audit.openings(session, [person_id, *referrals, *reports])
    names = {one.id: one.name for one in accounts.organisations(session)}
    seen = (
        Seen(day_in_london(one.at), _role_words(one.right),
             names.get(one.organisation_id, "An organisation that has left"))
        for one in found
    )  # fmt: skip
    return tuple(dict.fromkeys(seen))[:MOST_SEEN]


def _role_words(right: str) -> str:
    """Roles as people say them. That there is a safeguarding lead at work is for nobody to read here."""
    roles = [Role(one) for one in right.split(", ") if one in set(Role)]
    said = [PLAINLY.get(role, role.label) for role in roles if role is not Role.SAFEGUARDING_LEAD]
    return ", ".join(said) or "colleague"


def get_person_of_case(session: Session, actor: Actor, referral_id: UUID) -> Person:
    """The person of a case that the actor may act on."""
    actor.must(permissions.WORK)
    return get_case(session, actor, referral_id).person


def waiting_letters(session: Session, person_id: UUID) -> list[Letter]:
    """Letters with a link that have not gone out yet."""
    return waiting_for(session, person_id, template=TEMPLATE)


def late_at_safe_times(session: Session, *, before: datetime) -> list[tuple[Letter, Person]]:
    """What was to go at once, and did not go before a moment, to somebody who named safe times."""
    rows = session.execute(
        sa.select(Letter, Person)
        .join(Person, Person.id == Letter.about_id)
        .where(
            sa.or_(Letter.template == TEMPLATE, Letter.is_fixed), Letter.sent_at.is_(None),
            Letter.refused == "", Letter.written_at < before, Person.safe_times != "",
        )
    )  # fmt: skip
    return [(letter, person) for letter, person in rows]


def link_panel(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> LinkPanel:
    """How the person's link stands."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    person, can_act = row.person, can_work_on(session, actor, referral_id)
    until = session.scalar(
        sa.select(sa.func.max(OneUseLink.expires_at)).where(
            OneUseLink.purpose == PURPOSE, OneUseLink.subject_id == person.id,
            OneUseLink.used_at.is_(None), OneUseLink.expires_at > at,
        )
    )  # fmt: skip
    next_day_at = mail.by_day(at)
    goes_at = next_day_at if waiting_letters(session, person.id) else None
    return LinkPanel(
        referral_id, until, at if goes_at and person.safe_times else goes_at,
        is_day=next_day_at == at, next_day_at=next_day_at, safe_times=person.safe_times,
        can_act=can_act,
        knows_birthday=person.born_on is not None,
    )  # fmt: skip


def printed_summary(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> PrintedSummary:
    """The person's page on paper, for a link worker to hand over."""
    referral = get_case_to_read(session, actor, referral_id, at=at)
    return PrintedSummary(
        banner_of(referral.person), own_page(session, referral.person, at=at),
        referral.what_matters,
    )  # fmt: skip


def guessed_at(session: Session, actor: Actor, *, at: datetime) -> tuple[GuessedAt, ...]:
    """Those of a link worker's people whose link ended since wrong dates were given, and have no new one."""
    if Role.LINK_WORKER not in actor.roles:
        return ()
    newer = aliased(OneUseLink)
    is_followed = sa.exists().where(
        newer.purpose == PURPOSE, newer.subject_id == OneUseLink.subject_id,
        newer.made_at > OneUseLink.made_at,
    )  # fmt: skip
    ended = sa.select(OneUseLink.subject_id).where(
        OneUseLink.purpose == PURPOSE, OneUseLink.failed_at > at - TOLD_FOR, ~is_followed
    )
    people = session.scalars(ended.distinct()).all()
    if not people:  # as on nearly every day: then nobody's cases are looked through
        return ()
    cases = visible_to(actor).where(Referral.person_id.in_(people)).order_by(Referral.started_at)
    own = (row for row in session.scalars(cases) if row.link_worker_id == actor.user_id)
    newest = {row.person_id: row for row in own}
    return tuple(GuessedAt(row.id, initials_of(row.person.name)) for row in newest.values())
