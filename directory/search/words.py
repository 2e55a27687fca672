"""From what people write to the words that are looked up: the same for listings and for questions."""

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

MOST_CHARACTERS = 100
MOST_WORDS = 8
_LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SMALL_WORDS = """
    a about all also am an and any are as at be been being but by can could did do does doing each
    every few for from get go going had has have he her here him his how i i'd i'll i'm i've if in
    into is it it's its just like looking me more most my near of off on or other our out over
    please really she so some someone somewhere something such than that that's the their them
    then there these they this those through to too up us very want was we we're were what when
    where which while who why will with would you you'll you're your
"""
_STOP_WORDS = frozenset(_SMALL_WORDS.split())
_STEMMER = snowballstemmer.stemmer("english")
_ONE_AT_A_TIME = threading.Lock()


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters and without accents, in order. Marks are dropped."""
    plain = text.casefold() if text.isascii() else _without_accents(text)
    # "On" says nothing, so "on-line" would be looked up as "line".
    joined = plain.replace("on-line", "online").replace("e-mail", "email")
    return [word[:_LONGEST_WORD] for word in _WORD.findall(joined)]


def stems_of(text: str) -> list[str]:
    """The stems that a text is looked up by, in order, as often as they are there."""
    return [stem(word) for word in words_of(text) if is_looked_up(word)]


def words_asked(text: str) -> list[str]:
    """The words of a question: of its first 100 characters, at most 8 besides the small ones (X4)."""
    kept: list[str] = []
    counted = 0
    for word in words_of(text[:MOST_CHARACTERS])[:MOST_CHARACTERS]:
        counted += is_looked_up(word)
        if counted > MOST_WORDS:
            break
        kept.append(word)
    return kept


def is_looked_up(word: str) -> bool:
    """Whether a word says anything: "the" and "with" do not."""
    return word not in _STOP_WORDS


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold().replace("’", "'")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem by which a word is looked up: "knitting" and "knits" are "knit" (Snowball, English)."""
    # A stemmer keeps the word it works on, so two threads cannot share it.
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(word))
