"""From the words of a question to what is looked up: corrected, completed, with other words for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.search import Question
from directory.search.english import english_words
from directory.search.own_words import own_words
from directory.search.spelling import Spelling
from directory.search.synonyms import LONGEST_PHRASE, Phrase, known_stems, synonyms
from directory.search.vocabulary import Vocabulary
from directory.search.words import is_looked_up, stem, words_asked

ANOTHER_WORD = 0.5
COMPLETED = 0.8
LEAST_BEGUN = 4
"""Letters from which the last word may be the beginning of another: "die" is not "dietitian"."""


@dataclass(frozen=True)
class Alternative:
    """One way to say it: all of the stems, and how much a listing that says it so is worth."""

    stems: Phrase
    worth: float = 1.0


Unit = tuple[Alternative, ...]


@dataclass(frozen=True)
class Reading:
    """What is looked up: one alternative of every unit. `corrected` is set if words were changed."""

    units: tuple[Unit, ...]
    corrected: str | None = None


def read(question: Question, *, vocabulary: Vocabulary, spelling: Spelling) -> Reading:
    """What the question's words mean in this directory."""
    typed = words_asked(question.words)
    meant = typed if question.exact else _as_meant(typed, vocabulary, spelling)
    looked_up = [word for word in meant if is_looked_up(word)]
    units = _units(looked_up, vocabulary)
    return Reading(units, corrected=" ".join(meant) if meant != typed else None)


def _as_meant(typed: list[str], vocabulary: Vocabulary, spelling: Spelling) -> list[str]:
    """The words, corrected where no listing holds one; the last one may be the beginning of a word."""
    return [
        word
        if _is_right(word, vocabulary) or begins_something
        else spelling.correction(word) or word
        for word, begins_something in _with_whether_begun(typed, vocabulary)
    ]


def _with_whether_begun(typed: list[str], vocabulary: Vocabulary) -> list[tuple[str, bool]]:
    is_begun = bool(typed) and bool(_completions(typed[-1], vocabulary))
    return [(word, False) for word in typed[:-1]] + [(word, is_begun) for word in typed[-1:]]


def _is_right(word: str, vocabulary: Vocabulary) -> bool:
    is_word = word in own_words() or word in english_words()
    return is_word or not is_looked_up(word) or _is_known(word, vocabulary)


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.holds(word) or stem(word) in known_stems()


def _units(words: Sequence[str], vocabulary: Vocabulary) -> tuple[Unit, ...]:
    units: list[Unit] = []
    stems = tuple(stem(word) for word in words)
    at = 0
    while at < len(words):
        length = _phrase_length(stems, at)
        is_last = at + length == len(words)
        if is_last and length == 1 and not _is_known(words[at], vocabulary):
            units.append(_completed(words[at], vocabulary))
        else:
            units.append(_with_synonyms(stems[at : at + length]))
        at += length
    return tuple(units)


def _phrase_length(stems: Phrase, at: int) -> int:
    """How many words from here are one phrase that has synonyms; one if there is none."""
    longest = min(LONGEST_PHRASE, len(stems) - at)
    fitting = (n for n in range(longest, 1, -1) if stems[at : at + n] in synonyms())
    return next(fitting, 1)


def _with_synonyms(said: Phrase) -> Unit:
    others = synonyms().get(said, ())
    return (Alternative(said), *(Alternative(other, ANOTHER_WORD) for other in others))


def _completed(beginning: str, vocabulary: Vocabulary) -> Unit:
    """The word as typed, and what it may become. A word that some listing holds is never completed:
    "men" would find "mending".
    """
    stems = dict.fromkeys(stem(word) for word in _completions(beginning, vocabulary))
    return (
        Alternative((stem(beginning),)),
        *(Alternative((completed,), COMPLETED) for completed in stems),
    )


def _completions(beginning: str, vocabulary: Vocabulary) -> Sequence[str]:
    return vocabulary.completions(beginning) if len(beginning) >= LEAST_BEGUN else ()
