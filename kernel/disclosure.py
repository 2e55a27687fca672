"""The disclosure gate: which figures can be published together without giving a hidden number away.

The reader is taken to know every figure they were ever given, the rules, and which figures add up to
which. From that each hidden number has a range in which it must lie; a range of fewer than 4 values
gives it away (reliability.md 3.6). Nothing here sees a database.

A total that would give a number away cannot simply be left out: that it is missing tells its value
("10, 10, *" without a total could only be 8, 8, 1). So whether a value is safe is decided for all the
values that a figure might have had, from the other published figures alone, and an unsafe value is
rounded on to the nearest safe one. The reader who works the same rule out learns nothing from it
(simulatable auditing: Kenthapadi, Mishra and Nissim, 2005).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from kernel.narrowing import UNBOUNDED, Contradiction, Web, narrow
from kernel.suppression import FEWEST_SHOWN, HIDDEN, ROUNDED_TO, Headcount, total

FEWEST_POSSIBLE = 4

Cell = frozenset[tuple[str, str]]
"""A quantity, known by what is counted and by each dimension it is counted for."""


def cell(counted: str, **dimensions: str) -> Cell:
    """The quantity `counted` for the dimensions named; a total leaves the dimension out."""
    return frozenset({("counted", counted), *dimensions.items()})


@dataclass(frozen=True)
class Sum:
    """A quantity that is the sum of others, whether or not each of them is published."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True)
class Range:
    """The values that a quantity may have, ends included."""

    low: int = 0
    high: int = UNBOUNDED

    @property
    def possible(self) -> int:
        """How many values there are; none or fewer when figures contradict one another."""
        return self.high - self.low + 1

    def within(self, other: "Range") -> "Range":
        """The values that both allow."""
        return Range(max(self.low, other.low), min(self.high, other.high))


A_FEW = Range(1, FEWEST_SHOWN - 1)


@dataclass(frozen=True)
class Figure:
    """What is published of a quantity: its text, and the values for which that text would stand."""

    shown: str
    stands_for: Range

    @property
    def is_rounded(self) -> bool:
        """Whether it is a multiple of 5 that only says about how many."""
        return self.shown not in {HIDDEN, "0"}

    def distance_to(self, other: "Figure") -> int:
        """How far the values of another lie from those of this one."""
        return abs(self.stands_for.low - other.stands_for.low)


def figure_of(count: Headcount | int, *, sensitive: bool = False) -> Figure:
    """What the rule of `kernel.suppression` publishes; an int is a number the reader gets exactly."""
    if isinstance(count, int):
        return Figure(str(count), Range(count, count))
    shown = count.published(sensitive=sensitive)
    if shown == HIDDEN:
        return Figure(shown, Range(0 if sensitive else A_FEW.low, A_FEW.high))
    return Figure(shown, _rounded_range(int(shown)))


def _rounded_range(shown: int) -> Range:
    if shown == 0:
        return Range(0, 0)
    return Range(shown - ROUNDED_TO // 2, shown + ROUNDED_TO // 2)


@dataclass(frozen=True)
class Known:
    """What a reader can work out from the figures they were given.

    `low` and `high` are the ends of the ranges of what is in the web, by number; `alone` those of the rest.
    """

    web: Web[Cell] = field(default_factory=Web)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    alone: Mapping[Cell, Range] = field(default_factory=dict)
    hidden: frozenset[Cell] = frozenset()
    exact: frozenset[Cell] = frozenset()
    away: frozenset[Cell] = frozenset()

    @classmethod
    def before(cls, sums: Iterable[Sum], *, most: int = UNBOUNDED) -> "Known":
        """What is known before anything is published: what adds up to what, and that nothing is over `most`."""
        web = Web.of(((each.total, each.parts) for each in sums), most=most)
        some = len(web.numbers)
        return cls(web, [0] * some, [most] * some)

    def quantities(self) -> frozenset[Cell]:
        """Whatever was told or adds up."""
        return frozenset({*self.web.numbers, *self.alone})

    def range_of(self, quantity: Cell) -> Range:
        """The values that a quantity may have."""
        at = self.web.numbers.get(quantity)
        if at is None:
            return self.alone.get(quantity, Range(0, self.web.most))
        return Range(self.low[at], self.high[at])

    def told(self, quantity: Cell, figure: Figure) -> "Known":
        """What is known once this figure is published too. Raises Contradiction."""
        range_ = _not_empty(self.range_of(quantity).within(figure.stands_for))
        low, high, alone = self.low.copy(), self.high.copy(), self.alone
        near = {quantity}
        at = self.web.numbers.get(quantity)
        if at is None:
            alone = {**alone, quantity: range_}
        else:
            low[at], high[at] = range_.low, range_.high
            narrowed = narrow(low, high, self.web, since=at)
            few = (one for one in narrowed if high[one] - low[one] < FEWEST_POSSIBLE - 1)
            near.update(self.web.names[one] for one in few)
        hides = {quantity} if figure.shown == HIDDEN else frozenset()
        tells = {quantity} if figure.stands_for.possible == 1 else frozenset()
        hidden, exact = self.hidden | hides, self.exact | tells
        known = Known(self.web, low, high, alone, hidden, exact)
        return replace(known, away=self.away - {quantity} | known.told_of(near))

    def told_of(self, some: Iterable[Cell]) -> frozenset[Cell]:
        """Which of some quantities the reader can work out to within a few."""
        return frozenset(
            one for one in some
            if _is_told(self.range_of(one), one in self.hidden, one in self.exact)
        )  # fmt: skip

    def after(self, quantity: Cell, figure: Figure) -> "Known | None":
        """What would be known once this figure is published too; None where it contradicts."""
        try:
            return self.told(quantity, figure)
        except Contradiction:
            return None

    def is_free(self, quantity: Cell) -> bool:
        """Whether nothing that can be said of a quantity narrows another.

        Anything may yet be added to a total without an upper limit, so its parts cannot be told.
        """
        is_total = self.web.numbers.get(quantity) in self.web.totals
        return not is_total and self.is_open(self.range_of(quantity))

    def is_open(self, range_: Range) -> bool:
        """Whether nothing is known of how many there may be at the most, but that no more can be counted."""
        return range_.high >= self.web.most

    def given_away(self) -> frozenset[Cell]:
        """The hidden numbers, and other small ones, that the reader can work out to within a few."""
        return self.away


def _is_told(range_: Range, is_hidden: bool, is_exact: bool) -> bool:
    if range_.possible >= FEWEST_POSSIBLE:
        return False
    is_small = A_FEW.low <= range_.low and range_.high <= A_FEW.high
    return is_hidden or (is_small and not is_exact)


def _not_empty(range_: Range) -> Range:
    if range_.possible < 1:
        raise Contradiction
    return range_


def safe_figure(
    known: Known, quantity: Cell, count: Headcount | int, *, sensitive: bool = False
) -> Figure | None:
    """The safe figure nearest to the rule's own, or None when the quantity must be left out.

    What is safe is settled from `known` alone; the true count only picks among it. Values that would
    give something away are shown as the nearest safe multiple of 5, which then stands for them too.
    """
    own = figure_of(count, sensitive=sensitive)
    if known.is_free(quantity):
        return own
    after = _after_each(known, quantity, sensitive=sensitive)
    if own not in after:  # exact, or beyond all that narrows, or at odds with earlier figures
        return own if _is_safe(known, known.after(quantity, own)) else None
    possible = list(after)
    safe = [each for each in possible if _is_safe(known, after[each])]
    if len(safe) == len(possible):
        return own
    targets = [each for each in safe if each.is_rounded]
    if not targets or any(each.shown == "0" and each not in safe for each in possible):
        return None  # whatever its value: a few may be shown as about ten, nobody may not
    return _standing_for_more(own, possible, safe=safe, targets=targets)


def _is_safe(before: Known, after: Known | None) -> bool:
    """Whether it can be told, and lets nothing be worked out that could not be already."""
    return after is not None and after.given_away() <= before.given_away()


def _after_each(known: Known, quantity: Cell, *, sensitive: bool) -> dict[Figure, Known]:
    """Every figure that the rule could give, as far as the reader can tell, smallest first.

    With each what would then be known. Without an upper limit, values stop mattering once all hidden
    numbers together fit in between.
    """
    range_ = known.range_of(quantity)
    slack = A_FEW.high * len(known.hidden) + 2 * ROUNDED_TO
    last = min(range_.high, range_.low + slack) if known.is_open(range_) else range_.high
    values = range(range_.low, last + 1)
    figures = dict.fromkeys(figure_of(Headcount(value), sensitive=sensitive) for value in values)
    each_after = ((each, known.after(quantity, each)) for each in figures)
    return {each: after for each, after in each_after if after is not None}


def _standing_for_more(
    own: Figure, possible: list[Figure], *, safe: list[Figure], targets: list[Figure]
) -> Figure:
    """The figure shown in place of `own`, with all the values for which it is shown."""

    def shown_for(figure: Figure) -> Figure:
        return figure if figure in safe else min(targets, key=figure.distance_to)

    shown = shown_for(own)
    ranges = [each.stands_for for each in possible if shown_for(each) == shown]
    return Figure(shown.shown, Range(ranges[0].low, ranges[-1].high))


@dataclass(frozen=True)
class Average:
    """An average of eight people or more, as text by name. It is no count: the gate does not weigh it.

    Whoever makes it sees to it that no group of fewer than eight is what is left between two of them.
    """

    of: Cell
    says: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """True counts, and which of them add up to which. It never leaves the program.

    An int is a number that the reader gets exactly, as on an invoice. `adds_over_time` says that
    what is counted in two quarters is the sum of both: true of referrals, not of people. `may_have_gaps`
    says that a part that cannot be told is left out, as a total is, and the rest published.
    """

    counts: Mapping[Cell, Headcount | int]
    sums: tuple[Sum, ...] = ()
    sensitive: bool = False
    adds_over_time: bool = True
    may_have_gaps: bool = False

    def totals(self) -> frozenset[Cell]:
        """The quantities that are sums of others."""
        return frozenset(each.total for each in self.sums)

    def out_of_reach(self) -> int:
        """More than anything in it can be: a power of two, so that it says little of what there is."""
        numbers = (one if isinstance(one, int) else one.people for one in self.counts.values())
        return out_of_reach(max(numbers, default=0))


def out_of_reach(number: int) -> int:
    """A power of two from four to eight times as large, and 64 at least.

    Figures that contradict one another can push a range up by ones: a reader who holds that no more were
    counted comes to an end.
    """
    return 1 << max(6, number.bit_length() + 2)


def split(of: Callable[[str], Cell], whole: str, parts: Sequence[str]) -> Iterator[Sum]:
    """What adds up where a whole is its parts: all of them, and every few of them beside the others.

    The gate narrows one sum after another. What several of them say together, over the lines of a table, it
    sees only where that has a name: `of` makes the quantity of a line that is called so.
    """
    yield Sum(of(whole), tuple(map(of, parts)))
    for few in few_of(parts):
        others = [one for one in parts if one not in few]
        yield Sum(of(called(few)), tuple(map(of, few)))
        yield Sum(of(whole), (of(called(few)), of(called(others))))


def partly(parts: Sequence[str]) -> Iterator[str]:
    """What `split` calls every few of some parts: they add up over the lines as the parts do."""
    return map(called, few_of(parts))


def few_of(
    parts: Sequence[str], *, fewest: int = 2, most: int | None = None
) -> Iterator[tuple[str, ...]]:
    """Every two or more of some parts but not all of them, or as many as is said."""
    for size in range(fewest, len(parts) if most is None else most + 1):
        yield from combinations(parts, size)


def called(few: Iterable[str]) -> str:
    """What a few parts are called together; one alone has its own name."""
    return " or ".join(few)


def crossed(
    counted: str,
    rows: str,
    columns: str,
    counts: Mapping[tuple[str, str], Headcount],
    *,
    sensitive: bool = False,
) -> Table:
    """A table of rows by columns, with the total of each and of all, for what adds up."""
    by_row, by_column = defaultdict(list), defaultdict(list)
    for row, column in counts:
        inner = cell(counted, **{rows: row, columns: column})
        by_row[cell(counted, **{rows: row})].append(inner)
        by_column[cell(counted, **{columns: column})].append(inner)
    sums = [Sum(total, tuple(parts)) for total, parts in (by_row | by_column).items()]
    sums += [Sum(cell(counted), tuple(by_row)), Sum(cell(counted), tuple(by_column))]
    inner_counts = {
        cell(counted, **{rows: row, columns: column}): count
        for (row, column), count in counts.items()
    }
    return Table(with_totals(inner_counts, sums), tuple(sums), sensitive)


def with_totals(counts: Mapping[Cell, Headcount], sums: Iterable[Sum]) -> dict[Cell, Headcount]:
    """The counts and every total of them, for sums given parts first."""
    known = dict(counts)
    for each in sums:
        known[each.total] = total(known[part] for part in each.parts)
    return known


def publish(known: Known, table: Table) -> dict[Cell, Figure] | None:
    """The figures of a table that can be published, without the totals that cannot.

    None when a quantity that is no total would have to be left out, unless the table may have gaps:
    publish a coarser table. A gap tells nothing either: it is left out for every value it might have.
    """
    totals = table.totals()
    figures: dict[Cell, Figure] = {}
    for quantity in sorted(table.counts, key=totals.__contains__):  # parts first: all else follows
        figure = safe_figure(known, quantity, table.counts[quantity], sensitive=table.sensitive)
        if figure:
            figures[quantity] = figure
            known = known.told(quantity, figure)
        elif quantity not in totals and not table.may_have_gaps:
            return None
    return figures
