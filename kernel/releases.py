"""Published figures: every table that a reader was given, frozen, and the gate that a new one passes.

Screens, files and open data all show the same frozen figures. The gate takes all that one reader has
had, for all periods, so that no two releases together give a hidden number away (reliability.md 3.6).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel.database import CHANGED, Base
from kernel.disclosure import (
    Average,
    Cell,
    Figure,
    Known,
    Range,
    Sum,
    Table,
    out_of_reach,
    publish,
)
from kernel.errors import Conflict, RuleBroken
from kernel.narrowing import Contradiction
from kernel.overlap import FROM, TO, Span, near, span_of, without_days
from kernel.periods import Months, Period


@dataclass(frozen=True)
class Given:
    """What a table speaks of, whether or not each figure of it was published."""

    quantities: frozenset[Cell]
    sums: tuple[Sum, ...]
    adds_over_time: bool

    @classmethod
    def with_table(cls, table: Table) -> "Given":
        """What a table speaks of."""
        return cls(frozenset(table.counts), table.sums, table.adds_over_time)


class Release(Base):
    """A table as one reader was given it. It is never changed and never taken back.

    `rows` holds, for each quantity published, its dimensions, the text shown and the lowest and highest
    value that the text stands for; `sums` says which quantities add up to which, by their places in a list of
    them (older releases: each by its dimensions). `averages` are those that were told beside the counts.
    """

    __tablename__ = "release"
    __table_args__ = (
        sa.UniqueConstraint("reader", "number"),
        sa.UniqueConstraint("reader", "kind", "period"),
    )

    reader: Mapped[str]
    number: Mapped[int]
    kind: Mapped[str]
    period: Mapped[str]
    rows: Mapped[list[dict[str, Any]]]
    sums: Mapped[list[dict[str, Any]]]
    averages: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    adds_over_time: Mapped[bool]
    issued_at: Mapped[datetime]
    sha256: Mapped[str]

    def figures(self) -> dict[Cell, Figure]:
        """What was published, quantity by quantity. Each names the first and last day it counts."""
        return {
            frozenset(row["cell"].items()): Figure(row["shown"], Range(row["low"], row["high"]))
            for row in self.rows
        }

    def given(self) -> Given:
        """What it speaks of, also where a figure had to be left out."""
        sums = tuple(one for each in self.sums for one in _sums_of(each))
        left_out = {member for each in sums for member in (each.total, *each.parts)}
        return Given(frozenset(self.figures()) | left_out, sums, self.adds_over_time)

    def out_of_reach(self) -> int:
        """More than anything can be that was published in it."""
        return out_of_reach(max((row["high"] for row in self.rows), default=0))

    def told_averages(self) -> tuple[Average, ...]:
        """The averages that were told."""
        return tuple(Average(frozenset(row["cell"].items()), row["says"]) for row in self.averages)

    def freeze(
        self, dated: Table, figures: Mapping[Cell, Figure], averages: Iterable[Average] = ()
    ) -> None:
        """Write the figures down for good. The true counts stay behind."""
        self.averages = [{"cell": _written(one.of), "says": dict(one.says)} for one in averages]
        self.rows = [
            {"cell": _written(quantity), "shown": figure.shown, **vars(figure.stands_for)}
            for quantity, figure in figures.items()
        ]
        self.sums = [_written_sums(dated.sums)]
        self.adds_over_time = dated.adds_over_time
        self.sha256 = _digest(self)

    def is_as_issued(self) -> bool:
        """Whether the figures are still those that were issued."""
        return self.sha256 == _digest(self)


@event.listens_for(Release, "before_update")
@event.listens_for(Release, "before_delete")
def refuse_change(_mapper: object, _connection: object, release: Release) -> None:
    """A release is a promise: it stays as it was given."""
    raise Conflict(f"Release {release.number} has been issued and cannot be changed.")


@dataclass(frozen=True)
class Prepared:
    """What may be given to a reader, worked out and not yet given; `number` is the one it will have."""

    reader: str
    number: int
    kind: str
    period: Period | Months
    dated: Table
    figures: Mapping[Cell, Figure]
    averages: tuple[Average, ...]


def issue(
    session: Session,
    *,
    reader: str,
    period: Period | Months,
    kind: str,
    table: Table,
    at: datetime,
    coarser: Iterable[Callable[[], Table]] = (),
    averages: Callable[[Mapping[Cell, Figure]], Iterable[Average]] | None = None,
) -> Release:
    """Prepare a release and give it, in one transaction. Raises RuleBroken as `prepare` does."""
    prepared = prepare(
        session, reader=reader, period=period, kind=kind, tables=(lambda: table, *coarser),
        averages=averages,
    )  # fmt: skip
    return give(session, prepared, at=at)


def prepare(
    session: Session,
    *,
    reader: str,
    period: Period | Months,
    kind: str,
    tables: Iterable[Callable[[], Table]],
    averages: Callable[[Mapping[Cell, Figure]], Iterable[Average]] | None = None,
) -> Prepared:
    """Work out what of a table can be published for the reader. Nothing is written: it may take long.

    `averages` makes what is told beside the counts of what was published of them, quantities without days.

    A total that would give a hidden number away is rounded further, or left out; when that is not
    enough, each coarser table is tried in turn. Raises RuleBroken when none of them can be published,
    and when the reader has had this kind of table for this period.
    """
    earlier = _releases_to(session, reader)
    if any((each.kind, each.period) == (kind, period.label) for each in earlier):
        raise RuleBroken(
            f"The {kind} for {period.label} has been issued. Put late figures into the next one."
        )
    publishable = _first_publishable(earlier, period, tables)
    if publishable is None:
        raise RuleBroken(
            f"The {kind} for {period.label} would give a number under 8 away. "
            "Publish it for a larger area or a longer time."
        )
    dated, figures = publishable
    told = averages(timeless(figures)) if averages else ()
    dated_averages = tuple(Average(_dated_for(one.of, period), one.says) for one in told)
    return Prepared(reader, len(earlier) + 1, kind, period, dated, figures, dated_averages)


def give(session: Session, prepared: Prepared, *, at: datetime) -> Release:
    """Freeze what was prepared, and give the release.

    Raises Conflict when the reader was given anything since: what was prepared did not reckon with it.
    """
    had = session.scalar(
        sa.select(sa.func.count()).select_from(Release).where(Release.reader == prepared.reader)
    )
    if had != prepared.number - 1:
        raise Conflict(CHANGED)
    release = Release(
        reader=prepared.reader, number=prepared.number, kind=prepared.kind,
        period=prepared.period.label, issued_at=at,
    )  # fmt: skip
    release.freeze(prepared.dated, prepared.figures, prepared.averages)
    session.add(release)
    session.flush()
    return release


def _first_publishable(
    earlier: list[Release], period: Period | Months, tables: Iterable[Callable[[], Table]]
) -> tuple[Table, Mapping[Cell, Figure]] | None:
    """The finest table that can be published beside the earlier ones, with its figures."""
    for make_table in tables:
        dated = dated_for(make_table(), period)
        try:
            figures = publish(_known_before(earlier, dated), dated)
        except (
            Contradiction
        ):  # what was given before cannot all be true: nothing can be said beside it
            continue
        if figures is not None:
            return dated, figures
    return None


def timeless(figures: Mapping[Cell, Figure]) -> Mapping[Cell, Figure]:
    """The same figures, by quantities that name no days."""
    return {without_days(quantity): figure for quantity, figure in figures.items()}


def changed_releases(session: Session) -> Iterator[str]:
    """A sentence for each release that is no longer what was issued (for `kernel.invariants`)."""
    for release in session.scalars(sa.select(Release)):
        if not release.is_as_issued():
            yield f"Release {release.id} is not as it was issued."


def dated_for(table: Table, period: Period | Months) -> Table:
    """The same table, each quantity saying which days it counts."""
    return replace(
        table,
        counts={_dated_for(quantity, period): count for quantity, count in table.counts.items()},
        sums=tuple(
            Sum(
                _dated_for(each.total, period),
                tuple(_dated_for(part, period) for part in each.parts),
            )
            for each in table.sums
        ),
    )


def _dated_for(quantity: Cell, period: Period | Months) -> Cell:
    days = {(FROM, period.first_day.isoformat()), (TO, period.last_day.isoformat())}
    return quantity | days


def sums_over_time(
    quantities: Iterable[Cell], sums: Iterable[Sum], *, adds_over_time: bool
) -> Iterator[Sum]:
    """What adds up from period to period: a year is its quarters, whichever of them are published.

    Time is cut wherever a period begins or ends. Each longer period is made of the pieces in it, and
    what adds up in a whole period adds up in each piece of it, and in no other.
    """
    spans = {quantity: span_of(quantity) for quantity in quantities}
    cuts = sorted({day for span in spans.values() for day in span})
    pieces = list(pairwise(cuts))
    for quantity, (first, end) in spans.items():
        inside = [piece for piece in pieces if first <= piece[0] and piece[1] <= end]
        if len(inside) > 1:
            parts = tuple(_dated(quantity, piece) for piece in inside)
            yield from [Sum(quantity, parts)] if adds_over_time else _union(quantity, parts)
    for each in sums:
        first, end = span_of(each.total)
        for piece in pieces:
            if first <= piece[0] and piece[1] <= end:
                parts = tuple(_dated(part, piece) for part in each.parts)
                yield Sum(_dated(each.total, piece), parts)


def _union(whole: Cell, parts: tuple[Cell, ...]) -> Iterator[Sum]:
    """People of a whole period, of whom some are counted in more than one of its parts.

    The whole is no more than the parts together, and no part is more than the whole.
    """
    together, twice = whole | {("of", "all parts")}, whole | {("of", "counted again")}
    yield Sum(together, parts)
    yield Sum(together, (whole, twice))
    for part in parts:
        yield Sum(whole, (part, part | whole | {("of", "the rest")}))


def _known_before(earlier: Iterable[Release], dated: Table) -> Known:
    """What the reader knows before the new table: all they were given, and what adds up to what."""
    releases = _near(list(earlier), dated)
    known = Known.before(
        _all_sums([*(each.given() for each in releases), Given.with_table(dated)]),
        most=dated.out_of_reach() + sum(each.out_of_reach() for each in releases),
    )
    for release in releases:
        for quantity, figure in release.figures().items():
            known = known.told(quantity, figure)
    return known


def _near(earlier: list[Release], dated: Table) -> list[Release]:
    """The releases that have to do with a new table."""
    quantities = {*dated.counts, *(one for each in dated.sums for one in (each.total, *each.parts))}
    found = near(quantities, {each.number: each.given().quantities for each in earlier})
    return [each for each in earlier if each.number in found]


def _all_sums(given: list[Given]) -> Iterator[Sum]:
    for adds_over_time in (True, False):
        alike = [each for each in given if each.adds_over_time == adds_over_time]
        sums = {one for each in alike for one in each.sums}
        quantities = {quantity for each in alike for quantity in each.quantities}
        yield from sums
        yield from sums_over_time(quantities, sums, adds_over_time=adds_over_time)


def _releases_to(session: Session, reader: str) -> list[Release]:
    """What a reader has had, in the order in which they had it."""
    of_reader = sa.select(Release).where(Release.reader == reader)
    return list(session.scalars(of_reader.order_by(Release.number)))


def _digest(release: Release) -> str:
    promised = [
        release.reader,
        release.number,
        release.kind,
        release.period,
        release.rows,
        release.sums,
        release.adds_over_time,
        release.issued_at.astimezone(UTC).isoformat(),
    ]
    if release.averages:
        promised.append(release.averages)
    return hashlib.sha256(json.dumps(promised, sort_keys=True).encode()).hexdigest()


def _written(quantity: Cell) -> dict[str, str]:
    return dict(sorted(quantity))


def _written_sums(sums: Iterable[Sum]) -> dict[str, Any]:
    """Sums by the places of their quantities, the total first: of a year there are tens of thousands."""
    places: dict[Cell, int] = {}
    rows = [
        [places.setdefault(one, len(places)) for one in (each.total, *each.parts)] for each in sums
    ]
    return {"quantities": [_written(one) for one in places], "sums": rows}


def _sums_of(written: Mapping[str, Any]) -> Iterator[Sum]:
    if "total" in written:
        parts = tuple(frozenset(one.items()) for one in written["parts"])
        yield Sum(frozenset(written["total"].items()), parts)
    quantities = [frozenset(one.items()) for one in written.get("quantities", ())]
    for total, *made_of in written.get("sums", ()):
        yield Sum(quantities[total], tuple(quantities[one] for one in made_of))


def _dated(quantity: Cell, span: Span) -> Cell:
    """The same quantity for other days."""
    first, end = span
    timeless = {(name, value) for name, value in quantity if name not in {FROM, TO}}
    last = end - timedelta(days=1)
    return frozenset(timeless | {(FROM, first.isoformat()), (TO, last.isoformat())})
