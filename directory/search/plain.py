"""The slow way: reads every listing for every question, with no index at all.

It answers while the index is lost or being made (reliability.md K12), and it is what the tests hold
the engines to: same words, filters, totals, counts and order by distance; simpler relevance.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from math import inf
from uuid import UUID

from directory.search import FACETS, Entry, Found, Help, Order, Question
from directory.search.answering import MOST_NEAREST, RANKED_LOWER
from directory.search.ranking import FIELD_WORTH
from directory.search.reading import Reading, Unit, read
from directory.search.sessions import minutes_until
from directory.search.spelling import Spelling
from directory.search.vocabulary import Vocabulary
from directory.search.words import MOST_CHARACTERS, stems_of, words_of
from kernel.geography import distance_km


@dataclass(frozen=True)
class _Asked:
    """A question with what it takes to answer it."""

    question: Question
    reading: Reading
    now: datetime


class Plain:
    """An engine (see `directory.search.Engine`) that keeps the entries and reads them all.

    It is never opened for visitors, so it has no state for the health page.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.rebuild(entries)

    def find(self, question: Question, *, now: datetime) -> Found:
        """One page of what is found."""
        vocabulary, spelling = self._words
        reading = read(question, vocabulary=vocabulary, spelling=spelling)
        return _answer(_Asked(question, reading, now), self._entries.values())

    def completions(self, typed: str) -> tuple[str, ...]:
        """What the last word typed may become, commonest first."""
        words = words_of(typed[-MOST_CHARACTERS:])
        return self._words[0].completions(words[-1]) if words else ()

    def is_whole(self) -> bool:
        """Always: it is memory."""
        return True

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace entries."""
        self.rebuild([*self._entries.values(), *entries])

    def remove(self, ids: Iterable[UUID]) -> None:
        """Remove entries."""
        gone = set(ids)
        self.rebuild([entry for entry in self._entries.values() if entry.id not in gone])

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Start again from these entries, and say how many there were."""
        self._entries = {entry.id: entry for entry in entries}
        self.__dict__.pop("_words", None)
        return len(self._entries)

    @cached_property
    def _words(self) -> tuple[Vocabulary, Spelling]:
        vocabulary, spelling = Vocabulary.of(self._entries.values()), Spelling()
        spelling.follow(vocabulary)
        return vocabulary, spelling


def answer(question: Question, entries: Iterable[Entry], *, now: datetime) -> Found:
    """The page of results that a question asks for, out of these entries."""
    return Plain(entries).find(question, now=now)


def _answer(asked: _Asked, entries: Collection[Entry]) -> Found:
    question = asked.question
    unfiltered = [it for it in entries if _has_words(it, asked) and _is_at_place(it, question)]
    passing = [it for it in unfiltered if _passes(it, question.chosen)]
    together, apart = _set_apart(sorted(passing, key=lambda it: _key(it, asked)), question)
    page = [*together[question.window], *apart[question.window]]
    nearest = [] if passing else _nearest(entries, asked)
    return Found(
        total=len(passing),
        pages=max(1, *(-(-len(some) // question.size) for some in (together, apart))),
        ids=tuple(entry.id for entry in page),
        distance_km={it.id: km for it in page or nearest if (km := _km(it, question)) is not None},
        counts=_counts(unfiltered, question.chosen) if question.with_counts else {},
        corrected_words=asked.reading.corrected,
        help=None if passing else _help(entries, asked, nearest),
    )


@lru_cache(maxsize=200_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems_of(text))


def _has_words(entry: Entry, asked: _Asked) -> bool:
    return all(_worth(entry, unit) for unit in asked.reading.units)


def _worth(entry: Entry, unit: Unit) -> float:
    """How well the entry holds the best alternative of the unit; 0 if it holds none."""
    fields = {name: _stems(getattr(entry, name)) for name in FIELD_WORTH}
    worths = (
        alternative.worth
        * sum(
            sum(FIELD_WORTH[f] for f in fields if stem in fields[f]) for stem in alternative.stems
        )
        / len(alternative.stems)
        for alternative in unit
        if all(any(stem in stems for stems in fields.values()) for stem in alternative.stems)
    )
    return max(worths, default=0.0)


def _is_in_areas(entry: Entry, question: Question) -> bool:
    return question.area_ids is None or entry.area_id in question.area_ids


def _is_at_place(entry: Entry, question: Question) -> bool:
    km = _km(entry, question)
    if km is None or question.within_km is None:
        return _is_in_areas(entry, question)
    return km <= question.within_km


def _km(entry: Entry, question: Question) -> float | None:
    return distance_km(question.near, entry.point) if question.near and entry.point else None


def _passes(entry: Entry, chosen: Mapping[str, frozenset[Hashable]], *, but: str = "") -> bool:
    return all(entry.facets[facet] & values for facet, values in chosen.items() if facet != but)


def _set_apart(
    entries: Sequence[Entry], question: Question
) -> tuple[Sequence[Entry], Sequence[Entry]]:
    if question.near is None:
        return entries, []
    return (
        [entry for entry in entries if not entry.is_hidden],
        [entry for entry in entries if entry.is_hidden],
    )


def _key(entry: Entry, asked: _Asked) -> tuple[float, tuple[bool, int, int]]:
    return _first_key(entry, asked), (entry.is_ranked_lower, -entry.freshness, entry.id.int)


def _first_key(entry: Entry, asked: _Asked) -> float:
    question, units = asked.question, asked.reading.units
    match question.order:
        case Order.NEXT:
            waits = (minutes_until(slot, now=asked.now) for slot in entry.slots)
            return min((wait for wait in waits if wait is not None), default=inf)
        case Order.RELEVANCE if units:
            worth = sum(_worth(entry, unit) for unit in units)
            return -worth * (RANKED_LOWER if entry.is_ranked_lower else 1.0)
        case _:
            km = _km(entry, question)
            return 0.0 if question.near is None else inf if km is None else km


def _counts(
    unfiltered: Collection[Entry], chosen: Mapping[str, frozenset[Hashable]]
) -> dict[str, dict[Hashable, int]]:
    counted: dict[str, dict[Hashable, int]] = {}
    for facet, closed in FACETS.items():
        passing = (it for it in unfiltered if _passes(it, chosen, but=facet))
        held = Counter(value for entry in passing for value in entry.facets[facet])
        counted[facet] = {value: held[value] for value in closed or sorted(held, key=str)}
    return counted


def _help(entries: Collection[Entry], asked: _Asked, nearest: Sequence[Entry]) -> Help:
    ids = tuple(entry.id for entry in nearest)
    return Help(nearest=ids, relaxed=_relaxed(entries, asked))


def _nearest(entries: Collection[Entry], asked: _Asked) -> list[Entry]:
    question = asked.question
    may_be = (it for it in entries if _is_in_areas(it, question) and not it.is_hidden)
    units = asked.reading.units
    worth = [(sum(_worth(it, unit) for unit in units), it) for it in may_be]
    fitting = [(number, it) for number, it in worth if number or not units]
    fitting.sort(key=lambda pair: (-pair[0], _key(pair[1], asked)[1]))
    return [entry for _, entry in fitting[:MOST_NEAREST]]


def _relaxed(entries: Collection[Entry], asked: _Asked) -> dict[str, int]:
    question, chosen = asked.question, asked.question.chosen
    here = [it for it in entries if _is_at_place(it, question)]
    worded = [it for it in entries if _has_words(it, asked)]
    both = [it for it in here if _has_words(it, asked)]
    found = {f: sum(_passes(it, chosen, but=f) for it in both) for f in chosen}
    if asked.reading.units:
        found["words"] = sum(_passes(it, chosen) for it in here)
    if question.near and question.within_km is not None:
        anywhere = (it for it in worded if _is_in_areas(it, question))
        found["within_km"] = sum(_passes(it, chosen) for it in anywhere)
    return {name: total for name, total in found.items() if total}
