"""Lists of words kept as data in `words/`, so that an editor of words need not read the program."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"
LONGEST_PHRASE = 4
LONGEST_TEXT = 600
"""Words of a text that are looked at: no description says what it is about after that many."""
SHORTEST_BEGINNING = 3
"""Letters of a beginning ("art*") at least."""


@lru_cache
def word_list(name: str) -> Mapping[str, Any]:
    """A list by its name: `word_list("domains")` reads words/domains.toml."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Phrases:
    """Words and phrases to look for. "knit*" stands for every word that begins with "knit"."""

    exact: frozenset[tuple[str, ...]]
    beginnings: frozenset[str]

    @classmethod
    def of(cls, listed: Iterable[str]) -> "Phrases":
        """Phrases as they stand in a list. Only the last word of a phrase may end with a star."""
        words = [tuple(phrase.lower().split()) for phrase in listed]
        return cls(
            exact=frozenset(phrase for phrase in words if not phrase[-1].endswith("*")),
            beginnings=frozenset(
                " ".join(phrase).removesuffix("*") for phrase in words if phrase[-1].endswith("*")
            ),
        )

    def found_in(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """Where they are found, as first and past-last word; at one place the longest."""
        first_words, first_letters = self._first_words, self._first_letters
        for start, word in enumerate(words[:LONGEST_TEXT]):
            if word not in first_words and word[:SHORTEST_BEGINNING] not in first_letters:
                continue  # as most words of a text: no phrase begins so
            for size in range(min(LONGEST_PHRASE, len(words) - start), 0, -1):
                if self._has(words[start : start + size]):
                    yield start, start + size
                    break

    @cached_property
    def _first_words(self) -> frozenset[str]:
        longer = (words.split() for words in self.beginnings if " " in words)
        return frozenset(words[0] for words in (*self.exact, *longer))

    @cached_property
    def _first_letters(self) -> frozenset[str]:
        alone = (words for words in self.beginnings if " " not in words)
        return frozenset(words[:SHORTEST_BEGINNING] for words in alone)

    def _has(self, phrase: list[str]) -> bool:
        if tuple(phrase) in self.exact:
            return True
        *before, last = phrase
        known = " ".join([*before, ""])
        return any(
            known + last[:size] in self.beginnings
            for size in range(SHORTEST_BEGINNING, len(last) + 1)
        )
