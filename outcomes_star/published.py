"""How people moved, as it leaves the lead NTP: what is counted, and what adds up to what (B4-18, A8.5).

People are counted, each once a year, as things stood half a year and a fortnight after the quarter in
which they started. Figures are of whole financial years: no two of them count the same days, so nothing
can be taken from one by another. Each lead NTP has figures of its own, and no sum over several leaves any
of them: whoever knows the true numbers of one would learn those of the others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from kernel.disclosure import Average, Cell, Figure, Sum, Table, called, cell, few_of, partly, split
from kernel.periods import FinancialYear, Quarter
from kernel.suppression import FEWEST_SHOWN, HIDDEN, Headcount
from outcomes_star import told_gains
from outcomes_star.change import FEWEST_FOR_A_CLAIM, share_between
from outcomes_star.cohort import By, Counts, quarters_of
from outcomes_star.instruments import Instrument
from outcomes_star.told_gains import Spans
from referrals.cuts import NOT_KNOWN, Cut

QUARTERS_LATER = 2
LATE_NEWS = timedelta(days=14)

STARTED, REVIEWED, ENDED, DROPPED = "started", "asked at a review", "asked at the end", "stopped"
UNDER_WAY, WITHOUT = "under way", "finished without being asked"
COURSE = (STARTED, REVIEWED, ENDED, UNDER_WAY, DROPPED, WITHOUT)
BETTER, SAME, HARDER, TWICE = "better", "about the same", "harder", "answered both times"
MOVED = (TWICE, BETTER, SAME, HARDER)
WAYS_ON, WAYS_MOVED = (ENDED, UNDER_WAY, DROPPED, WITHOUT), (BETTER, SAME, HARDER)
NOT_TWICE, NOT_REVIEWED = "not twice", "not asked at a review"

WAYS_ANSWERED = (*WAYS_MOVED, NOT_TWICE)
_WAYS_APART = tuple(few_of(WAYS_ANSWERED, fewest=1))
_WAYS_ON_APART = tuple(few_of(WAYS_ON[1:], fewest=1, most=len(WAYS_ON) - 1))

WHOLE: Mapping[str, str] = {}
OF_EQUALITY = tuple(one for one in Cut if one.is_of_equality)
TOLD = (Cut.ALL, Cut.LOCALITY, *OF_EQUALITY)
"""The cuts that are published. Practices are not: each knows its own people, and could take them away. Nor
are fifths and where help has started: whoever knows the places knows them as sums of localities.
"""

BY_ACTIVITY = (Cut.SERVICE,)
"""Kinds of activity are not published: each is made of activities that everybody can look up."""


def reader_of(lead_id: UUID) -> str:
    """Who is given the figures of a lead NTP: everybody outside it, whose knowledge is one."""
    return f"everybody outside {lead_id}"


def kind_of(instrument: Instrument, *, by_activity: bool = False) -> str:
    """What a release of an instrument is called."""
    by = " by activity" if by_activity else ""
    return f"how people moved{by}, {instrument.code} {instrument.version}"


def known_at(quarter: Quarter) -> datetime:
    """The moment as of which those who started in a quarter are counted, in UTC."""
    last = quarter
    for _ in range(QUARTERS_LATER):
        last = last.next
    return last.ends + LATE_NEWS


def due(at: datetime) -> FinancialYear:
    """The last financial year whose figures are to be made by now."""
    year = FinancialYear.containing(at).previous
    return year if known_at(quarters_of(year)[-1]) <= at else year.previous


# ---- tables ------------------------------------------------------------------------------------


def tables(counts: Mapping[Cut, By], instrument: Instrument) -> Iterator[Callable[[], Table]]:
    """What may be published of everybody and of parts that add up; the last says nothing.

    A figure that would give another away is left out; places come before what people said of themselves.
    Nobody looks like a few: of a few who all moved one way, two noughts would tell each of them. And of
    fewer than eight nothing is told at all.
    """
    if sum(known.course.started for known in counts[Cut.ALL].values()) < FEWEST_SHOWN:
        yield lambda: Table({})
        return
    cuts = [one for one in counts if _is_told(one, counts[one])]
    yield lambda: _of_parts(counts, cuts, instrument)
    yield lambda: Table({})


def _is_told(cut: Cut, by: By) -> bool:
    """Where some part that has a name has eight: else every line would say that it has fewer.

    That is all that somebody learns from a cut that is not there.
    """
    if cut is Cut.ALL:
        return True
    named = [known for key, known in by.items() if key != NOT_KNOWN]
    return cut in TOLD and any(known.course.started >= FEWEST_SHOWN for known in named)


def _of_parts(counts: Mapping[Cut, By], some: Iterable[Cut], instrument: Instrument) -> Table:
    parts_first = [cut for cut in some if cut is not Cut.ALL] + [Cut.ALL]
    lines = [(_line(cut, key), known) for cut in parts_first for key, known in counts[cut].items()]
    up = [
        Sum(
            _cell(counted, WHOLE, instrument),
            tuple(_cell(counted, _line(cut, key), instrument) for key in counts[cut]),
        )
        for cut in some if cut is not Cut.ALL
        for counted in (*_counted(instrument), *_worked_with(instrument), *_mixes(instrument))
    ]  # fmt: skip
    mixed = [one for line, _ in lines for one in _mixed(line, instrument)]
    return _table(lines, [*up, *mixed], instrument)


def by_activity(counts: Mapping[Cut, By], instrument: Instrument) -> Iterator[Callable[[], Table]]:
    """What may be published by activity. Somebody may go to several, and each is among everybody.

    An activity to which fewer than eight went has no line, as if nobody had gone: that somebody went to a
    place may tell why.
    """
    lines = [
        (_line(cut, key), known)
        for cut in BY_ACTIVITY
        for key, known in counts.get(cut, {}).items()
        if known.course.started >= FEWEST_SHOWN
    ]
    among = [one for line, _ in lines for one in _among(line, instrument)]
    yield lambda: _table(lines, among, instrument)
    yield lambda: Table({})


def _among(line: Mapping[str, str], instrument: Instrument) -> Iterator[Sum]:
    """Those who went are among everybody, and those who did not go are a line like any other."""

    def rest(*counted: str) -> Cell:
        return _cell(("not among", *counted), line, instrument)

    for counted in (*_counted(instrument), *_worked_with(instrument)):
        whole, went = (_cell(counted, where, instrument) for where in (WHOLE, line))
        yield Sum(whole, (went, rest(*counted)))
    yield from _sums(rest, instrument)


def _table(
    lines: Iterable[tuple[Mapping[str, str], Counts]], between: list[Sum], instrument: Instrument
) -> Table:
    """The lines with what adds up within each, and `between` them."""
    figures = {
        one: number for line, known in lines for one, number in _told(line, known, instrument)
    }
    sums = [*(one for line, _ in lines for one in _sums_of(line, instrument)), *between]
    return Table(_parts_first(figures, sums), tuple(sums), sensitive=True, may_have_gaps=True)


Counted = tuple[str, ...]
"""What is counted: one word of the course, or a word of how people moved and the aspect."""


def _counted(instrument: Instrument) -> tuple[Counted, ...]:
    return (
        *((one,) for one in COURSE),
        *((one, aspect.code) for aspect in instrument.aspects for one in MOVED),
    )


def _worked_with(instrument: Instrument) -> tuple[Counted, ...]:
    """What is published nowhere, and adds up over the parts of a cut like what is.

    Several sums say together what none of them says alone: of parts with eight of whom seven have an end
    each has one without, and so the whole may tell that nobody else has.
    """
    return (
        *((some,) for some in partly(WAYS_ON)),
        (NOT_REVIEWED,),
        *((NOT_TWICE, aspect.code) for aspect in instrument.aspects),
        *((some, aspect.code) for aspect in instrument.aspects for some in partly(WAYS_MOVED)),
    )


def _mixes(instrument: Instrument) -> tuple[Counted, ...]:
    """The same of some ways to answer with some ways on: those worse off or not under way any more, say."""
    return tuple(
        _mix(aspect.code, moved, on)
        for aspect in instrument.aspects for moved in _WAYS_APART
        for on in ((), *_WAYS_ON_APART) if on or (NOT_TWICE in moved and len(moved) > 1)
    )  # fmt: skip


def _mix(code: str, moved: tuple[str, ...], on: tuple[str, ...]) -> Counted:
    """What those are called who are in one of some ways to answer an aspect, or in one of some ways on."""
    if len(moved) in {0, len(WAYS_ANSWERED)}:
        return (called((*((ENDED,) if moved else ()), *on)),)
    return called((*((TWICE,) if moved == WAYS_MOVED else moved), *on)), code


def _cell(counted: Counted, line: Mapping[str, str], instrument: Instrument) -> Cell:
    names = ("counted", "aspect") if len(counted) == len(("counted", "aspect")) else ("counted",)
    if counted[0] == "not among":
        return cell(f"not among {' '.join(counted[1:])}", **line, **_of(instrument))
    return frozenset({*zip(names, counted, strict=True), *line.items(), *_of(instrument).items()})


def _of(instrument: Instrument) -> dict[str, str]:
    """What was asked: people who were asked two things are two counts."""
    return {"of": f"{instrument.code} {instrument.version}"}


def _line(cut: Cut, key: str) -> Mapping[str, str]:
    return {cut.value: key} if cut is not Cut.ALL else WHOLE


def _told(
    line: Mapping[str, str], known: Counts, instrument: Instrument
) -> Iterator[tuple[Cell, Headcount]]:
    """The true counts of a line, those that others are made of first."""
    for aspect in instrument.aspects:
        sums = known.of(aspect.code)
        numbers = {BETTER: sums.better, SAME: sums.same, HARDER: sums.worse, TWICE: sums.people}
        for counted, number in numbers.items():
            yield _cell((counted, aspect.code), line, instrument), Headcount(number)
    course = known.course
    far = {
        REVIEWED: course.reviewed, UNDER_WAY: course.under_way, DROPPED: course.dropped,
        WITHOUT: course.ended_without, ENDED: course.ended, STARTED: course.started,
    }  # fmt: skip
    for counted, number in far.items():
        yield _cell((counted,), line, instrument), Headcount(number)


def _sums_of(line: Mapping[str, str], instrument: Instrument) -> Iterator[Sum]:
    return _sums(lambda *counted: _cell(counted, line, instrument), instrument)


def _sums(of: Callable[..., Cell], instrument: Instrument) -> Iterator[Sum]:
    """What adds up within a line. What is never published can be worked with all the same."""

    def of_aspect(code: str) -> Callable[[str], Cell]:
        return lambda counted: of(counted, code)

    for aspect in instrument.aspects:
        yield from split(of_aspect(aspect.code), TWICE, WAYS_MOVED)
        yield Sum(of(ENDED), (of(TWICE, aspect.code), of(NOT_TWICE, aspect.code)))
    if len(instrument.aspects) == 1:  # nobody answers it without answering its one part
        yield Sum(of(ENDED), (of(TWICE, instrument.aspects[0].code),))
    yield from split(of, STARTED, WAYS_ON)
    yield Sum(of(STARTED), (of(REVIEWED), of(NOT_REVIEWED)))


def _mixed(line: Mapping[str, str], instrument: Instrument) -> Iterator[Sum]:
    """How mixes add up within a line: of how people answered and where they are, and with the others.

    The gate narrows a mix by its two halves, and by what is left of everybody who started.
    """

    def of(code: str, moved: tuple[str, ...], on: tuple[str, ...] = ()) -> Cell:
        return _cell(_mix(code, moved, on), line, instrument)

    for aspect in instrument.aspects:
        code = aspect.code
        for moved in _WAYS_APART:
            others = tuple(one for one in WAYS_ANSWERED if one not in moved)
            if NOT_TWICE in moved and len(moved) > 1:
                yield Sum(of(code, moved), (of(code, moved[:-1]), of(code, (NOT_TWICE,))))
                yield Sum(of(code, WAYS_ANSWERED), (of(code, moved), of(code, others)))
            for on in _WAYS_ON_APART:
                mix = of(code, moved, on)
                yield Sum(mix, (of(code, moved), of(code, (), on)))
                rest = of(code, others, tuple(one for one in WAYS_ON[1:] if one not in on))
                if BETTER in moved or len(on) == len(WAYS_ON) - 1:
                    yield Sum(_cell((STARTED,), line, instrument), (mix, rest))


def _parts_first(
    figures: Mapping[Cell, Headcount], sums: Iterable[Sum]
) -> Mapping[Cell, Headcount]:
    """The same, each total after all that it is made of: so it is the total that is rounded further."""
    parts_of: dict[Cell, set[Cell]] = {}
    for each in sums:
        parts_of.setdefault(each.total, set()).update(each.parts)
    ordered: dict[Cell, Headcount] = {}

    def put(one: Cell) -> None:
        if one in ordered:
            return
        for part in sorted(parts_of.get(one, ()), key=sorted):
            put(part)
        if one in figures:
            ordered[one] = figures[one]

    for one in figures:
        put(one)
    return ordered


# ---- averages ----------------------------------------------------------------------------------


def averages(
    counts: Mapping[Cut, By], instrument: Instrument, figures: Mapping[Cell, Figure]
) -> Iterator[Average]:
    """The average gain of everybody in each aspect whose figures are all told.

    Whether there is one follows from what was published alone, and it tells nothing of any count. Of parts
    there is none: with that of the whole they would tell how many each of them is.
    """
    (known,) = counts[Cut.ALL].values()
    for aspect in instrument.aspects:
        shown = _all_shown(aspect.code, instrument, figures)
        if shown is None:
            continue
        within = told_gains.bounds(
            shown, top=aspect.scale.highest - aspect.scale.lowest,
            least=instrument.change.least if instrument.change else 1,
        )  # fmt: skip
        sums = known.of(aspect.code)
        gain = told_gains.told(sums.gained / sums.people, within) if within else None
        if gain is not None:
            yield Average(_cell(("average", aspect.code), WHOLE, instrument), {"gain": gain})


def _all_shown(aspect: str, instrument: Instrument, figures: Mapping[Cell, Figure]) -> Spans | None:
    """What the figures of an aspect stand for, of everybody; None where any of them is not told.

    Nor where the fewest who can have answered twice are fewer than eight: rounded on, ten may be five.
    """
    told = [figures.get(_cell((one, aspect), WHOLE, instrument)) for one in MOVED]
    spans = [one.stands_for for one in told if one is not None and one.shown != HIDDEN]
    if len(spans) < len(MOVED):
        return None
    shown = Spans(*spans)
    return shown if shown.twice.low >= FEWEST_SHOWN else None


# ---- reading it again --------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """What was published of everybody, or of one part; a figure that had to be left out is not there."""

    cut: Cut
    key: str
    course: dict[str, str] = field(default_factory=dict)
    aspects: dict[str, dict[str, str]] = field(default_factory=dict)
    averages: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_hidden(self) -> bool:
        """Whether every figure of it is too small to tell."""
        told = [
            *self.course.values(),
            *(one for each in self.aspects.values() for one in each.values()),
        ]
        return all(one == HIDDEN for one in told)

    def share_better(self, aspect: str) -> str:
        """ "60% (44% to 74%)", worked out from what was published; "" of fewer than thirty, or of few.

        In brackets is where the true share of 95 of 100 such groups lies (Wilson).
        """
        told = self.aspects.get(aspect, {})
        twice, better = (told.get(one, HIDDEN) for one in (TWICE, BETTER))
        if not (twice.isdecimal() and better.isdecimal()) or int(twice) < FEWEST_FOR_A_CLAIM:
            return ""
        part = min(int(better), int(twice))
        lowest, highest = share_between(part, int(twice))
        return f"{part / int(twice):.0%} ({lowest:.0%} to {highest:.0%})"


def lines_of(figures: Mapping[Cell, Figure], told: Iterable[Average] = ()) -> tuple[Line, ...]:
    """What a release says, line by line: everybody first, then the parts in the order of the cuts."""
    found: dict[tuple[Cut, str], Line] = {}
    for quantity, figure in figures.items():
        names = dict(quantity)
        line = _found(found, names)
        if "aspect" in names:
            line.aspects.setdefault(names["aspect"], {})[names["counted"]] = figure.shown
        else:
            line.course[names["counted"]] = figure.shown
    for one in told:
        names = dict(one.of)
        _found(found, names).averages[names["aspect"]] = one.says
    order = list(Cut)
    return tuple(sorted(found.values(), key=lambda line: order.index(line.cut)))


def _found(found: dict[tuple[Cut, str], Line], names: Mapping[str, str]) -> Line:
    where = next(((cut, names[cut.value]) for cut in Cut if cut.value in names), (Cut.ALL, ""))
    return found.setdefault(where, Line(*where))
