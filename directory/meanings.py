"""Words of a search that mean a choice: "free saturday" asks for what is free, on a Saturday.

The words are data, in `words/facets.toml`. What we took is said, and can be searched for as words.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from directory.search.words import is_looked_up, words_of
from directory.vocabulary import DAYS
from directory.word_lists import word_list

LONGEST = 5
DAYS_AHEAD = {"today": 0, "tomorrow": 1}
Said = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Some words of a search, and which choice they mean: the name of a facet and values of it.

    Words that mean no choice, but are looked up, have no facet. `is_soon` where they are of today or
    tomorrow, so that what begins first comes first.
    """

    words: str
    facet: str = ""
    values: tuple[str, ...] = ()
    is_soon: bool = False


@dataclass(frozen=True)
class Understood:
    """A search as its parts, in order."""

    parts: tuple[Part, ...]

    @property
    def taken(self) -> tuple[Part, ...]:
        """The parts that mean a choice."""
        return tuple(part for part in self.parts if part.facet)

    @property
    def words(self) -> str:
        """What is left to be looked up as words."""
        return self.without(*(part.facet for part in self.taken))

    def without(self, *facets: str) -> str:
        """The words, but for those that mean a choice of one of these facets; "" is no facet."""
        return " ".join(part.words for part in self.parts if part.facet not in facets)


@lru_cache(maxsize=1024)
def understood(text: str, *, today: date, as_words: Collection[str] = ()) -> Understood:
    """What a search says. `as_words` are phrases that whoever asks wants to have looked up."""
    said, meanings = words_of(text), _meanings(today.weekday())
    kept = {tuple(words_of(phrase)) for phrase in as_words}
    parts: list[Part] = []
    loose: list[str] = []
    at = 0
    while at < len(said):
        phrase = _longest(said[at : at + LONGEST], meanings)
        meant = meanings.get(phrase)
        if meant and phrase not in kept:
            parts += [*_as_part(_without_small_end(loose)), meant]
            loose = []
        else:
            loose += phrase or said[at : at + 1]
        at += len(phrase) or 1
    return Understood((*parts, *_as_part(loose if any(map(is_looked_up, loose)) else [])))


def _longest(said: list[str], meanings: Mapping[Said, Part | None]) -> Said:
    """The longest phrase that we know and that these words begin with, or an empty one."""
    beginnings = (tuple(said[:length]) for length in range(len(said), 0, -1))
    return next((one for one in beginnings if one in meanings), ())


def _without_small_end(words: list[str]) -> list[str]:
    """ "swimming on", before a day, is "swimming"."""
    while words and not is_looked_up(words[-1]):
        words = words[:-1]
    return words


def _as_part(words: list[str]) -> list[Part]:
    return [Part(" ".join(words))] if words else []


@lru_cache(maxsize=len(DAYS))
def _meanings(weekday: int) -> Mapping[Said, Part | None]:
    """What each phrase means on such a day of the week (Monday is 0); None for one that stays words."""
    listed = word_list("facets")
    meanings: dict[Said, Part | None] = {tuple(words_of(one)): None for one in listed["as_words"]}
    for part in _listed(weekday):
        meanings[tuple(words_of(part.words))] = part
    return meanings


def _listed(weekday: int) -> Iterator[Part]:
    for facet, values in word_list("facets").items():
        if facet == "language":
            yield from _languages(values["names"], values["said"])
        elif isinstance(values, Mapping):
            for value, phrases in values.items():
                meant = tuple(_day_named(one, weekday) for one in value.split())
                yield from (Part(phrase, facet, meant, value in DAYS_AHEAD) for phrase in phrases)


def _day_named(value: str, weekday: int) -> str:
    """The name of the day that "today" or "tomorrow" is; any other value as it is."""
    ahead = DAYS_AHEAD.get(value)
    return value if ahead is None else DAYS[(weekday + ahead) % len(DAYS)].lower()


def _languages(names: list[str], frames: list[str]) -> Iterator[Part]:
    for name in names:
        value = name.replace(" ", "_")
        yield from (Part(frame.format(name), "language", (value,)) for frame in frames)
