"""Other words for the same thing, kept as data in synonyms.txt: a search for "lonely" finds company."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from directory.search.words import stems_of

Phrase = tuple[str, ...]
LONGEST_PHRASE = 3
_FILE = Path(__file__).with_name("synonyms.txt")


def phrase(text: str) -> Phrase:
    """The stems of a phrase, without words that say nothing."""
    return tuple(stems_of(text))


def read_groups(lines: Iterable[str]) -> dict[Phrase, tuple[Phrase, ...]]:
    """Each phrase and the others that share a line with it. Blank and # lines are skipped."""
    others: dict[Phrase, dict[Phrase, None]] = {}
    for line in lines:
        members = [phrase(member) for member in line.split("#")[0].split(",")]
        for member in filter(None, members):
            kept = others.setdefault(member, {})
            kept.update((other, None) for other in members if other and other != member)
    return {member: tuple(kept) for member, kept in others.items()}


def as_written() -> list[str]:
    """The lines of the file, without remarks."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0] for line in lines]


@lru_cache(maxsize=1)
def synonyms() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """The directory's synonyms."""
    return read_groups(as_written())


@lru_cache(maxsize=1)
def known_stems() -> frozenset[str]:
    """The stems that the synonyms hold: words that are spelt rightly, in a listing or not."""
    return frozenset(part for member in synonyms() for part in member)
