"""Which releases have to do with one another: those that count the same things on days that overlap.

A quantity that names its days has them as `from` and `to`, both included, as ISO dates.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from kernel.disclosure import Cell

Span = tuple[date, date]
"""A first day and the first day after the end."""

FROM, TO = "from", "to"


def span_of(quantity: Cell) -> Span:
    """The days that a quantity names."""
    days = dict(quantity)
    return date.fromisoformat(days[FROM]), date.fromisoformat(days[TO]) + timedelta(days=1)


def without_days(quantity: Cell) -> Cell:
    """The same quantity, whatever the days."""
    return frozenset(pair for pair in quantity if pair[0] not in {FROM, TO})


def near(counted: Collection[Cell], others: Mapping[int, Collection[Cell]]) -> frozenset[int]:
    """Which of others, by number, count some of what is counted on days that overlap, or are near one that does.

    No sum leads from other days, or from other quantities, to these: the rest says nothing of them, however
    much there is.
    """
    reached, named = _spans(counted), _named(counted)
    far = {
        number: (_spans(quantities), _named(quantities)) for number, quantities in others.items()
    }

    def is_near(number: int) -> bool:
        spans, names = far[number]
        return bool(names & named) and _overlap(spans, reached)

    while found := [number for number in far if is_near(number)]:
        for number in found:
            spans, names = far.pop(number)
            reached |= spans
            named |= names
    return frozenset(others) - frozenset(far)


def _spans(quantities: Iterable[Cell]) -> set[Span]:
    return {span_of(one) for one in quantities}


def _named(quantities: Iterable[Cell]) -> set[Cell]:
    return {without_days(one) for one in quantities}


def _overlap(some: set[Span], others: set[Span]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for one in some for other in others)
