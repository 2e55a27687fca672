"""What is asked: the mix of a day, and questions that somebody asks to do harm."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from benchmarks.corpus import SEED
from directory.demo_corpus import ANYTOWN
from directory.search import Entry, Order, Question
from directory.search.spelling import FEWEST_LISTINGS
from directory.search.vocabulary import words_in
from directory.search.words import is_looked_up, words_of
from directory.vocabulary import Domain
from kernel.geography import Point

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KINDS = 8
_LONG_ENOUGH_FOR_A_SLIP = 5


@dataclass(frozen=True)
class Slip:
    """A word with a slip of the finger, and the question without it."""

    typed: Question
    meant: Question


def mix(entries: Sequence[Entry], *, count: int = 200) -> list[Question]:
    """So many questions, of each kind alike; counts are asked for with every one, as a page does."""
    chance = random.Random(SEED)
    return [_question(i % KINDS, entries, chance) for i in range(count)]


def hostile(entries: Sequence[Entry]) -> list[Question]:
    """One letter, two hundred words, the commonest word, operators, a page that is far out."""
    held = Counter(word for entry in entries for word in words_in(entry))
    common = [word for word, _ in held.most_common(8)]
    return [
        Question("a"),
        Question("c"),
        Question("co"),
        Question(" ".join(common * 25)),
        Question(common[0]),
        Question(" ".join(common)),
        Question(common[0], near=ANYTOWN.centre, within_km=500.0, order=Order.DISTANCE),
        Question(common[0], order=Order.NEXT),
        Question(common[0], page=10**9),
        Question("(a* OR b*) NOT NEAR/9 " + "\"'" * 20),
        Question("qzxv " * 20),
        Question("x" * 100),
    ]


def slips(entries: Sequence[Entry], *, count: int = 200) -> list[Slip]:
    """Words of titles with one slip: two letters swapped, one left out, doubled, or wrong."""
    chance = random.Random(SEED)
    held = Counter(word for entry in entries for word in words_in(entry))
    words = sorted({word for entry in entries for word in words_of(entry.title)})
    fit = [
        word
        for word in words
        if word.isalpha() and len(word) >= _LONG_ENOUGH_FOR_A_SLIP and held[word] >= FEWEST_LISTINGS
    ]
    meant = [chance.choice(fit) for _ in range(count)]
    return [Slip(Question(_slipped(word, chance)), Question(word)) for word in meant]


def _question(kind: int, entries: Sequence[Entry], chance: random.Random) -> Question:
    title = [word for word in words_of(chance.choice(entries).title) if is_looked_up(word)]
    word, near = chance.choice(title or ["tea"]), _somewhere(chance)
    domains, days = frozenset({chance.choice(list(Domain))}), frozenset({chance.randrange(7)})
    of_each_kind = (
        Question(word),
        Question(" ".join(title[:2])),
        Question(_slipped(word, chance)),
        Question(word[: chance.randint(2, 4)]),
        Question(word, near=near, within_km=5.0, domains=domains, order=Order.DISTANCE),
        Question(near=near, within_km=5.0),
        Question(word, is_free=True, days=days),
        Question(f"{word} zeppelin"),
    )
    return of_each_kind[kind]


def without_counts(question: Question) -> Question:
    """The same, for a page that shows no filters."""
    return replace(question, with_counts=False)


def _somewhere(chance: random.Random) -> Point:
    centre = ANYTOWN.centre
    return Point(centre.lat + chance.gauss(0, 0.1), centre.lon + chance.gauss(0, 0.15))


def _slipped(word: str, chance: random.Random) -> str:
    if len(word) < _LONG_ENOUGH_FOR_A_SLIP:
        return word
    at = chance.randrange(1, len(word) - 1)
    wrong = chance.choice("aeionrst")
    return chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + wrong + word[at + 1 :],
        ]
    )
