"""How likely it is that one word was typed for another: some slips come easily, others hardly."""

EASY, HARD = 0.5, 1.0
SHORTEST_WORD = 4
LONG_ENOUGH_FOR_TWO = 6
_VOWELS = frozenset("aeiouy")
_SOUND_ALIKE = ("ck", "cs", "sz", "gj", "fv", "kq")
_SILENT = ("kn", "wr")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _alike() -> frozenset[str]:
    """Pairs of letters, either way round, that sound alike or lie beside each other on a keyboard."""
    beside = [row[at : at + 2] for row in _KEYS for at in range(len(row) - 1)]
    vowels = [one + other for one in _VOWELS for other in _VOWELS]
    pairs = [*beside, *vowels, *_SOUND_ALIKE]
    return frozenset([*pairs, *(pair[::-1] for pair in pairs)])


_ALIKE = _alike()


def slips(typed: str, meant: str) -> float:
    """What the slips that lead from the word meant to the one typed come to, each easy or hard.

    Easy are letters swapped, doubled or not doubled, a vowel or a silent letter left out, and a
    letter for one that sounds like it or lies beside it. After Damerau (1964): a slip leaves out, adds, changes or swaps.
    """
    before: list[float] = []
    last = [0.0]
    for letter_at in range(len(meant)):
        last.append(last[-1] + _left_out(meant, letter_at))
    for i, letter in enumerate(typed):
        row = [last[0] + _added(typed, i)]
        for j, wanted in enumerate(meant):
            ways = [
                last[j] + _changed(letter, wanted),
                last[j + 1] + _added(typed, i),
                row[j] + _left_out(meant, j),
            ]
            if i and j and typed[i - 1 : i + 1] == wanted + meant[j - 1]:
                ways.append(before[j - 1] + EASY)
            row.append(min(ways))
        before, last = last, row
    return last[-1]


def most_slips(typed: str) -> float:
    """What is forgiven at most: two slips in a long word, of which one at least comes easily.

    "Darning" is not "dancing".
    """
    if len(typed) < SHORTEST_WORD:
        return 0
    return HARD + EASY if len(typed) >= LONG_ENOUGH_FOR_TWO else HARD


def _changed(letter: str, wanted: str) -> float:
    if letter == wanted:
        return 0
    return EASY if letter + wanted in _ALIKE else HARD


def _added(typed: str, at: int) -> float:
    return EASY if _is_double(typed, at) else HARD


def _left_out(meant: str, at: int) -> float:
    is_unheard = meant[at] in _VOWELS or meant[at : at + 2] in _SILENT
    return EASY if is_unheard or _is_double(meant, at) else HARD


def _is_double(word: str, at: int) -> bool:
    return at > 0 and word[at - 1] == word[at]
