"""Giving out how people moved and what they said: frozen once, and through one gate (B4-18, A-OUT-08).

What becomes known later changes nothing that was given (reliability.md 3.6).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from audit import operations as audit
from kernel import releases
from kernel.access import SYSTEM
from kernel.disclosure import Average, Cell, Figure, Table
from kernel.periods import FinancialYear
from kernel.releases import Prepared, Release
from outcomes_star import published, said
from outcomes_star.instruments import Instrument
from outcomes_star.queries import publishing as queries
from referrals.cuts import Cut


@dataclass(frozen=True)
class Made:
    """What is to be given for a period: what it is called, and its tables, finest first."""

    kind: str
    tables: Iterable[Callable[[], Table]]
    averages: Callable[[Mapping[Cell, Figure]], Iterable[Average]] | None = None


def issue_due(session: Session, *, at: datetime) -> int:
    """Give all that is due of every lead NTP; how many releases were given."""
    period, given = published.due(at), 0
    for lead in accounts.organisations(session, kind=OrganisationKind.LEAD_NTP):
        for made in _due(session, lead.id, period):
            give(session, lead.id, _prepare(session, lead.id, period, made), at=at)
            given += 1
    return given


def next_due(session: Session, lead_id: UUID, *, at: datetime) -> Prepared | None:
    """The next that is due of a lead NTP and was not given yet, worked out. Nothing is written.

    By activity comes after everybody: what was given of these is reckoned with.
    """
    period = published.due(at)
    made = next(_due(session, lead_id, period), None)
    return _prepare(session, lead_id, period, made) if made else None


def _prepare(session: Session, lead_id: UUID, period: FinancialYear, made: Made) -> Prepared:
    return releases.prepare(
        session, reader=published.reader_of(lead_id), period=period, kind=made.kind,
        tables=made.tables, averages=made.averages,
    )  # fmt: skip


def give(session: Session, lead_id: UUID, prepared: Prepared, *, at: datetime) -> Release:
    """Give what was worked out. Raises Conflict when something else was given meanwhile."""
    release = releases.give(session, prepared, at=at)
    audit.record(
        session, SYSTEM, "published how people moved", release, at=at, lead=lead_id,
        kind=prepared.kind, period=prepared.period.label,
    )  # fmt: skip
    return release


def _due(session: Session, lead_id: UUID, period: FinancialYear) -> Iterator[Made]:
    """What is to be given of a lead NTP for a year and was not given yet, in its order."""
    for instrument in queries.asked_in(session, lead_id, period):
        yield from _moved(session, lead_id, instrument, period)
    if not queries.is_issued(session, lead_id, said.KIND, period):
        answers = queries.what_people_said(session, lead_id, period)
        if answers:
            yield Made(said.KIND, said.tables(answers))


def _moved(
    session: Session, lead_id: UUID, instrument: Instrument, period: FinancialYear
) -> Iterator[Made]:
    """Everybody and parts that add up first; then by activity, where nothing adds up."""
    of_parts = published.kind_of(instrument)
    of_activities = published.kind_of(instrument, by_activity=True)
    wanted = {
        kind for kind in (of_parts, of_activities)
        if not queries.is_issued(session, lead_id, kind, period)
    }  # fmt: skip
    counts = queries.counts_as_published(session, lead_id, instrument, period) if wanted else {}
    if not counts.get(Cut.ALL):
        return
    if of_parts in wanted:
        apart = {cut: by for cut, by in counts.items() if not cut.may_overlap}
        yield Made(
            of_parts,
            published.tables(apart, instrument),
            partial(published.averages, apart, instrument),
        )
    if of_activities in wanted:
        yield Made(of_activities, published.by_activity(counts, instrument))
