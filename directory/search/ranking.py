"""Which listings hold the words of a question, and how well: BM25F over three weighted fields.

Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004).
Posting lists are turned into scores once a word and kept, so that a search is a few sums of arrays.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from directory.search.columns import Columns, Mask
from directory.search.reading import Alternative, Unit

FIELD_WORTH = {"title": 6.0, "organisation": 2.0, "text": 1.0}
_SATURATION = 1.2  # k1
_LENGTH_MATTERS = 0.6  # b
_MOST_KEPT = 20_000

Scores = NDArray[np.float32]
Hits = tuple[NDArray[np.int32], Scores]


class Postings(Protocol):
    """Where words were seen, as an engine keeps it."""

    def postings(self, field: str, stem: str) -> tuple[NDArray[np.int32], Scores]:
        """The rows whose field holds the stem, each once, and how often each holds it."""
        ...


class Words(Protocol):
    """What an engine of ranked words answers, for every row: whether, and how well it matches."""

    def match(self, units: Sequence[Unit]) -> tuple[Mask, Scores]:
        """The rows that hold one alternative of every unit."""
        ...

    def match_any(self, units: Sequence[Unit]) -> tuple[Mask, Scores]:
        """The rows that hold one alternative of at least one unit."""
        ...


class Ranking:
    """Ranked words over posting lists."""

    def __init__(self, postings: Postings, columns: Columns) -> None:
        self._postings = postings
        self._columns = columns
        self._kept: dict[str, Hits] = {}

    def match(self, units: Sequence[Unit]) -> tuple[Mask, Scores]:
        """The rows that hold one alternative of every unit, and the sum of their scores."""
        each = [self._unit(unit) for unit in units]
        matched = each[0] > 0
        for scores in each[1:]:
            matched &= scores > 0
        return matched, _total(each)

    def match_any(self, units: Sequence[Unit]) -> tuple[Mask, Scores]:
        """The rows that hold one alternative of at least one unit, and the sum of their scores."""
        total = _total([self._unit(unit) for unit in units])
        return total > 0, total

    def _unit(self, unit: Unit) -> Scores:
        """For each row, the score of the alternative that it holds best; zero if it holds none."""
        best = np.zeros(len(self._columns), np.float32)
        for alternative in unit:
            rows, scores = self._alternative(alternative)
            best[rows] = np.maximum(best[rows], scores)
        return best

    def _alternative(self, alternative: Alternative) -> Hits:
        """The rows that hold all stems of an alternative, and the mean score of these."""
        hits = [self._hits(stem) for stem in alternative.stems]
        rows, scores = hits[0]
        for other_rows, other_scores in hits[1:]:
            rows, here, there = np.intersect1d(
                rows, other_rows, assume_unique=True, return_indices=True
            )
            scores = scores[here] + other_scores[there]
        return rows, scores * np.float32(alternative.worth / len(hits))

    def _hits(self, stem: str) -> Hits:
        if stem not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[stem] = self._scored(stem)
        return self._kept[stem]

    def _scored(self, stem: str) -> Hits:
        """The rows that hold the stem in any field, in order of row, and its score there."""
        fields = [self._weighed(i, field, stem) for i, field in enumerate(FIELD_WORTH)]
        every_row = np.concatenate([rows for rows, _ in fields])
        rows, which = np.unique(every_row, return_inverse=True)
        often = np.bincount(which, np.concatenate([w for _, w in fields]), minlength=len(rows))
        total = np.count_nonzero(self._columns.is_used)
        rarity = np.log1p((total - len(rows) + 0.5) / (len(rows) + 0.5)) if len(rows) else 0.0
        scores = rarity * often * (_SATURATION + 1) / (often + _SATURATION)
        return rows, np.maximum(scores, np.finfo(np.float32).tiny).astype(np.float32)

    def _weighed(self, i: int, field: str, stem: str) -> Hits:
        """The rows whose field holds the stem; how often, by the field's worth and length."""
        rows, often = self._postings.postings(field, stem)
        length = self._columns.lengths[i, rows] / self._columns.mean_lengths[i]
        weighed = often * FIELD_WORTH[field] / (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * length)
        return rows, weighed.astype(np.float32)


def _total(each: Sequence[Scores]) -> Scores:
    total: Scores = np.sum(each, axis=0, dtype=np.float32)
    return total
