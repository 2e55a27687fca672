"""How practices refer: what is counted of them, and what adds up to what (A-SG-05, A-TAR-08, A-CASE-06).

People are counted, never referrals: eight referrals may be of two people. Whoever was referred twice in
a quarter counts once, and is one for whom our help did not fit only where nothing was accepted. Nothing
follows from these figures by itself; they are there to talk about.

Nobody looks like a few: of a few who were sent, a nought of those accepted would tell of each of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from kernel.disclosure import Cell, Figure, Sum, Table, cell, partly, split, with_totals
from kernel.periods import Quarter
from kernel.suppression import HIDDEN, NOBODY, Headcount, percentage, total

KIND = "how practices refer"
LATE_NEWS = timedelta(days=14)
"""How long after a quarter's end its figures are made: most first meetings were held or missed by then."""

FEWEST_PRACTICES = 3
"""Of two practices each can take its own number from the sum (reliability.md 3.6, rule 6).

Counted are those that there are: that enough of them referred somebody would tell that each did.
"""


class Counted(StrEnum):
    """What is counted of the people whom a practice referred in a quarter."""

    SENT = "sent"
    ACCEPTED = "accepted"
    MISSED = "missed"
    MISFIT = "misfit"


SHARE_OF: Mapping[Counted, Counted] = {
    Counted.MISSED: Counted.ACCEPTED,
    Counted.MISFIT: Counted.SENT,
}
"""What each rate is a share of."""

AMONG: Mapping[Counted, tuple[Counted, ...]] = {
    Counted.ACCEPTED: (Counted.MISSED,),
    Counted.SENT: (Counted.ACCEPTED, Counted.MISFIT),
}
"""Who is among whom, and nobody twice: a reader knows this without being told."""

PARTS_FIRST = (Counted.MISSED, Counted.MISFIT, Counted.ACCEPTED, Counted.SENT)
"""The order in which the gate decides: what comes later is rounded so that it gives none of these away."""

People = Mapping[Counted, Headcount]
"""The true counts of those whom somebody referred. They never leave the program."""

NO_PEOPLE: People = dict.fromkeys(Counted, NOBODY)


@dataclass(frozen=True)
class Line:
    """What was published of one practice, or of the whole area; "" where it had to be left out."""

    practice_id: UUID | None
    shown: Mapping[Counted, str]

    def share(self, counted: Counted) -> str:
        """ "40%", from the published numbers alone; "" unless both are shown; nobody needs no share."""
        if counted not in SHARE_OF:
            return ""
        part, whole = self.shown[counted], self.shown[SHARE_OF[counted]]
        if {part, whole} & {"", "0", HIDDEN} or int(part) > int(whole):
            return ""
        return percentage(Headcount(int(part)), of=Headcount(int(whole)))


def reader_of(area_id: UUID) -> str:
    """Who is given the figures of an area; all that they ever had passes one gate."""
    return f"steering group of {area_id}"


def due(today: date) -> Quarter:
    """The last quarter whose figures are to be made by now."""
    return Quarter.containing(today - LATE_NEWS).previous


def tables(practices: Mapping[UUID, People]) -> Iterator[Callable[[], Table]]:
    """What may be published of an area, finest first; the last says nothing, and always can be."""
    if len(practices) >= FEWEST_PRACTICES:
        yield lambda: by_practice(practices)
    yield lambda: of_area(practices)
    yield lambda: Table({})


def by_practice(practices: Mapping[UUID, People]) -> Table:
    """A line for each practice and one for all."""
    lines = {one: {"practice": str(one)} for one in practices}
    counts = {
        cell(counted, **line): practices[one][counted]
        for counted in PARTS_FIRST for one, line in lines.items()
    }  # fmt: skip

    def over_practices(counted: Iterable[str]) -> list[Sum]:
        return [
            Sum(cell(one), tuple(cell(one, **each) for each in lines.values())) for one in counted
        ]

    up = over_practices(PARTS_FIRST)
    among = [one for line in ({}, *lines.values()) for one in _among(line)]
    every = (*among, *up, *over_practices(_worked_with()))
    return Table(with_totals(counts, up), every, sensitive=True, adds_over_time=False)


def of_area(practices: Mapping[UUID, People]) -> Table:
    """One line, for the whole area."""
    whole = {
        cell(counted): total(people[counted] for people in practices.values())
        for counted in PARTS_FIRST
    }
    return Table(whole, tuple(_among({})), sensitive=True, adds_over_time=False)


def _among(line: Mapping[str, str]) -> Iterator[Sum]:
    """Whoever is among others leaves a rest, which is never published but can be worked with."""
    for whole, parts in _splits().items():
        yield from split(lambda one: cell(one, **line), whole, parts)
    yield from split(lambda one: cell(one, **line), Counted.SENT, _ends())


def _worked_with() -> Iterator[str]:
    """What is published nowhere, and adds up over the practices like what is.

    Of practices that sent eight of whom seven were accepted each has one who was not, and so the whole may
    tell that nobody else was not. So it is of a mix: those who missed nothing with those whom nobody answered.
    """
    for whole, parts in _splits().items():
        yield _rest(whole)
        yield from partly(parts)
    yield from partly(_ends())


def _splits() -> Mapping[Counted, tuple[str, ...]]:
    return {whole: (*some, _rest(whole)) for whole, some in AMONG.items()}


def _ends() -> tuple[str, ...]:
    """Where everybody who was sent is, once: the parts of the parts."""
    return (
        Counted.MISSED, _rest(Counted.ACCEPTED), Counted.MISFIT, _rest(Counted.SENT),
    )  # fmt: skip


def _rest(whole: Counted) -> str:
    return f"{whole}, not {' or '.join(AMONG[whole])}"


def lines_of(figures: Mapping[Cell, Figure]) -> tuple[Line, ...]:
    """What a release says, line by line; none where nothing could be published."""
    shown: dict[str, dict[Counted, str]] = {}
    for quantity, figure in figures.items():
        named = dict(quantity)
        line = shown.setdefault(named.get("practice", ""), dict.fromkeys(Counted, ""))
        line[Counted(named["counted"])] = figure.shown
    return tuple(Line(UUID(one) if one else None, line) for one, line in shown.items())
