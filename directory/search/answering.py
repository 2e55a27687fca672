"""One page of results out of ranked words and columns: distance and filters first, on the full match.

Nothing is cut to the best few before it is filtered: a sixth of a true first page would be lost.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from directory.search import Found, Help, Order, Question
from directory.search.columns import Bits, Columns, Numbers, Rows, to_bits
from directory.search.ranking import Scores, Words
from directory.search.reading import Reading
from directory.search.sifting import (
    counts,
    first,
    minutes_to_next,
    reached,
    rows_of,
    sieves,
    squared_chords,
    through,
    to_km,
)

MOST_NEAREST = 5
RANKED_LOWER = 0.5  # what the score of a listing that nobody confirmed for long is worth


@dataclass(frozen=True)
class Sifted:
    """What a question comes to, before anything is sorted: each part of it as bits, one a row."""

    question: Question
    reading: Reading
    columns: Columns
    words: Words
    chords: Numbers | None
    scores: Scores | None
    place: Bits
    worded: Bits
    chosen: dict[str, Bits]

    @property
    def unfiltered(self) -> Bits:
        """What has the words and is at the place."""
        return self.place & self.worded


def answer(
    question: Question, *, now: datetime, reading: Reading, words: Words, columns: Columns
) -> Found:
    """The page of results that a question asks for, with its counts, or help if there are none."""
    sifted = _sift(question, reading, words, columns)
    rows = rows_of(columns, through(sifted.unfiltered, sifted.chosen))
    key = _key(sifted, now)
    together, apart = _set_apart(rows, sifted)
    page = [
        row
        for some in (together, apart)
        for row in first(some, key=key, ties=columns.rank, window=question.window).tolist()
    ]
    nearest = [] if len(rows) else _nearest(sifted)
    return Found(
        total=len(rows),
        pages=max(1, *(-(-len(some) // question.size) for some in (together, apart))),
        ids=tuple(columns.id_of(row) for row in page),
        distance_km=_distances(sifted, page or nearest),
        counts=counts(columns, sifted.unfiltered, sifted.chosen) if question.with_counts else {},
        corrected_words=reading.corrected,
        help=None if len(rows) else _help(sifted, nearest),
    )


def _sift(question: Question, reading: Reading, words: Words, columns: Columns) -> Sifted:
    chords = squared_chords(columns, question.near) if question.near else None
    matched, scores = words.match(reading.units) if reading.units else (columns.is_used, None)
    return Sifted(
        question=question,
        reading=reading,
        columns=columns,
        words=words,
        chords=chords,
        scores=scores,
        place=to_bits(reached(columns, question, chords)),
        worded=to_bits(matched & columns.is_used),
        chosen=sieves(columns, question),
    )


def _set_apart(rows: Rows, sifted: Sifted) -> tuple[Rows, Rows]:
    """The rows, and apart from them those of hidden places if a point was asked for (D7).

    How many listings are near a point depends on the point. Behind them, a hidden place would be on
    a page that depends on it too.
    """
    if sifted.chords is None:
        return rows, rows[:0]
    are_hidden = sifted.columns.is_hidden[rows]
    return rows[~are_hidden], rows[are_hidden]


def _key(sifted: Sifted, now: datetime) -> Numbers:
    """What rows are sorted by, smallest first."""
    columns, scores, chords = sifted.columns, sifted.scores, sifted.chords
    match sifted.question.order:
        case Order.NEXT:
            return minutes_to_next(columns, now=now)
        case Order.RELEVANCE if scores is not None:
            return -np.where(columns.is_ranked_lower, scores * RANKED_LOWER, scores)
        case _ if chords is not None:
            return np.where(np.isnan(chords), np.inf, chords)
        case _:
            return columns.rank


def _distances(sifted: Sifted, page: list[int]) -> dict[UUID, float]:
    if sifted.chords is None:
        return {}
    chords = zip(page, sifted.chords[page].tolist(), strict=True)
    return {sifted.columns.id_of(row): to_km(it) for row, it in chords if not math.isnan(it)}


def _help(sifted: Sifted, nearest: list[int]) -> Help:
    ids = tuple(sifted.columns.id_of(row) for row in nearest)
    return Help(nearest=ids, relaxed=_relaxed(sifted))


def _nearest(sifted: Sifted) -> list[int]:
    """The rows of the best in the areas asked for that hold any of the words, whatever the filters.

    No hidden place: whether anything was found may depend on the point asked from (D7).
    """
    columns, key = sifted.columns, sifted.columns.rank
    may_be = columns.in_areas(sifted.question.area_ids) & ~columns.is_hidden
    if sifted.reading.units:
        matched, scores = sifted.words.match_any(sifted.reading.units)
        may_be, key = may_be & matched, -scores.astype(np.float64)
    rows = np.flatnonzero(may_be)
    best: list[int] = first(
        rows, key=key, ties=columns.rank, window=slice(0, MOST_NEAREST)
    ).tolist()
    return best


def _relaxed(sifted: Sifted) -> dict[str, int]:
    """How many would be found without the words, the distance, or one of the filters."""
    columns, place, chosen = sifted.columns, sifted.place, sifted.chosen
    found = {facet: through(sifted.unfiltered, chosen, but=facet) for facet in chosen}
    if sifted.reading.units:
        found["words"] = through(place, chosen)
    if sifted.question.near and sifted.question.within_km is not None:
        anywhere = to_bits(columns.in_areas(sifted.question.area_ids))
        found["within_km"] = through(anywhere & sifted.worded, chosen)
    totals = {name: int(np.bitwise_count(bits).sum()) for name, bits in found.items()}
    return {name: total for name, total in totals.items() if total}
