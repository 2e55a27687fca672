"""The caseload: whose turn it is, what is due, who waits, and who should come first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory.vocabulary import Worded
from kernel.access import Actor
from kernel.periods import day_in_london
from referrals import permissions
from referrals.casework import Inequality
from referrals.clocks import Due
from referrals.lifecycle import State
from referrals.models import Person
from referrals.queries import visible_to
from referrals.queries.arranged import limits_of, own_lead, practices_served, workers_now
from referrals.queries.standing import Standing, days_waited, standings
from referrals.vocabulary import Urgency

ON_A_PAGE = 50
LAST = 10**6
"""Comes after every rank that there is."""
URGENCIES = (Urgency.URGENT, Urgency.SOON, Urgency.ROUTINE)


class Show(Worded):
    """Which cases a list shows."""

    ALL = "all", "All open cases"
    DUE = "due", "Due now"
    WAITING = "waiting", "Waiting list"
    MISSED = "missed", "To arrange again"
    FOLLOWED = "followed", "Looked after"
    AGAIN = "again", "Needs help again"


class By(Worded):
    """What comes first in a list."""

    DUE = "due", "What is due first"
    NEED = "need", "Who is left out most"


@dataclass(frozen=True)
class CaseLine:
    """A case in a list. `rank` is the deprivation tenth of its locality: 1 is the most deprived."""

    id: UUID
    person_id: UUID
    name: str
    state: State
    urgency: Urgency
    priority: Inequality | None
    locality: str
    rank: int | None
    practice: str
    link_worker: str
    is_unnamed: bool
    """Whether nobody here is named for the practice, as after a handover."""
    days_waited: int
    next: Due | None
    is_late: bool
    is_silent: bool
    is_in_danger: bool
    is_at_once: bool


@dataclass(frozen=True)
class CaseloadPage:
    """A list of cases, how many each list would hold, and where in it one stands."""

    lines: tuple[CaseLine, ...]
    show: Show
    by: By
    counts: Mapping[Show, int]
    page: int
    pages: int
    today: date
    has_workers: bool
    """Whether the lines say whose they are: for a manager."""
    is_worker: bool


def caseload(
    session: Session,
    actor: Actor,
    *,
    at: datetime,
    show: Show = Show.ALL,
    by: By = By.DUE,
    page: int = 1,
) -> CaseloadPage:
    """The cases that the actor may act on, in the order in which they are to be looked at."""
    actor.must(permissions.SEE_CASE)
    today = day_in_london(at)
    there = own_standings(session, actor)
    ranks = _ranks(session)
    chosen = sorted(
        (one for one in there if SHOWS[show](one, today)), key=lambda one: ORDERS[by](one, ranks)
    )
    pages = max(1, -(-len(chosen) // ON_A_PAGE))
    page = min(max(page, 1), pages)
    return CaseloadPage(
        _lines(session, actor, chosen[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], at=at),
        show, by,
        {one: sum(SHOWS[one](standing, today) for standing in there) for one in Show},
        page, pages, today, actor.may(permissions.OVERSEE), actor.may(permissions.WORK),
    )  # fmt: skip


def own_standings(session: Session, actor: Actor) -> tuple[Standing, ...]:
    """How every case stands that the actor may act on."""
    lead_id = own_lead(actor)
    return standings(
        session, visible_to(actor), lead_id=lead_id, limits=limits_of(session, lead_id)
    )


SHOWS: Mapping[Show, Callable[[Standing, date], bool]] = {
    Show.ALL: lambda one, today: one.state.is_open,
    Show.DUE: lambda one, today: bool(one.near(today)) or one.is_in_danger or one.is_at_once,
    Show.WAITING: lambda one, today: one.state.is_waiting,
    Show.MISSED: lambda one, today: one.state is State.MISSED,
    Show.FOLLOWED: lambda one, today: one.state.is_followed,
    Show.AGAIN: lambda one, today: one.asks_again,
}


def _by_due(one: Standing, ranks: Mapping[UUID, Any]) -> tuple[Any, ...]:
    next_on = one.dues[0].on if one.dues else date.max
    return (not one.is_in_danger, not one.is_at_once, next_on, *_by_need(one, ranks))


def _by_need(one: Standing, ranks: Mapping[UUID, Any]) -> tuple[Any, ...]:
    place = ranks.get(one.locality_id) if one.locality_id else None
    rank = place.deprivation_rank if place else None
    waited_since = one.sent_at.timestamp() if one.sent_at else 0.0
    return (
        not one.is_in_danger,
        not one.is_at_once,
        one.priority is None,
        rank or LAST,
        URGENCIES.index(one.urgency),
        waited_since,
    )


ORDERS: Mapping[By, Callable[[Standing, Mapping[UUID, Any]], tuple[Any, ...]]] = {
    By.DUE: _by_due,
    By.NEED: _by_need,
}


def _ranks(session: Session) -> dict[UUID, Any]:
    return {one.id: one for one in accounts.localities(session)}


def _lines(
    session: Session, actor: Actor, there: Sequence[Standing], *, at: datetime
) -> tuple[CaseLine, ...]:
    names = _called(session, [one.person_id for one in there])
    practices = {one.id: one.name for one in accounts.organisations(session)}
    working = workers_now(session, own_lead(actor))
    workers = accounts.names_of(session, list(working))
    served = practices_served(session, own_lead(actor))
    places = _ranks(session)
    today = day_in_london(at)
    return tuple(
        CaseLine(
            one.id, one.person_id, names[one.person_id], one.state, one.urgency, one.priority,
            places[one.locality_id].name if one.locality_id in places else "",
            places[one.locality_id].deprivation_rank if one.locality_id in places else None,
            practices.get(one.practice_id, "") if one.practice_id else "",
            workers.get(one.link_worker_id, "") if one.link_worker_id else "",
            one.practice_id is not None and one.practice_id not in served,
            days_waited(one.sent_at, at=at), one.dues[0] if one.dues else None,
            bool(one.late(today)), bool(one.silent(today)), one.is_in_danger,
            one.is_at_once,
        )
        for one in there
    )  # fmt: skip


def _called(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, str]:
    people = session.scalars(sa.select(Person).where(Person.id.in_(person_ids)))
    return {one.id: one.called for one in people}
