"""Forgives spelling: the nearest word that the directory uses often enough to trust, or one of our own."""

from collections.abc import Iterable, Mapping

from symspellpy import SymSpell, Verbosity

from directory.search.own_words import finds_something, own_words
from directory.search.slips import LONG_ENOUGH_FOR_TWO, SHORTEST_WORD, most_slips, slips
from directory.search.vocabulary import Vocabulary

FEWEST_LISTINGS = 3


class Spelling:
    """Corrections out of a vocabulary. It follows the vocabulary as that changes."""

    def __init__(self) -> None:
        self._nearby = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        self._trusted: frozenset[str] = frozenset()
        self._counts: Mapping[str, int] = {}

    def follow(self, vocabulary: Vocabulary) -> int:
        """Learn the words that may be trusted from now on, forget those that no longer may.

        Says how many words are new.
        """
        trusted = frozenset(_trustworthy(vocabulary))
        for word in self._trusted - trusted:
            self._nearby.delete_dictionary_entry(word)
        for word in trusted - self._trusted:
            self._nearby.create_dictionary_entry(word, 1)
        learnt = len(trusted - self._trusted)
        self._trusted, self._counts = trusted, vocabulary.counts
        return learnt

    def correction(self, word: str) -> str | None:
        """The word most likely meant: fewest slips, then the easiest, then how often it is seen."""
        if len(word) < SHORTEST_WORD or not word.isalpha():
            return None
        most = 2 if len(word) >= LONG_ENOUGH_FOR_TWO else 1
        close = self._nearby.lookup(word, Verbosity.CLOSEST, max_edit_distance=most)
        meant = {it.term: slips(word, it.term) for it in close if it.term in self._trusted}
        # The first letter is seldom wrong.
        return min(
            (it for it in meant if meant[it] <= most_slips(word)),
            key=lambda it: (it[0] != word[0], meant[it], -self._counts.get(it, 0), it),
            default=None,
        )


def _trustworthy(vocabulary: Vocabulary) -> Iterable[str]:
    """Words of three listings, and words of our own that would find something."""
    for word, listings in vocabulary.counts.items():
        if listings >= FEWEST_LISTINGS and _may_be_meant(word):
            yield word
    for word in own_words():
        if _may_be_meant(word) and finds_something(word, vocabulary):
            yield word


def _may_be_meant(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and word.isalpha()
