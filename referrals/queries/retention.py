"""Whose record is over its time, by the schedule."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Actor
from kernel.database import Base
from kernel.errors import NotFound
from kernel.periods import day_in_london
from referrals import permissions
from referrals.lifecycle import State
from referrals.models import Person, Referral, RetentionRun
from referrals.queries.erasing import obstacle
from referrals.queries.record import linked_tables, rows_of
from referrals.retention import Kept, schedule

SHORTEST_YEAR = 365


@dataclass(frozen=True)
class Overdue:
    """Somebody whose record is over its time. `is_held` keeps it all the same."""

    person_id: UUID
    name: str
    last_on: date
    over_on: date
    is_held: bool


@dataclass(frozen=True)
class RunLine:
    """A dry run, in a list."""

    id: UUID
    made_at: datetime
    made_by: str
    people: int
    signed_as: str
    signed_at: datetime | None
    erased: int


@dataclass(frozen=True)
class RunPage:
    """A dry run: who is in it now, and whether it was signed."""

    line: RunLine
    people: tuple[Overdue, ...]
    rule: Kept


def overdue(session: Session, lead_id: UUID, *, on: date) -> tuple[Overdue, ...]:
    """Those of a lead NTP whose record is over its time on a day, longest over first."""
    rule = schedule().of("record")
    old = on - timedelta(days=rule.years * SHORTEST_YEAR)
    rows = session.execute(
        sa.select(Person, sa.func.max(Referral.moved_at))
        .join(Referral, Referral.person_id == Person.id)
        .where(Referral.lead_id == lead_id, Referral.state != State.DRAFT)
        .group_by(Person.id)
    )
    found = [one for row, moved in rows if day_in_london(moved) <= old
             for one in _if_over(session, row, rule, on=on)]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.over_on, one.person_id)))


def _if_over(session: Session, person: Person, rule: Kept, *, on: date) -> Iterator[Overdue]:
    last_on = last_contact(session, person.id)
    over_on = rule.over_on(last_on, born_on=person.born_on)
    if over_on <= on and not _is_open(session, person.id):
        yield Overdue(person.id, person.name, last_on, over_on, bool(obstacle(session, person)))


def _is_open(session: Session, person_id: UUID) -> bool:
    states = session.scalars(sa.select(Referral.state).where(Referral.person_id == person_id))
    return any(state.is_open for state in states)


def last_contact(session: Session, person_id: UUID) -> date:
    """The day on which anything last happened with somebody, by the columns of the schedule."""
    linked = {one.name: one for one in linked_tables()}
    moments = [
        session.scalar(
            sa.select(sa.func.max(Base.metadata.tables[table].c[column])).where(
                rows_of(linked[table], person_id)
            )
        )
        for table, column in schedule().last_contact
    ]
    return max(day_in_london(one) for one in moments if one is not None)


def forgotten_drafts(session: Session, *, on: date) -> Sequence[Person]:
    """People of whom there is nothing but drafts that were begun too long ago."""
    rule = schedule().of("draft")
    sent = sa.select(Referral.person_id).where(Referral.state != State.DRAFT)
    rows = session.execute(
        sa.select(Person, sa.func.max(Referral.moved_at))
        .join(Referral, Referral.person_id == Person.id)
        .where(Person.id.not_in(sent))
        .group_by(Person.id)
    )
    return [person for person, last in rows if rule.over_on(day_in_london(last)) <= on]


def visible_to(actor: Actor) -> sa.Select[RetentionRun]:
    """The dry runs of the actor's own lead NTP."""
    actor.must(permissions.KEEP_SCHEDULE)
    return sa.select(RetentionRun).where(RetentionRun.lead_id == actor.organisation_id)


def get_run(session: Session, actor: Actor, run_id: UUID) -> RetentionRun:
    """A dry run of the actor's own lead NTP, or NotFound."""
    row = session.scalar(visible_to(actor).where(RetentionRun.id == run_id))
    if row is None:
        raise NotFound
    return row


def runs(session: Session, actor: Actor) -> tuple[RunLine, ...]:
    """Every dry run, newest first."""
    rows = session.scalars(visible_to(actor).order_by(RetentionRun.made_at.desc())).all()
    names = accounts.names_of(session, [row.made_by for row in rows if row.made_by])
    return tuple(_line(row, names) for row in rows)


def _line(row: RetentionRun, names: dict[UUID, str]) -> RunLine:
    return RunLine(
        row.id, row.made_at, names.get(row.made_by, "") if row.made_by else "",
        len(row.person_ids), row.signed_as, row.signed_at, row.erased,
    )  # fmt: skip


def run_page(session: Session, actor: Actor, run_id: UUID, *, on: date) -> RunPage:
    """A dry run with those in it whose record is still over its time."""
    row = get_run(session, actor, run_id)
    names = accounts.names_of(session, [row.made_by] if row.made_by else [])
    return RunPage(_line(row, names), still_overdue(session, row, on=on), schedule().of("record"))


def still_overdue(session: Session, row: RetentionRun, *, on: date) -> tuple[Overdue, ...]:
    """Who of a dry run is there and still over their time: nobody who came back since."""
    listed: Collection[str] = set(row.person_ids)
    return tuple(
        one for one in overdue(session, row.lead_id, on=on) if str(one.person_id) in listed
    )
