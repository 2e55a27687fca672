"""How a cohort moved: everybody of a lead NTP who started in a period, counted and paired (B4-18).

These are the true numbers of people whom the manager may see one by one. Nothing of it leaves the lead
NTP but through `kernel/releases`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.periods import FinancialYear, Period, day_in_london
from outcomes_star import cohort, permissions
from outcomes_star.change import (
    FEWEST_FOR_A_CLAIM,
    Change,
    Difference,
    Sums,
    change_of,
    difference,
)
from outcomes_star.cohort import (
    LIVE,
    NOT_YET,
    By,
    Counts,
    Course,
    periods_before,
    quarters_of,
    set_against,
)
from outcomes_star.drawing import Drawing
from outcomes_star.instruments import Instrument, Wording
from outcomes_star.languages import ENGLISH
from outcomes_star.models import Reading
from outcomes_star.pictures import average_star
from outcomes_star.queries import catalogue, choices
from outcomes_star.queries.comparing import not_yet_live
from outcomes_star.queries.counting import Cohort, count
from referrals.cuts import Cut
from referrals.queries import cuts

CUTS = tuple(one for one in Cut if not one.is_of_equality)
"""What somebody said about themselves is counted in what is published alone (A-HLW-10)."""


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
    star: Drawing | None = None

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
    by: Cut
    groups: tuple[Group, ...]
    differences: tuple[tuple[str, Difference | None], ...] = ()


def cohort_page(
    session: Session, actor: Actor, *, code: str, version: int, period: str, by: str, at: datetime
) -> CohortPage:
    """How those who started in a period moved, whole and cut; what is not there shows the usual."""
    actor.must(permissions.SEE_COHORTS)
    there = asked_ever(session, actor.organisation_id)
    chosen = next(
        (one for one in there if (one.code, one.version) == (code, version)),
        next(iter(there), None),
    )
    periods = periods_before(day_in_london(at))
    usual = FinancialYear.containing(at)
    wanted = next((one for one in periods if one.label == period), usual)
    cut = next((one for one in CUTS if one.value == by), Cut.ALL)
    if chosen is None or actor.organisation_id is None:
        return CohortPage(None, None, there, wanted, periods, cut, ())
    lead_id = actor.organisation_id
    whole = counts(session, lead_id, chosen, wanted, Cut.ALL, at=at)
    parts = parts_of(session, lead_id, chosen, wanted, cut, at=at)
    return CohortPage(
        chosen, chosen.wording(ENGLISH), there, wanted, periods, cut,
        _groups(session, chosen, cut, whole, parts), tuple(_differences(chosen, cut, parts)),
    )  # fmt: skip


def asked_ever(session: Session, lead_id: UUID | None) -> tuple[Instrument, ...]:
    """What people of a lead NTP are or were asked, but for goals: each has its own."""
    rows = session.execute(
        sa.select(Reading.code, Reading.instrument_version)
        .where(Reading.lead_id == lead_id)
        .distinct()
    )
    taken = {(row.code, row.instrument_version) for row in rows}
    taken |= {(one.code, one.instrument_version) for one in choices(session, lead_id)}
    known = catalogue(session, lead_id)
    return tuple(
        known[key]
        for key in sorted(taken)
        if key in known and known[key].is_worded and not known[key].is_asked_of_goals
    )


def counts(
    session: Session,
    lead_id: UUID,
    instrument: Instrument,
    period: Period,
    cut: Cut,
    *,
    at: datetime,
) -> By:
    """The parts of everybody who started in a period, as is known at a moment."""
    return cohort.together(
        *(
            count(session, Cohort(lead_id, instrument, quarter, at), cut)
            for quarter in quarters_of(period)
        )
    )


def parts_of(
    session: Session,
    lead_id: UUID,
    instrument: Instrument,
    period: Period,
    cut: Cut,
    *,
    at: datetime,
) -> By:
    """The parts of a cut; none of everybody."""
    if cut is Cut.ALL:
        return {}
    if cut is Cut.LIVE:
        by_locality = counts(session, lead_id, instrument, period, Cut.LOCALITY, at=at)
        return set_against(by_locality, not_yet_live(session, lead_id))
    return counts(session, lead_id, instrument, period, cut, at=at)


def _groups(
    session: Session, instrument: Instrument, cut: Cut, whole: By, parts: By
) -> tuple[Group, ...]:
    named = cuts.names(session, cut, parts)
    groups = [_group(named[key], instrument, known) for key, known in parts.items()]
    return (
        *(_group("", instrument, known) for known in whole.values()),
        *sorted(groups, key=_by_name),
    )


def _differences(
    instrument: Instrument, cut: Cut, parts: By
) -> Iterator[tuple[str, Difference | None]]:
    """By how much those helped gained more than those compared with."""
    if cut is Cut.LIVE and parts:
        wording = instrument.wording(ENGLISH)
        for one in instrument.aspects:
            helped, others = (parts[key].of(one.code) for key in (LIVE, NOT_YET))
            yield wording.aspects[one.code].title, difference(helped, others)


def _by_name(group: Group) -> str:
    return group.name


def _group(name: str, instrument: Instrument, known: Counts) -> Group:
    wording = instrument.wording(ENGLISH)
    lines = [
        AspectLine(wording.aspects[one.code].title, sums, change_of(sums))
        for one in instrument.aspects
        for sums in [known.of(one.code)]
    ]
    moved = {one.code: change_of(known.of(one.code)) for one in instrument.aspects}
    averages = {code: (one.before, one.after) for code, one in moved.items() if one}
    return Group(name, known.course, tuple(lines), average_star(instrument, wording, averages))
