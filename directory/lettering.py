"""Letters that pass for others: names dressed up as one that people trust (D2).

Whole words in Bengali, Arabic, Polish or Ukrainian are as good as English ones; what is odd is one
word whose letters come from two alphabets that look alike.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 5_000

# Alphabets whose letters can be taken for one another. Bengali beside Latin deceives nobody.
_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
_MOST_MARKS = 4
_SHORTEST_DISGUISE = 3

# Small letters, each above the one that it passes for.
_TABLE = (
    ("аеорсухіјѕһԁԛԝкмтвнгпьӏ", "aeopcyxijshdqwkmtbhrnbl"),  # Cyrillic
    ("αονρτικυχεηβγωϲ", "aovptikuxenbywc"),  # Greek
    ("օսհոցզոյ", "ouhngqnj"),  # Armenian
    ("ıɩɑɡøđłħŧɪʟƅ", "iiagodlhtilb"),  # Latin
)
_PASSES_FOR = {ord(a): b for odd, plain in _TABLE for a, b in zip(odd, plain, strict=True)}
# In a skeleton the signs that people mix up are one sign.
_ONE_SIGN = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "3": "e", "$": "s"})


def skeleton(name: str) -> str:
    """What a name looks like at a glance: two names with one skeleton can be taken for another.

    Only for comparing with another skeleton; it is not a spelling.
    """
    folded = unicodedata.normalize("NFKD", name[:LONGEST]).casefold().translate(_PASSES_FOR)
    letters = "".join(c for c in folded if c.isalnum() or c in "|$")
    return letters.translate(_ONE_SIGN).replace("rn", "m").replace("vv", "w")


def is_disguised(text: str) -> bool:
    """Whether a word mixes alphabets that look alike, or wears foreign letters among Latin words."""
    return bool(disguised_words(text))


def disguised_words(text: str) -> frozenset[str]:
    """The words that mix alphabets that look alike, or wear foreign letters among Latin words."""
    if text.isascii():
        return frozenset()
    words = [*_words(text)]
    if mixed := frozenset(word for word in words if len(_alphabets(word)) > 1):
        return mixed
    is_beside_latin = any(_alphabets(word) == {"LATIN"} for word in words)
    others = frozenset(word for word in words if _alphabets(word) - {"LATIN"})
    return others if is_beside_latin and all(map(_could_be_latin, others)) else frozenset()


def has_piled_marks(text: str) -> bool:
    """Whether more accents are piled on one letter than any language has."""
    if text.isascii():
        return False
    piled = 0
    for character in unicodedata.normalize("NFD", text[:LONGEST]):
        piled = piled + 1 if unicodedata.combining(character) else 0
        if piled > _MOST_MARKS:
            return True
    return False


def _words(text: str) -> Iterator[str]:
    for word in re.findall(r"[^\W\d_]+", text[:LONGEST]):
        # "μg" and "Ω" are units, not disguises.
        if len(word) >= _SHORTEST_DISGUISE:
            yield word


def _alphabets(word: str) -> frozenset[str]:
    return frozenset(map(_alphabet, word)) & _LOOK_ALIKE


@lru_cache(maxsize=4096)
def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _could_be_latin(word: str) -> bool:
    return word.casefold().translate(_PASSES_FOR).isascii()
