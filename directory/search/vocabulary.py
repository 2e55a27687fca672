"""The words of the directory itself, and in how many listings each is seen."""

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping

from directory.search import Entry
from directory.search.words import is_looked_up, stem, words_of

MOST_COMPLETIONS = 20
SHORTEST_BEGINNING = 2
_AFTER_ANY_LETTER = "\U0010ffff"


def words_in(entry: Entry) -> frozenset[str]:
    """The different words of a listing, as they are written."""
    texts = (entry.title, entry.organisation, entry.text)
    return frozenset(word for text in texts for word in words_of(text) if is_looked_up(word))


class Vocabulary:
    """The words of the listings. It does not change: `changed` gives another one."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._in_order = sorted(counts)
        self._stems = {stem(word) for word in counts}

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Vocabulary":
        """The words of these listings."""
        return cls(Counter(word for entry in entries for word in words_in(entry)))

    def changed(
        self, *, added: Iterable[Iterable[str]], removed: Iterable[Iterable[str]]
    ) -> "Vocabulary":
        """The vocabulary after listings with these words have come and gone."""
        counts = Counter(self.counts)
        counts.update(word for listing in added for word in listing)
        counts.subtract(word for listing in removed for word in listing)
        return Vocabulary(+counts)

    def holds(self, word: str) -> bool:
        """Whether some listing holds the word or another form of it."""
        return word in self.counts or stem(word) in self._stems

    def holds_stems(self, stems: Iterable[str]) -> bool:
        """Whether each of the stems is in some listing, though perhaps not in the same one."""
        return all(one in self._stems for one in stems)

    def completions(self, beginning: str) -> tuple[str, ...]:
        """The 20 words seen most that begin so, commonest first. One letter is not a beginning."""
        if len(beginning) < SHORTEST_BEGINNING:
            return ()
        start = bisect_left(self._in_order, beginning)
        end = bisect_left(self._in_order, beginning + _AFTER_ANY_LETTER)
        fitting = self._in_order[start:end]
        return tuple(
            heapq.nsmallest(MOST_COMPLETIONS, fitting, key=lambda word: (-self.counts[word], word))
        )
