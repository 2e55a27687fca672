"""The listings that are measured with: the same ones for the same size and seed."""

from functools import lru_cache

from directory.demo_corpus import listings
from directory.published import Published
from directory.search import Entry, entry_of

SEED = 7


@lru_cache(maxsize=2)
def published(size: int) -> tuple[Published, ...]:
    """So many listings (1,000, 10,000 or 100,000)."""
    return tuple(listings(size, seed=SEED))


@lru_cache(maxsize=2)
def entries(size: int) -> tuple[Entry, ...]:
    """The same as an engine keeps them."""
    return tuple(entry_of(listing) for listing in published(size))
