"""What domains and needs the words of a listing suggest: ticked by a person, never set by us.

The word lists are data, in `words/` (A-DIR-02, A-DOM-01, -03).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from directory.vocabulary import Domain, Need
from directory.word_lists import Phrases, word_list

LONGEST = 3_000
MOST_REASONS = 3

T = TypeVar("T", Domain, Need)


@dataclass(frozen=True)
class Suggestion(Generic[T]):
    """A domain or need, and the words of the text that it was suggested by."""

    what: T
    because: tuple[str, ...]

    @property
    def domain(self) -> T:
        """The domain, where that is what was asked for."""
        return self.what


@dataclass(frozen=True)
class DiseaseHint:
    """The illness that a name speaks of, and the name without it (which may be empty)."""

    word: str
    without: str

    @property
    def says(self) -> str:
        """A gentle word to the group: a hint, never a refusal."""
        instead = f" “{self.without}” says as much." if self.without else ""
        return (
            f"You can leave “{self.word}” out of the name.{instead} "
            "Many people who would enjoy it do not look for an illness."
        )


def suggest(text: str) -> list[Suggestion[Domain]]:
    """The domains that the words speak of, the surest first; empty when none is clear."""
    return _suggested(text, "domains", Domain)


def suggest_needs(text: str) -> list[Suggestion[Need]]:
    """The needs that an activity of these words meets, the surest first."""
    return _suggested(text, "needs", Need)


def disease_label(name: str) -> DiseaseHint | None:
    """A hint where the name of an activity holds the name of an illness (A-DOM-03), else None."""
    written = re.findall(r"[^\s-]+-?", name[:LONGEST])
    words = [_folded(word) for word in written]
    hidden = _places(_phrases("conditions", "harmless"), words)
    for start, end in _phrases("conditions", "phrases").found_in(words):
        if not hidden & set(range(start, end)):
            rest = _trimmed([*written[:start], *written[end:]])
            return DiseaseHint(word=_joined(written[start:end]), without=rest)
    return None


def _suggested(text: str, list_name: str, kinds: Iterable[T]) -> list[Suggestion[T]]:
    words = _words(text)
    hidden = _places(_phrases("domains", "silent", "phrases"), words)
    found = {kind: _reasons(words, list_name, kind.value, hidden) for kind in kinds}
    return [
        Suggestion(kind, tuple(reasons[:MOST_REASONS]))
        for kind, reasons in sorted(found.items(), key=lambda item: -len(item[1]))
        if reasons
    ]


def _reasons(words: list[str], list_name: str, kind: str, hidden: set[int]) -> list[str]:
    phrases = _phrases(list_name, kind, "phrases")
    said = [
        " ".join(words[start:end])
        for start, end in phrases.found_in(words)
        if not hidden & set(range(start, end))
    ]
    for pair in _section(list_name, kind).get("together", ()):
        hits = [_first(_phrase(part), words) for part in pair]
        if all(hits):
            said.append(" and ".join(hits))
    return list(dict.fromkeys(said))


def _first(phrases: Phrases, words: list[str]) -> str:
    return next((" ".join(words[start:end]) for start, end in phrases.found_in(words)), "")


def _places(phrases: Phrases, words: list[str]) -> set[int]:
    return {place for start, end in phrases.found_in(words) for place in range(start, end)}


@lru_cache
def _phrases(list_name: str, *path: str) -> Phrases:
    found: Any = word_list(list_name)
    for step in path:
        found = found[step]
    return Phrases.of(_folded(phrase) for phrase in found)


@lru_cache(maxsize=1024)
def _phrase(listed: str) -> Phrases:
    return Phrases.of([listed])


def _section(list_name: str, kind: str) -> Mapping[str, Any]:
    section: Mapping[str, Any] = word_list(list_name)[kind]
    return section


def _words(text: str) -> list[str]:
    return _folded(text[:LONGEST]).replace("*", " ").split()


def _folded(text: str) -> str:
    """Small letters without accents and apostrophes; hyphens part words."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("'", ""))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w*]+", " ", plain).strip()


def _trimmed(words: list[str]) -> str:
    loose = frozenset(word_list("conditions")["left_over"])
    while words and _folded(words[-1]) in loose:
        words = words[:-1]
    while words and _folded(words[0]) in loose:
        words = words[1:]
    rest = _joined(words)
    return rest[:1].upper() + rest[1:]


def _joined(words: list[str]) -> str:
    return " ".join(words).replace("- ", "-").strip(" -.:,;&()")
