"""Giving out how people moved and what they said: frozen once, and through one gate (B4-18, A-OUT-08).

What becomes known later changes nothing that was given (reliability.md 3.6).
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
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
from kernel.errors import RuleBroken
from kernel.periods import FinancialYear
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
    """Give what is due of every lead NTP; how many releases were given.

    Where one cannot be given nothing of that lead NTP is, and the others have theirs.
    """
    given = 0
    for lead in accounts.organisations(session, kind=OrganisationKind.LEAD_NTP):
        with suppress(RuleBroken), session.begin_nested():
            given += _issue(session, lead.id, published.due(at), at=at)
    return given


def _issue(session: Session, lead_id: UUID, period: FinancialYear, *, at: datetime) -> int:
    """What is due of a lead NTP for a year, and was not given yet."""
    given = 0
    for instrument in queries.asked_in(session, lead_id, period):
        if not queries.is_issued(session, lead_id, published.kind_of(instrument), period):
            made = _moved(session, lead_id, instrument, period)
            given += sum(_give(session, lead_id, period, one, at=at) for one in made)
    if not queries.is_issued(session, lead_id, said.KIND, period):
        answers = queries.what_people_said(session, lead_id, period)
        if answers:
            made_of_it = Made(said.KIND, said.tables(answers))
            given += _give(session, lead_id, period, made_of_it, at=at)
    return given


def _moved(
    session: Session, lead_id: UUID, instrument: Instrument, period: FinancialYear
) -> tuple[Made, ...]:
    """Everybody and parts that add up first; then by activity, where nothing adds up."""
    counts = queries.counts_as_published(session, lead_id, instrument, period)
    if not counts[Cut.ALL]:
        return ()
    apart = {cut: by for cut, by in counts.items() if not cut.may_overlap}
    return (
        Made(
            published.kind_of(instrument),
            published.tables(apart, instrument),
            partial(published.averages, apart, instrument),
        ),
        Made(
            published.kind_of(instrument, by_activity=True),
            published.by_activity(counts, instrument),
        ),
    )


def _give(
    session: Session, lead_id: UUID, period: FinancialYear, made: Made, *, at: datetime
) -> bool:
    finest, *coarser = made.tables
    release = releases.issue(
        session, reader=published.reader_of(lead_id), period=period, kind=made.kind,
        table=finest(), coarser=coarser, averages=made.averages, at=at,
    )  # fmt: skip
    audit.record(
        session, SYSTEM, "published how people moved", release, at=at, lead=lead_id,
        kind=made.kind, period=period.label,
    )  # fmt: skip
    return True
