"""Words of our own lists: spelt rightly, whether or not a listing holds them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from directory.search.synonyms import as_written, synonyms
from directory.search.vocabulary import Vocabulary
from directory.search.words import is_looked_up, stem, words_of
from directory.vocabulary import DAYS, Audience, Domain, Need, PartOfDay
from directory.word_lists import word_list

LISTS = ("domains", "needs", "conditions")


@lru_cache(maxsize=1)
def own_words() -> frozenset[str]:
    """The words of the synonyms, of the lists that suggest domains and needs, and of the facets."""
    labels = [one.words for kind in (Domain, Need, Audience, PartOfDay) for one in kind]
    listed = [phrase for name in LISTS for phrase in _phrases(word_list(name))]
    texts: Iterable[str] = (*as_written(), *labels, *DAYS, *listed)
    return frozenset(word for text in texts for word in words_of(text) if is_looked_up(word))


def _phrases(found: Any) -> Iterator[str]:
    """The phrases of a list, without beginnings ("knit*"): these need not be words."""
    if isinstance(found, str):
        yield " ".join(word for word in found.split() if not word.endswith("*"))
        return
    for part in found.values() if isinstance(found, Mapping) else found:
        yield from _phrases(part)


def finds_something(word: str, vocabulary: Vocabulary) -> bool:
    """Whether some listing holds the word, or another that people use for the same thing."""
    others = synonyms().get((stem(word),), ())
    return vocabulary.holds(word) or any(map(vocabulary.holds_stems, others))
