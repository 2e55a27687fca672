"""Reading where the money of one's own lead NTP comes from, year by year (A-FIN-01 to A-FIN-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing import permissions
from billing.income import Income, Share, Stream, to_watch, years_around
from billing.models import Contract, IncomeStream
from billing.surplus import Cost, Pot, pot
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import Money
from kernel.periods import FinancialYear, Month


@dataclass(frozen=True)
class StreamLine:
    """A stream with its share of all; no share where the amount is not known, or all is nil."""

    id: UUID
    stream: Stream
    share: Share | None


@dataclass(frozen=True)
class PayerBar:
    """What a payer gives, as a bar: how long it is says the share."""

    label: str
    count: str
    length: float


@dataclass(frozen=True)
class IncomePage:
    """A year's list, with its sums, what to watch, and the years that can be looked at.

    `earlier` is the year before where its list can be taken over into this one, which has none yet.
    """

    year: FinancialYear
    years: tuple[FinancialYear, ...]
    lines: tuple[StreamLine, ...]
    total: Money
    free: Money
    free_share: Share | None
    unknown: int
    by_payer: tuple[PayerBar, ...]
    to_watch: tuple[str, ...]
    earlier: FinancialYear | None
    pot: Pot


@dataclass(frozen=True)
class StreamPage:
    """One stream, as it is changed or taken out. `version` is the one that is looked at."""

    id: UUID
    year: FinancialYear
    stream: Stream
    version: int


def visible_to(actor: Actor) -> sa.Select[IncomeStream]:
    """The streams of the actor's own organisation, and of no other."""
    return sa.select(IncomeStream).where(IncomeStream.organisation_id == actor.organisation_id)


def get_stream(session: Session, actor: Actor, stream_id: UUID) -> IncomeStream:
    """A stream of the actor's own organisation, or NotFound."""
    row = session.scalar(visible_to(actor).where(IncomeStream.id == stream_id))
    if row is None:
        raise NotFound
    return row


def streams_of_year(session: Session, actor: Actor, year: FinancialYear) -> Sequence[IncomeStream]:
    """The streams of a year, in the order of their kinds."""
    rows = session.scalars(visible_to(actor).where(IncomeStream.year_begins_on == year.first_day))
    return sorted(rows, key=_place)


def get_year(session: Session, actor: Actor, number: int | None, *, on: date) -> FinancialYear:
    """The year that begins in a calendar year (None: that of a day), or NotFound."""
    if number is None:
        return FinancialYear.containing(on)
    found = next(
        (one for one in _years(session, actor, on=on) if one.first_day.year == number), None
    )
    if found is None:
        raise NotFound
    return found


def income_page(session: Session, actor: Actor, number: int | None, *, on: date) -> IncomePage:
    """The page of a year's list."""
    actor.must(permissions.SEE_INCOME)
    year = get_year(session, actor, number, on=on)
    rows = streams_of_year(session, actor, year)
    income = Income(tuple(one.stream for one in rows))
    is_new = not rows and bool(streams_of_year(session, actor, year.previous))
    return IncomePage(
        year=year,
        years=_years(session, actor, on=on),
        lines=tuple(
            StreamLine(one.id, one.stream, income.share(one.stream.amount)) for one in rows
        ),
        total=income.total,
        free=income.free,
        free_share=income.share(income.free),
        unknown=income.unknown,
        by_payer=tuple(_bars(income)),
        to_watch=to_watch(income, year, on=on),
        earlier=year.previous if is_new else None,
        pot=pot(income.free, _costs(session, actor, year), unknown_amounts=income.unknown),
    )


def stream_page(session: Session, actor: Actor, stream_id: UUID) -> StreamPage:
    """One stream of the actor's own organisation."""
    actor.must(permissions.KEEP_INCOME)
    row = get_stream(session, actor, stream_id)
    return StreamPage(row.id, row.year, row.stream, row.version)


def _costs(session: Session, actor: Actor, year: FinancialYear) -> tuple[Cost, ...]:
    """What the work of each contract costs that holds in months of a year, by what it says last in it."""
    months, month = [], Month(year.first_day)
    while month.first_day <= year.last_day:
        months.append(month)
        month = month.next
    rows = session.scalars(sa.select(Contract).where(Contract.lead_id == actor.organisation_id))
    held = [[one for month in months if (one := row.in_force(month.first_day))] for row in rows]
    return tuple(Cost(there[-1].terms.costs, len(there)) for there in held if there)


def _years(session: Session, actor: Actor, *, on: date) -> tuple[FinancialYear, ...]:
    wanted = visible_to(actor).with_only_columns(IncomeStream.year_begins_on).distinct()
    return years_around(on, map(FinancialYear, session.scalars(wanted)))


def _bars(income: Income) -> list[PayerBar]:
    made = []
    for payer, amount in income.by_payer:
        share = income.share(amount)
        text = f"{amount}, {share}" if share else str(amount)
        made.append(PayerBar(payer.words, text, share.tenths / 10 if share else 0))
    return made


def _place(row: IncomeStream) -> tuple[int, str, str]:
    """Kinds in the guide's order; those of one kind by their words."""
    return list(type(row.kind)).index(row.kind), row.words.casefold(), str(row.id)
