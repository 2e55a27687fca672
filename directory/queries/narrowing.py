"""What a results page offers besides: to narrow a search, to widen it, to read its words otherwise."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from directory.asked import FACETS, OFFERED_MILES, Asked, Facet
from directory.meanings import Part
from directory.search import Found, Order

PLAIN_ORDERS = {Order.RELEVANCE: "Best match", Order.NEXT: "Soonest"}
NEAR_ORDERS = {Order.RELEVANCE: "Best match", Order.DISTANCE: "Nearest", Order.NEXT: "Soonest"}
TAKEN_AS = {"part": "as a time of day", "language": "as a language"}


@dataclass(frozen=True)
class Choice:
    """One value to narrow by: `count` is how many would be found, None when nobody counted."""

    value: str
    words: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """The values of one facet that a page offers; a box to tick has one, and no legend."""

    name: str
    legend: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Relaxed:
    """Something that could be left out of a search: the changes of the address, and what it gives."""

    words: str
    changes: Mapping[str, str]
    count: int


@dataclass(frozen=True)
class Option:
    """An order or a distance to choose."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Taken:
    """Words that we took as a choice, what we took them for, and how an address undoes that."""

    phrase: str
    meaning: str
    as_words: tuple[str, ...]


def taken(asked: Asked) -> tuple[Taken, ...]:
    """The words that were taken as choices, in their order."""
    return tuple(
        Taken(part.words, _meaning(part), as_words=(*asked.as_words, part.words))
        for part in asked.understood.taken
    )


def _meaning(part: Part) -> str:
    if part.facet == "day":
        return f"as {' or '.join(day.title() for day in part.values)}"
    only = next(facet for facet in FACETS if facet.name == part.facet)
    return TAKEN_AS.get(part.facet) or f"to mean “{only.values[0][1]}”"


def choices(facet: Facet, asked: Asked, found: Found) -> Choices:
    """The values of a facet that would find something, or are chosen. Of one thing, none narrow it."""
    chosen = asked.narrowed_by.get(facet.name, ())
    if found.total == 1 and not chosen:
        return Choices(facet.name, facet.legend, ())
    counts = found.counts.get(facet.field)
    values = facet.values or _open_values(chosen, counts or {})
    offered = (
        Choice(
            value=facet.write(value),
            words=words,
            count=None if counts is None else counts.get(value, 0),
            is_chosen=value in chosen,
        )
        for value, words in values
    )
    return Choices(
        facet.name,
        facet.legend,
        tuple(one for one in offered if one.count or one.count is None or one.is_chosen),
    )


def _open_values(
    chosen: Iterable[Hashable], counts: Mapping[Hashable, int]
) -> tuple[tuple[Hashable, str], ...]:
    """The values of an open list: those that are there, commonest first, and those chosen."""
    known = sorted(counts, key=lambda value: (-counts[value], str(value)))
    values = dict.fromkeys([*known, *chosen])
    return tuple((value, str(value).title()) for value in values)


def orders(asked: Asked, *, is_near: bool) -> tuple[Option, ...]:
    """The orders to choose from."""
    offered = NEAR_ORDERS if is_near else PLAIN_ORDERS
    return tuple(
        Option(order.value, words, order is asked.in_order)
        for order, words in offered.items()
        if not (asked.is_soon and order is Order.RELEVANCE)
    )


def distances(asked: Asked) -> tuple[Option, ...]:
    """The distances to choose from, in miles, and any."""
    miles = sorted({*OFFERED_MILES, *([asked.miles] if asked.miles else [])})
    offered = [
        Option(str(one), f"{one} {'mile' if one == 1 else 'miles'}", one == asked.miles)
        for one in miles
    ]
    return (*offered, Option("any", "Any distance", asked.miles is None))


def relaxed(asked: Asked, found: Found) -> tuple[Relaxed, ...]:
    """What could be left out, and how many would then be found; the fullest first."""
    if found.help is None:
        return ()
    facets = {facet.field: facet for facet in FACETS}
    ways = [
        _way(field, count, asked, facets) for field, count in found.help.relaxed.items() if count
    ]
    return tuple(sorted(ways, key=lambda way: -way.count))


def _way(field: str, count: int, asked: Asked, facets: Mapping[str, Facet]) -> Relaxed:
    said = asked.understood
    if field == "words":
        return Relaxed(f"Leave out “{asked.words}”", {"q": said.without("")}, count)
    if field == "within_km":
        return Relaxed("Look at any distance", {"within": "any"}, count)
    facet = facets[field]
    legend = facet.legend or facet.values[0][1]
    is_said = any(part.facet == facet.name for part in said.taken)
    changes = {facet.name: "", "q": said.without(facet.name) if is_said else asked.what}
    return Relaxed(f"Leave out: {legend.lower()}", changes, count)
