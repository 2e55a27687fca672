"""How a cohort moved: everybody of a lead NTP who started in a period, counted and paired (B4-18).

These are the true numbers of people whom the manager may see one by one. Nothing of it leaves the lead
NTP but through `kernel/releases`. All of it is summed up by the database: memory does not grow with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from accounts import queries as accounts
from directory.vocabulary import Worded
from kernel.access import Actor
from kernel.periods import FinancialYear, Period, Quarter
from outcomes_star import permissions
from outcomes_star.change import FEWEST_FOR_A_CLAIM, Change, Sums, change_of
from outcomes_star.instruments import ENGLISH, Better, Instrument, Wording
from outcomes_star.models import Reading, ReadingAnswer
from outcomes_star.queries import catalogue, choices
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import ENDED, State
from referrals.queries import people_visible_to, visible_to

KNOWN_QUARTERS = 8
"""How many quarters back can be chosen."""


DONE = (State.COMPLETED, State.MAINTAINING, State.SUSTAINED, State.LAPSED, State.REOPENED)
"""The work was finished, whatever came later."""


class By(Worded):
    """How a cohort is cut."""

    ALL = "all", "Everybody"
    PRACTICE = "practice", "Each practice"
    LOCALITY = "locality", "Each locality"


@dataclass(frozen=True)
class Course:
    """How far people came: those who started, and of them who has an end, is under way, or dropped out.

    `reviewed` were asked again before the end. `ended_without` finished, and nobody asked them at the end.
    """

    started: int = 0
    reviewed: int = 0
    ended: int = 0
    under_way: int = 0
    dropped: int = 0
    ended_without: int = 0


@dataclass(frozen=True)
class AspectLine:
    """An aspect of a cohort: what is known of it, and its change where enough answered twice."""

    title: str
    sums: Sums
    change: Change | None


@dataclass(frozen=True)
class Group:
    """Part of a cohort, by name; the whole has none."""

    name: str
    course: Course
    lines: tuple[AspectLine, ...]

    @property
    def paired(self) -> int:
        """The most people who answered an aspect both times."""
        return max((line.sums.people for line in self.lines), default=0)

    @property
    def is_enough(self) -> bool:
        """Whether so many answered twice that something may be claimed of them as a group."""
        return self.paired >= FEWEST_FOR_A_CLAIM


@dataclass(frozen=True)
class CohortPage:
    """What a manager asked for, and what there is to ask for."""

    instrument: Instrument | None
    wording: Wording | None
    instruments: tuple[Instrument, ...]
    period: Period
    periods: tuple[Period, ...]
    by: By
    groups: tuple[Group, ...]


def cohort_page(
    session: Session, actor: Actor, *, code: str, version: int, period: str, by: str, on: date
) -> CohortPage:
    """How those who started in a period moved, whole and cut; what is not there shows the usual."""
    actor.must(permissions.SEE_COHORTS)
    there = _asked_ever(session, actor)
    chosen = next(
        (one for one in there if (one.code, one.version) == (code, version)),
        next(iter(there), None),
    )
    periods = periods_before(on)
    wanted = next((one for one in periods if one.label == period), periods[0])
    cut = By(by) if by in set(By) else By.ALL
    groups = cohort(session, actor, chosen, wanted, by=cut) if chosen else ()
    wording = chosen.wording(ENGLISH) if chosen else None
    return CohortPage(chosen, wording, there, wanted, periods, cut, groups)


def periods_before(on: date) -> tuple[Period, ...]:
    """The quarter and the year that run now, and some before: fixed, so that nobody cuts their own."""
    quarters = [Quarter.containing(on)]
    years = [FinancialYear.containing(on)]
    while len(quarters) < KNOWN_QUARTERS:
        quarters.append(quarters[-1].previous)
    years.append(years[0].previous)
    return (*quarters, *years)


def _asked_ever(session: Session, actor: Actor) -> tuple[Instrument, ...]:
    """What people of a lead NTP are or were asked, but for goals: each has its own."""
    rows = session.execute(
        sa.select(Reading.code, Reading.instrument_version)
        .where(Reading.lead_id == actor.organisation_id)
        .distinct()
    )
    taken = {(row.code, row.instrument_version) for row in rows}
    taken |= {(one.code, one.instrument_version) for one in choices(session, actor.organisation_id)}
    known = catalogue(session, actor.organisation_id)
    return tuple(
        known[key]
        for key in sorted(taken)
        if key in known and known[key].is_worded and not known[key].is_asked_of_goals
    )


def cohort(
    session: Session, actor: Actor, instrument: Instrument, period: Period, *, by: By
) -> tuple[Group, ...]:
    """Everybody who started in a period, and each part of them that is asked for."""
    whole = _groups(session, actor, instrument, period, By.ALL)
    parts = _groups(session, actor, instrument, period, by) if by is not By.ALL else {}
    names = _names(session, by, parts)
    named = sorted((replace(group, name=names[key]) for key, group in parts.items()), key=_by_name)
    return (*whole.values(), *named)


def _by_name(group: Group) -> str:
    return group.name


def _names(session: Session, by: By, keys: Mapping[UUID | None, Group]) -> dict[UUID | None, str]:
    if by is By.PRACTICE:
        known = {one.id: one.name for one in accounts.organisations(session)}
    else:
        known = {one.id: one.name for one in accounts.localities(session)}
    return {key: known.get(key, "Not known") if key else "Not known" for key in keys}


def _groups(
    session: Session, actor: Actor, instrument: Instrument, period: Period, by: By
) -> dict[UUID | None, Group]:
    starts = _starts(actor, instrument, period, by)
    courses = _courses(session, starts)
    sums = _sums(session, starts, instrument)
    wording = instrument.wording(ENGLISH)
    return {
        key: Group(
            "", course,
            tuple(
                AspectLine(wording.aspects[one.code].title, known, change_of(known))
                for one in instrument.aspects
                for known in [sums.get((key, one.code), Sums())]
            ),
        )
        for key, course in courses.items()
    }  # fmt: skip


def _starts(actor: Actor, instrument: Instrument, period: Period, by: By) -> sa.Subquery:
    """The starts of a period, of cases that the manager may see, each with its end if there is one."""
    cases = visible_to(actor).subquery()
    part: sa.ColumnElement[UUID | None] = sa.cast(sa.null(), sa.Uuid)
    joined = sa.join(Reading, cases, cases.c.id == Reading.referral_id)
    if by is By.PRACTICE:
        part = cases.c.practice_id
    elif by is By.LOCALITY:
        people = people_visible_to(actor).subquery()
        joined, part = joined.join(people, people.c.id == Reading.person_id), people.c.locality_id
    return (
        sa.select(
            Reading.id.label("start_id"), cases.c.state, part.label("part"),
            _later(cases.c.id, instrument, Occasion.END).label("end_id"),
            _later(cases.c.id, instrument, Occasion.REVIEW).label("review_id"),
        )
        .select_from(joined)
        .where(
            Reading.lead_id == actor.organisation_id, Reading.code == instrument.code,
            Reading.instrument_version == instrument.version, Reading.occasion == Occasion.START,
            Reading.replaced_at.is_(None), Reading.taken_on >= period.first_day,
            Reading.taken_on <= period.last_day,
        )
        .subquery()
    )  # fmt: skip


def _later(
    referral_id: sa.ColumnElement[UUID], instrument: Instrument, occasion: Occasion
) -> sa.ScalarSelect[UUID]:
    """The last reading of a case on an occasion."""
    later = aliased(Reading)
    return (
        sa.select(later.id)
        .where(
            later.referral_id == referral_id, later.code == instrument.code,
            later.instrument_version == instrument.version, later.occasion == occasion,
            later.replaced_at.is_(None),
        )
        .order_by(later.taken_on.desc(), later.recorded_at.desc(), later.id)
        .limit(1)
        .scalar_subquery()
    )  # fmt: skip


def _courses(session: Session, starts: sa.Subquery) -> dict[UUID | None, Course]:
    has_end = starts.c.end_id.is_not(None)
    is_open = starts.c.state.in_([one for one in State if one.is_open])
    is_done = starts.c.state.in_(DONE)
    has_dropped = starts.c.state.in_([one for one in ENDED if one not in DONE])
    rows = session.execute(
        sa.select(
            starts.c.part, sa.func.count().label("started"), _count(starts.c.review_id.is_not(None)),
            _count(has_end), _count(sa.and_(~has_end, is_open)),
            _count(sa.and_(~has_end, has_dropped)), _count(sa.and_(~has_end, is_done)),
        ).group_by(starts.c.part)
    )  # fmt: skip
    return {part: Course(*counts) for part, *counts in rows}


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((condition, 1)))


def _sums(
    session: Session, starts: sa.Subquery, instrument: Instrument
) -> dict[tuple[UUID | None, str], Sums]:
    """For each part and aspect the sums over those who answered it both times."""
    before, after = aliased(ReadingAnswer), aliased(ReadingAnswer)
    gained = after.value - before.value
    least = instrument.change.least if instrument.change else 1
    rows = session.execute(
        sa.select(
            starts.c.part, before.aspect, sa.func.count(), sa.func.sum(before.value),
            sa.func.sum(after.value), sa.func.sum(gained), sa.func.sum(gained * gained),
            _count(gained >= least), _count(gained <= -least),
        )
        .select_from(starts)
        .join(before, before.reading_id == starts.c.start_id)
        .join(after, sa.and_(after.reading_id == starts.c.end_id, _is_same(before, after)))
        .where(before.value.is_not(None), after.value.is_not(None))
        .group_by(starts.c.part, before.aspect)
    )  # fmt: skip
    return {(row[0], row[1]): _upwards(instrument, row[1], row[2:]) for row in rows}


def _is_same(before: Any, after: Any) -> sa.ColumnElement[bool]:
    """Of one version an aspect stands at one place: so it is found by it, and not looked for."""
    return sa.and_(after.position == before.position, after.aspect == before.aspect)


def _upwards(instrument: Instrument, code: str, known: Any) -> Sums:
    """Sums in points above the worst, whichever end is better."""
    people, before, after, gained, squared, more, less = (int(one) for one in known)
    scale = instrument.aspect(code).scale
    if scale.better is Better.HIGHER:
        low = people * scale.lowest
        return Sums(people, before - low, after - low, gained, squared, more, less)
    high = people * scale.highest
    return Sums(people, high - before, high - after, -gained, squared, less, more)
