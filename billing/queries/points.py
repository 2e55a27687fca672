"""Reading which points reports earned, and what is held back of each year: for both sides of a contract (B0-09)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing import permissions
from billing.contracts import ContractTerms
from billing.instalments import InForce, held_back
from billing.models import Contract, ContractVersion, InvoicedAward, PointAward
from billing.points import Award, Earning, money_of, of_report, of_year, points_of
from billing.queries.contracts import (
    Told,
    get_contract,
    get_held,
    last_day_of,
    party_names,
    title_of,
)
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import NOTHING, Money
from kernel.periods import LONDON, Month

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReportRow:
    """A report in a year: how many points it has, how many it can earn, and what those that it has come to."""

    name: str
    earned: int
    most: int
    amount: Money


@dataclass(frozen=True)
class YearOfPoints:
    """A year of a contract, the first is 1: what is held back of its fixed sum, and which points brought it back."""

    number: int
    begins_on: date
    last_day: date
    has_begun: bool
    a_point: Money | None
    held_back: Money
    earned: Money
    reports: tuple[ReportRow, ...]

    @property
    def left(self) -> Money:
        """What points can still bring back."""
        return max(self.held_back - self.earned, NOTHING)

    @property
    def beyond(self) -> Money:
        """What was earned above what is held back: the contract was changed or ended after it was written down."""
        return max(self.earned - self.held_back, NOTHING)

    @property
    def is_open(self) -> bool:
        """Whether points of it can be written down."""
        return self.has_begun and bool(self.held_back or self.earned)


@dataclass(frozen=True)
class PointsPage:
    """What hangs on outcomes under a contract, year by year, and its story. `seen` is what was looked at."""

    contract_id: UUID
    title: str
    years: tuple[YearOfPoints, ...]
    story: tuple[Told, ...]
    may_award: bool
    seen: str


def has_points(session: Session, actor: Actor, contract_id: UUID) -> bool:
    """Whether there is such a page for the actor."""
    if not actor.may(permissions.SEE_CONTRACTS):
        return False
    try:
        _readable(session, actor, contract_id)
    except NotFound:
        return False
    return True


def points_page(session: Session, actor: Actor, contract_id: UUID, *, on: date) -> PointsPage:
    """What hangs on outcomes, for whoever stands in a version that everybody signed."""
    actor.must(permissions.SEE_CONTRACTS)
    row = _readable(session, actor, contract_id)
    may_award = actor.may(permissions.WRITE_CONTRACTS) and _pays(row, actor, on=on)
    return _page(session, row, on=on, may_award=may_award)


def award_page(
    session: Session, actor: Actor, contract_id: UUID, number: int, *, on: date
) -> tuple[PointsPage, YearOfPoints]:
    """The same for a funder who writes down points of a year; NotFound where that cannot be."""
    row = to_award(session, actor, contract_id, on=on)
    page = _page(session, row, on=on, may_award=True)
    found = next((one for one in page.years if one.number == number and one.is_open), None)
    if found is None:
        raise NotFound
    return page, found


def to_award(session: Session, actor: Actor, contract_id: UUID, *, on: date) -> Contract:
    """A contract for which the actor's organisation pays by what holds on a day, or NotFound."""
    actor.must(permissions.WRITE_CONTRACTS)
    row = get_held(session, actor, contract_id, on=on)
    if not _pays(row, actor, on=on):
        raise NotFound
    return row


def _readable(session: Session, actor: Actor, contract_id: UUID) -> Contract:
    row = get_contract(session, actor, contract_id)
    is_on = any(one.terms.outcome_share.is_on for one in row.signed)
    if not is_on or not row.ever_signed(actor.organisation_id):
        raise NotFound
    return row


def _pays(row: Contract, actor: Actor, *, on: date) -> bool:
    held = row.standing(on)
    return held is not None and any(
        one.organisation_id == actor.organisation_id for one in held.terms.funders
    )


# ---- the years ---------------------------------------------------------------------------------------


def awards_of(session: Session, contract_id: UUID) -> Sequence[PointAward]:
    """All that was written down, oldest first."""
    wanted = sa.select(PointAward).where(PointAward.contract_id == contract_id)
    return session.scalars(wanted.order_by(PointAward.number)).all()


def unasked(contract: Contract, *, until: Month) -> sa.Select[PointAward]:
    """What was written down until the end of a month, and no invoice asked for.

    A month asks who paid on its first day. What others wrote down who came in the middle of it is for the next one.
    """
    asked = sa.select(InvoicedAward.id).where(InvoicedAward.award_id == PointAward.id)
    theirs = [
        sa.and_(
            PointAward.at >= datetime.combine(one.from_on, time(), LONDON),
            PointAward.organisation_id.in_(each.organisation_id for each in one.terms.funders),
        )
        for one in _with_other_funders(contract, until)
    ]
    return sa.select(PointAward).where(
        PointAward.contract_id == contract.id, PointAward.at < until.ends, ~asked.exists(),
        *map(sa.not_, theirs),
    )  # fmt: skip


def _with_other_funders(contract: Contract, month: Month) -> list[ContractVersion]:
    """The versions that begin in a month, after its first day, and are not paid by those who pay on it."""
    before = contract.standing(month.first_day)
    funders = before.terms.funders if before else ()
    return [
        one
        for one in contract.signed
        if month.first_day < one.from_on <= month.last_day and one.terms.funders != funders
    ]


def held_of(row: Contract) -> list[InForce]:
    """The versions that everybody signed, as the rules know them."""
    return [InForce(one.from_on, one.terms) for one in row.signed]


def seen_of(row: Contract, awards: Sequence[PointAward]) -> str:
    """By which it shows that somebody wrote down points meanwhile, signed another version or ended the contract."""
    ended = "-ended" if row.ended_on else ""
    return f"{len(awards)}-{len(row.signed)}{ended}"


def earning(row: Contract, number: int, report: str, *, on: date) -> Earning:
    """What a report can earn in a year that has begun, by what holds now or held last; NotFound for no such year."""
    years = _years(row)
    if not 1 <= number <= len(years) or years[number - 1][0] > on:
        raise NotFound
    begins, ends = years[number - 1]
    terms = _terms(row, begins, ends, on=on)
    held = held_back(held_of(row), number - 1, ended_on=row.ended_on)
    in_all = _in_all(row, begins, min(on, ends - A_DAY))
    return Earning(_most(terms).get(report, 0), terms.outcome_share.a_point, held, in_all)


def _in_all(row: Contract, begins: date, until: date) -> int:
    """The most points that all reports together could earn by any version that held on these days."""
    days = [begins, *(one.from_on for one in row.signed if begins < one.from_on <= until)]
    held = filter(None, map(row.in_force, days))
    return max((one.terms.points for one in held), default=0)


def _years(row: Contract) -> tuple[tuple[date, date], ...]:
    """By what was signed last, until the day on which it really ends."""
    return replace(row.signed[-1].terms, last_day=last_day_of(row)).years


def _terms(row: Contract, begins: date, ends: date, *, on: date) -> ContractTerms:
    """What holds in a year: today where it goes on, else on its last day or its first."""
    held = row.in_force(min(max(on, begins), ends - A_DAY))
    return (held or row.signed[-1]).terms


def _most(terms: ContractTerms) -> dict[str, int]:
    """How many points each report can earn in a year."""
    found: dict[str, int] = {}
    for one in terms.reports:
        if one.points:
            found[one.name] = found.get(one.name, 0) + one.points
    return found


def _page(session: Session, row: Contract, *, on: date, may_award: bool) -> PointsPage:
    rows, names = awards_of(session, row.id), party_names(session)
    awards = [one.award for one in rows]
    years = tuple(
        _year(row, number, begins, ends, awards, on=on)
        for number, (begins, ends) in enumerate(_years(row), start=1)
    )
    return PointsPage(
        row.id, title_of(row.signed[-1].terms, names), years, tuple(_story(rows, names)),
        may_award, seen_of(row, rows),
    )  # fmt: skip


def _year(
    row: Contract, number: int, begins: date, ends: date, awards: Sequence[Award], *, on: date
) -> YearOfPoints:
    terms, mine = _terms(row, begins, ends, on=on), of_year(awards, number)
    most = _most(terms)
    reports = [*most, *(one.report for one in mine)]
    return YearOfPoints(
        number, begins, ends - A_DAY, begins <= on, terms.outcome_share.a_point,
        held_back(held_of(row), number - 1, ended_on=row.ended_on), money_of(mine),
        tuple(_report(one, number, awards, most.get(one, 0)) for one in dict.fromkeys(reports)),
    )  # fmt: skip


def _report(name: str, number: int, awards: Sequence[Award], most: int) -> ReportRow:
    mine = of_report(awards, number, name)
    return ReportRow(name, points_of(mine), most, money_of(mine))


def _story(rows: Sequence[PointAward], names: Mapping[UUID, str]) -> Iterator[Told]:
    for one in reversed(rows):
        said = one.award
        how = "earned" if one.points > 0 else "taken back"
        who = f"{one.who}, {names[one.organisation_id]}" if one.organisation_id else one.who
        what = f"Year {one.year}, “{one.report}”: {counted(abs(one.points))} {how}"
        yield Told(f"{what}, {max(said.amount, -said.amount)}", who, one.at, one.because)


def counted(points: int) -> str:
    """ "1 point", "1,200 points"."""
    return "1 point" if points == 1 else f"{points:,} points"
