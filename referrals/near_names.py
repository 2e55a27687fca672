"""Whether a name is near another one as it was typed: a letter wrong, left out, or two that changed places."""

import unicodedata

SHORTEST = 3
"""The letters that a word must have to be near another one; a shorter one is the same, or is not it."""

LONG = 8
"""From how many letters on two mistakes are forgiven."""

SHARED = 4
"""So many first letters are enough where the rest was not typed, or was typed and is not kept."""


def is_near(typed: str, name: str) -> bool:
    """Whether each word that was typed is near a word of the name, and each word once."""
    left, words = _words(name), _words(typed)
    for word in sorted(words, key=len, reverse=True):
        near = [one for one in left if _are_near(word, one)]
        if not near:
            return False
        left.remove(min(near, key=lambda one: _apart(word, one)))
    return bool(words)


def _words(text: str) -> list[str]:
    """The words of a name in small letters, without accents and without hyphens."""
    spelt = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(
        one if one.isalnum() else " " for one in spelt if not unicodedata.combining(one)
    )
    return plain.split()


def _are_near(typed: str, word: str) -> bool:
    if typed == word:
        return True
    shorter = min(len(typed), len(word))
    if shorter < SHORTEST:
        return False
    if shorter >= SHARED and (word.startswith(typed) or typed.startswith(word)):
        return True
    most = 2 if shorter >= LONG else 1
    return abs(len(typed) - len(word)) <= most and _apart(typed, word) <= most


def _apart(one: str, other: str) -> int:
    """How many slips lie between two words: a letter more, less or other, or two that changed places."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, other_letter in enumerate(other, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other_letter:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1]
