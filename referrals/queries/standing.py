"""How cases stand: their states with the clocks that run. Read for many at once, in few questions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import queries as audit
from kernel.access import Actor
from kernel.periods import day_in_london, holidays_in_england
from referrals.casework import AppointmentState, Inequality, Result
from referrals.clocks import SILENCE, Clock, Due, Facts, Limits, reach_by, running
from referrals.lifecycle import Move, State
from referrals.models import (
    ActionPlan,
    Appointment,
    ClockStop,
    Contact,
    Person,
    PriorityFlag,
    Referral,
    ReferralMove,
)
from referrals.queries import danger, get_case_to_read
from referrals.queries.arranged import limits_of
from referrals.queries.danger import was_sent_with_danger
from referrals.vocabulary import Urgency

SHOWN = tuple(state for state in State if state.is_open or state.is_followed)
"""Cases that a caseload holds: those with work to do, and those that are looked after."""

AGAIN = sa.or_(ReferralMove.move == Move.MISS, ReferralMove.before == State.UNREACHABLE)
"""The moves after which a first meeting is to be arranged anew."""


@dataclass(frozen=True)
class Standing:
    """A case with its clocks, the nearest first."""

    id: UUID
    person_id: UUID
    practice_id: UUID | None
    link_worker_id: UUID | None
    locality_id: UUID | None
    state: State
    urgency: Urgency
    priority: Inequality | None
    sent_at: datetime | None
    dues: tuple[Due, ...]
    is_at_once: bool
    """Whether the referral says “as soon as can be”, and nobody has met them yet."""

    @property
    def is_in_danger(self) -> bool:
        """Whether words of danger were written and nobody has answered them yet (H3)."""
        return any(due.clock is Clock.SAFETY for due in self.dues)

    @property
    def is_over(self) -> bool:
        """Whether nobody has anything to do with it any more but to answer danger."""
        return not (self.state.is_open or self.state.is_followed or self.asks_again)

    @property
    def asks_again(self) -> bool:
        """Whether somebody would like help again, and nobody opened the case or said why not."""
        return any(due.clock is Clock.AGAIN for due in self.dues)

    def late(self, today: date) -> tuple[Due, ...]:
        """What should have been done by now."""
        return tuple(due for due in self.dues if due.is_late(today))

    def near(self, today: date) -> tuple[Due, ...]:
        """What is to be done today, or is late."""
        return tuple(due for due in self.dues if due.is_near(today))

    def silent(self, today: date) -> tuple[Due, ...]:
        """Clocks that ran out while nobody did anything (H4)."""
        return tuple(due for due in self.late(today) if due.clock in SILENCE)


def asking_again() -> sa.ColumnElement[bool]:
    """Whoever would like help again, until somebody says why the case is not opened again."""
    answered = sa.select(ClockStop.referral_id).where(
        ClockStop.referral_id == Referral.id, ClockStop.clock == Clock.AGAIN
    )
    return sa.and_(Referral.state == State.LAPSED, ~answered.exists())


def staying_closed(session: Session, referral_ids: Collection[UUID]) -> dict[UUID, ClockStop]:
    """Of those who would like help again, whose case stays closed: what was said of it last."""
    wanted = (
        sa.select(ClockStop)
        .join(Referral, Referral.id == ClockStop.referral_id)
        .where(
            Referral.id.in_(referral_ids), Referral.state == State.LAPSED,
            ClockStop.clock == Clock.AGAIN,
        )
        .order_by(ClockStop.at)
    )  # fmt: skip
    return {stop.referral_id: stop for stop in session.scalars(wanted)}


def in_caseload() -> sa.ColumnElement[bool]:
    """Cases that somebody has something to do with.

    The states stand by themselves too, so that an index finds the few open cases among all that are over.
    """
    shown = sa.or_(Referral.state.in_(SHOWN), asking_again())
    return sa.and_(Referral.state.in_((*SHOWN, State.LAPSED)), shown)


def standings(
    session: Session, wanted: sa.Select[Referral], *, lead_id: UUID, limits: Limits
) -> tuple[Standing, ...]:
    """The cases among `wanted`, all of one lead NTP, with their clocks; longest waiting first.

    Those of a caseload, and those that are over while danger stands: by an index of each, and no others.
    """
    there = wanted.where(Referral.lead_id == lead_id).with_only_columns(Referral.id)
    live = there.where(in_caseload())
    ids = sa.union_all(live, there.where(danger.stands()))
    waiting = live.where(Referral.state.in_([state for state in State if state.is_waiting]))
    read = audit.opened_at(session, lead_id, "referral", waiting)
    stops = _stops(session, ids)
    return tuple(
        _standing(row, row.id in read, stops.get(row.id, {}), limits)
        for row in session.execute(_rows(ids))
    )


def people_in_danger(session: Session, which: sa.ColumnElement[bool], *, lead_id: UUID) -> int:
    """How many people are said to be in danger, of those cases of one lead NTP."""
    wanted = sa.select(Referral).where(which, Referral.lead_id == lead_id)
    there = standings(session, wanted, lead_id=lead_id, limits=limits_of(session, lead_id))
    return count_in_danger(there)


def count_in_danger(there: Sequence[Standing]) -> int:
    """How many people are said to be in danger: an earlier case and a new one may be of one person."""
    return len({one.person_id for one in there if one.is_in_danger})


def _standing(
    row: Any, was_read: bool, stops: Mapping[Clock, datetime], limits: Limits
) -> Standing:
    facts = _facts(row, was_read, stops)
    return Standing(
        row.id, row.person_id, row.practice_id, row.link_worker_id, row.locality_id, row.state,
        row.urgency, row.group, row.sent_at,
        running(facts, limits, holidays=holidays_in_england()), facts.is_at_once,
    )  # fmt: skip


def _facts(row: Any, was_read: bool, stops: Mapping[Clock, datetime]) -> Facts:
    """What clocks are counted from; of a case that is over, what danger is counted from alone."""
    if row.state not in SHOWN and (row.state is not State.LAPSED or Clock.AGAIN in stops):
        return Facts(row.state, row.sent_at, stops=stops, danger_at=row.danger_at)
    return Facts(
        row.state, row.sent_at, was_read, row.practice_id is not None, row.reached_at,
        row.assessed_at, row.review_on, stops, row.danger_at, row.first_reached_at, row.again_at,
        row.booked_for, row.booked_at, row.urgency, row.lapsed_at,
    )  # fmt: skip


def _rows(ids: sa.CompoundSelect[UUID]) -> Any:
    booked = sa.bindparam(
        "booked", AppointmentState.BOOKED, Appointment.state.type, literal_execute=True
    )
    review_on = sa.select(sa.func.min(ActionPlan.review_on)).where(
        ActionPlan.referral_id == Referral.id
    )
    return (
        sa.select(
            Referral.id, Referral.person_id, Referral.practice_id, Referral.link_worker_id,
            Referral.state, Referral.urgency, Referral.sent_at, Referral.danger_at,
            Person.locality_id,
            PriorityFlag.group, _reached(sa.func.max).label("reached_at"),
            _reached(sa.func.min).label("first_reached_at"),
            _last(ReferralMove.move == Move.ASSESS).label("assessed_at"),
            _last(AGAIN).label("again_at"),
            _last(ReferralMove.move == Move.LAPSE).label("lapsed_at"),
            Appointment.begins_at.label("booked_for"), Appointment.changed_at.label("booked_at"),
            review_on.scalar_subquery().label("review_on"),
        )
        .join(Person, Person.id == Referral.person_id)
        .outerjoin(PriorityFlag, PriorityFlag.referral_id == Referral.id)
        .outerjoin(
            Appointment,
            sa.and_(Appointment.referral_id == Referral.id, Appointment.state == booked),
        )
        .where(Referral.id.in_(ids))
        .order_by(Referral.sent_at, Referral.id)
    )  # fmt: skip


def _reached(which: Any) -> sa.ScalarSelect[datetime]:
    return (
        sa.select(which(Contact.happened_at))
        .where(
            Contact.referral_id == Referral.id,
            Contact.result == Result.REACHED,
            Contact.replaced_at.is_(None),
        )
        .scalar_subquery()
    )


def _last(condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[datetime]:
    return (
        sa.select(sa.func.max(ReferralMove.at))
        .where(ReferralMove.referral_id == Referral.id, condition)
        .scalar_subquery()
    )


def _stops(session: Session, ids: sa.CompoundSelect[UUID]) -> dict[UUID, dict[Clock, datetime]]:
    found: dict[UUID, dict[Clock, datetime]] = {}
    for stop in session.execute(
        sa.select(ClockStop.referral_id, ClockStop.clock, sa.func.max(ClockStop.at).label("at"))
        .where(ClockStop.referral_id.in_(ids))
        .group_by(ClockStop.referral_id, ClockStop.clock)
    ):
        found.setdefault(stop.referral_id, {})[stop.clock] = stop.at
    return found


def days_waited(sent_at: datetime | None, *, at: datetime) -> int:
    """For how many days somebody has waited."""
    return (day_in_london(at) - day_in_london(sent_at)).days if sent_at else 0


def dues_of(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> tuple[Due, ...]:
    """The clocks of one case that the actor may read; of one that is over, whether danger stands."""
    return _dues(session, get_case_to_read(session, actor, referral_id, at=at))


def _dues(session: Session, row: Referral) -> tuple[Due, ...]:
    wanted = sa.select(Referral).where(Referral.id == row.id)
    limits = limits_of(session, row.lead_id)
    found = standings(session, wanted, lead_id=row.lead_id, limits=limits)
    return found[0].dues if found else ()


def danger_since(session: Session, row: Referral) -> datetime | None:
    """When the newest words of danger were written that nobody has answered; None where none stand."""
    return next((due.began_at for due in _dues(session, row) if due.clock is Clock.SAFETY), None)


def danger_shown(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> datetime | None:
    """The same, of a case that the actor may read."""
    return danger_since(session, get_case_to_read(session, actor, referral_id, at=at))


def is_in_danger(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> bool:
    """Whether danger stands unanswered in a case that the actor may read."""
    return danger_shown(session, actor, referral_id, at=at) is not None


def sooner_reach_by(session: Session, row: Referral, *, hears: bool) -> date | None:
    """By which day whoever is to be helped sooner than usual is to be reached; None for others.

    As it was when it was sent, unless whoever asks may hear of what came of it since: that they were reached,
    or made safe. Danger that a link worker wrote of makes no day earlier here.
    """
    if row.urgency is Urgency.ROUTINE:
        return None
    answered = danger.answered_at(session, row.id) if hears else None
    if hears and not any(due.clock is Clock.CONTACT for due in _dues(session, row)):
        return None
    sent = Facts(
        State.SENT, row.sent_at, urgency=row.urgency,
        danger_at=row.sent_at if was_sent_with_danger(session, row) else None,
        stops={Clock.SAFETY: answered} if answered else {},
    )  # fmt: skip
    limits = limits_of(session, row.lead_id)
    return reach_by(running(sent, limits, holidays=holidays_in_england()))
