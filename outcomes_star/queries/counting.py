"""Counting a cohort, as it was known at a moment: all of it is summed up by the database.

These are true numbers. Memory does not grow with the people; what comes out goes to the manager who may
see each of them, or through `kernel/releases`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from kernel.periods import FinancialYear, Quarter
from outcomes_star.change import Sums
from outcomes_star.cohort import By, Counts, Course
from outcomes_star.instruments import Better, Instrument
from outcomes_star.models import Reading, ReadingAnswer, place_of
from outcomes_star.vocabulary import Occasion
from referrals.cuts import NOT_KNOWN, Cut
from referrals.lifecycle import ENDED, State
from referrals.queries import cuts

DONE = (State.COMPLETED, State.MAINTAINING, State.SUSTAINED, State.LAPSED, State.REOPENED)
"""The work was finished, whatever came later."""

DROPPED = tuple(one for one in (*ENDED, State.WITHDRAWN) if one not in DONE)
OPEN = tuple(one for one in State if one.is_open)


@dataclass(frozen=True)
class Cohort:
    """Who is counted: those of a lead NTP first asked an instrument in a quarter, as of a moment.

    `before` are the earlier quarters of the year that were counted already, each as of its own moment:
    nobody who counted in one of them counts again, even if the day of their start was put right since.
    """

    lead_id: UUID
    instrument: Instrument
    quarter: Quarter
    as_of: datetime
    before: tuple[tuple[Quarter, datetime], ...] = ()


def count(session: Session, cohort: Cohort, cut: Cut) -> By:
    """The counts of each part of a cut; for everybody, of the one part "". No part is empty."""
    starts = _starts(session, cohort, cut)
    sums = _sums(session, starts, cohort.instrument)
    return {
        key: Counts(
            course, {aspect: known for (part, aspect), known in sums.items() if part == key}
        )
        for key, course in _courses(session, starts).items()
    }


def _key(part: Any) -> str:
    return NOT_KNOWN if part is None else str(part)


def _known(row: Any, as_of: datetime) -> sa.ColumnElement[bool]:
    """Whether a reading stood at a moment: it was written down, and nothing had taken its place."""
    return sa.and_(
        row.recorded_at < as_of, sa.or_(row.replaced_at.is_(None), row.replaced_at >= as_of)
    )


def first_asked(cohort: Cohort, *occasions: Occasion) -> sa.ColumnElement[bool]:
    """Whether a reading is the first of its person in the financial year, and in the quarter."""
    earlier = aliased(Reading)
    is_earlier = sa.and_(
        _known(earlier, cohort.as_of),
        earlier.taken_on >= FinancialYear.containing(cohort.quarter.first_day).first_day,
        sa.tuple_(earlier.taken_on, earlier.id) < sa.tuple_(Reading.taken_on, Reading.id),
    )
    has_counted = (
        sa.and_(_known(earlier, moment), earlier.taken_on.between(one.first_day, one.last_day))
        for one, moment in cohort.before
    )
    before = sa.select(earlier.id).where(
        earlier.person_id == Reading.person_id, earlier.lead_id == cohort.lead_id,
        earlier.code == cohort.instrument.code,
        earlier.instrument_version == cohort.instrument.version,
        earlier.occasion.in_(occasions), sa.or_(is_earlier, *has_counted),
    )  # fmt: skip
    return sa.and_(
        Reading.lead_id == cohort.lead_id, Reading.code == cohort.instrument.code,
        Reading.instrument_version == cohort.instrument.version, Reading.occasion.in_(occasions),
        _known(Reading, cohort.as_of), Reading.taken_on >= cohort.quarter.first_day,
        Reading.taken_on <= cohort.quarter.last_day, ~before.exists(),
    )  # fmt: skip


def _starts(session: Session, cohort: Cohort, cut: Cut) -> sa.Subquery:
    """The first starts of a quarter, each with its part, its end if there is one, and where it stands."""
    cases = cuts.cases_of(cohort.lead_id).subquery()
    joined: Any = sa.join(Reading, cases, cases.c.id == Reading.referral_id)
    part: sa.ColumnElement[Any] = sa.null()
    if cut is not Cut.ALL:
        parts = cuts.parts(session, cut, as_of=cohort.as_of).subquery()
        is_in = parts.c.case_id == cases.c.id
        joined = joined.join(parts, is_in, isouter=not cut.may_overlap)
        part = parts.c.part
    state = sa.func.coalesce(cuts.state_at(cases.c.id, cohort.as_of), cases.c.state)
    return (
        sa.select(
            Reading.id.label("start_id"), sa.type_coerce(state, cases.c.state.type).label("state"),
            part.label("part"), _later(cases.c.id, cohort, Occasion.END).label("end_id"),
            _later(cases.c.id, cohort, Occasion.REVIEW).label("review_id"),
        )
        .select_from(joined)
        .where(first_asked(cohort, Occasion.START))
        .subquery()
    )  # fmt: skip


def _later(
    case_id: sa.ColumnElement[UUID], cohort: Cohort, occasion: Occasion
) -> sa.ScalarSelect[UUID]:
    """The last reading of a case on an occasion."""
    later = aliased(Reading)
    return (
        sa.select(later.id)
        .where(
            later.referral_id == case_id, later.code == cohort.instrument.code,
            later.instrument_version == cohort.instrument.version, later.occasion == occasion,
            _known(later, cohort.as_of),
        )
        .order_by(later.taken_on.desc(), place_of(later).desc(), later.id)
        .limit(1)
        .scalar_subquery()
    )  # fmt: skip


def _courses(session: Session, starts: sa.Subquery) -> dict[str, Course]:
    has_end = starts.c.end_id.is_not(None)
    is_reviewed = starts.c.review_id.is_not(None)
    has_dropped = sa.and_(~has_end, starts.c.state.in_(DROPPED))
    rows = session.execute(
        sa.select(
            starts.c.part, sa.func.count().label("started"), _count(is_reviewed), _count(has_end),
            _count(sa.and_(~has_end, starts.c.state.in_(OPEN))), _count(has_dropped),
            _count(sa.and_(~has_end, starts.c.state.in_(DONE))),
            _count(sa.and_(has_dropped, ~is_reviewed)),
        ).group_by(starts.c.part)
    )  # fmt: skip
    found: dict[str, Course] = {}
    for part, *counts in rows:  # what is not known may be empty or missing
        found[_key(part)] = found.get(_key(part), Course()) + Course(*counts)
    return found


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((condition, 1)))


def _sums(
    session: Session, starts: sa.Subquery, instrument: Instrument
) -> dict[tuple[str, str], Sums]:
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
    found: dict[tuple[str, str], Sums] = {}
    for part, aspect, *known in rows:
        key = (_key(part), aspect)
        found[key] = found.get(key, Sums()) + _upwards(instrument, aspect, known)
    return found


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
