"""The words of English that are used most: whoever types one meant it, whatever our listings hold."""

from functools import lru_cache
from importlib import resources
from itertools import islice

MOST_USED = 30_000
_FILE = "frequency_dictionary_en_82_765.txt"


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """The 30,000 words used most, of SymSpell's list of words by how often books hold them."""
    listed = resources.files("symspellpy").joinpath(_FILE)
    with listed.open(encoding="utf-8-sig") as lines:
        return frozenset(line.split(" ", 1)[0] for line in islice(lines, MOST_USED))
