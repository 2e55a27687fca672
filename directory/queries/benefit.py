"""Did the site bring benefit? What can be counted honestly, month by month (A-DIR-17)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import AreaFacts
from directory import permissions
from directory.models import Feedback, Listing, MissingActivity, Promotion, WrongReport
from directory.queries import upkeep
from directory.queries.freshness import area_lines, share
from directory.queries.hosting import hosted_area
from directory.queries.reports import about
from directory.queries.review import ReportKind, kind_of
from directory.queries.searches import FOUND, found_nothing, searches_by_month
from kernel.access import Actor
from kernel.periods import Month

MONTHS = 12
TELL_WRONG = (ReportKind.WRONG, ReportKind.CORRECTION)


@dataclass(frozen=True)
class MonthOfUse:
    """One month: searches, how many of them found something, and what people told us."""

    month: str
    searches: int
    found: int
    wrong: int
    missing: int

    @property
    def found_share(self) -> str:
        """The share of searches that found something."""
        return share(self.found, self.searches)


@dataclass(frozen=True)
class Unmet:
    """How many searches found nothing: for what kind of activity, in which part of the area."""

    kind: str
    where: str
    searches: int


@dataclass(frozen=True)
class BenefitPage:
    """What can be said about the use of the site, and what cannot."""

    area: str
    months: tuple[MonthOfUse, ...]
    unmet: tuple[Unmet, ...]
    listings: int
    confirmed: str
    never_confirmed: int
    wrong_open: int
    useful: str
    useful_of: int
    easy: str
    easy_of: int
    promotions: int


def benefit_page(session: Session, actor: Actor, *, today: date) -> BenefitPage:
    """Twelve months of use, and how things stand today."""
    actor.must(permissions.PROMOTE)
    area = hosted_area(session, actor)
    there = [
        line for line in area_lines(session, area.id, today=today) if line.state in upkeep.ON_LADDER
    ]
    confirmed = sum(line.is_well_kept for line in there)
    useful, useful_of = _yes_of(session, area, Feedback.was_useful)
    easy, easy_of = _yes_of(session, area, Feedback.was_easy)
    return BenefitPage(
        area=area.name,
        months=_months(session, area.id, today),
        unmet=_unmet(session, area.id, today),
        listings=len(there),
        confirmed=share(confirmed, len(there)),
        never_confirmed=sum(not line.was_confirmed for line in there),
        wrong_open=len([1 for settled, _ in _wrong(session, area.id) if not settled]),
        useful=share(useful, useful_of),
        useful_of=useful_of,
        easy=share(easy, easy_of),
        easy_of=easy_of,
        promotions=_count(session, sa.select(Promotion.id).where(Promotion.area_id == area.id)),
    )


def _months(session: Session, area_id: UUID, today: date) -> tuple[MonthOfUse, ...]:
    months = _last_months(today)
    searches = searches_by_month(session, area_id, since=months[-1].first_day)
    wrong = _by_month(day for _, day in _wrong(session, area_id))
    missing = _by_month(
        moment.date()
        for moment in session.scalars(
            sa.select(MissingActivity.told_at).where(MissingActivity.area_id == area_id)
        )
    )
    return tuple(
        MonthOfUse(
            month=month.label,
            searches=sum(searches.get(month, {}).values()),
            found=searches.get(month, {}).get(FOUND, 0),
            wrong=wrong[month],
            missing=missing[month],
        )
        for month in months
    )


def _unmet(session: Session, area_id: UUID, today: date) -> tuple[Unmet, ...]:
    """The searches of twelve months that found nothing, most first."""
    names = {one.id: one.name for one in accounts.localities(session, area_id)}
    since = _last_months(today)[-1].first_day
    return tuple(
        Unmet(
            kind=one.domain.words if one.domain else "Something else",
            where=names[one.locality_id] if one.locality_id else "No place given",
            searches=one.searches,
        )
        for one in found_nothing(session, area_id, since=since, until=today)
    )


def _last_months(today: date) -> list[Month]:
    """This month and the eleven before it, newest first."""
    months = [Month.containing(today)]
    while len(months) < MONTHS:
        months.append(months[-1].previous)
    return months


def _wrong(session: Session, area_id: UUID) -> list[tuple[bool, date]]:
    """What others told us was wrong, not the group: whether it is settled, and when they told us."""
    rows = session.scalars(
        sa.select(WrongReport)
        .join(Listing, Listing.id == WrongReport.listing_id)
        .where(Listing.area_id == area_id, WrongReport.batch_id.is_(None))
    )
    told = [row for row in rows if kind_of(row) in TELL_WRONG]
    return [(row.settled_at is not None, row.told_at.date()) for row in told]


def _by_month(days: Iterable[date]) -> dict[Month, int]:
    counts: dict[Month, int] = defaultdict(int)
    for day in days:
        counts[Month.containing(day)] += 1
    return counts


def _yes_of(
    session: Session, area: AreaFacts, question: sa.orm.InstrumentedAttribute[bool | None]
) -> tuple[int, int]:
    """How many said yes, of how many who answered a question."""
    answered = about(area).where(question.is_not(None))
    return _count(session, answered.where(question.is_(True))), _count(session, answered)


def _count(session: Session, wanted: sa.Select[Feedback] | sa.Select[UUID]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
