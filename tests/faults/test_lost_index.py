"""The search index of a large directory is lost: visitors are answered, and it comes back (K12).

Seconds are those that are computed, as other programs of the machine are no part of it; and a visitor
is answered by another process than the one that makes the index.
"""

import shutil
import time

import pytest

import accounts.demo
import directory.demo
from directory.asked import read
from directory.operations import indexing
from directory.operations.indexing import Keeper
from directory.queries import finding
from directory.search.index import Index
from tests.support.clock import NOON

LISTINGS = 2_500  # more than are indexed at once: it is made again beside other work
SOAKED = 50_000
LONGEST_REBUILD = 60  # seconds
LONGEST_ANSWER = 5
WORDS = ("choir", "dog walking", "knit", "bereavment", "zeppelin", "the of and", "")


@pytest.fixture
def size(soak_factor):
    return LISTINGS if soak_factor == 1 else SOAKED


@pytest.fixture
def keeper(app, database, tmp_path, size):
    """Who keeps the index of a directory of 2,500 listings; of 50,000 when soaking."""
    made = Keeper(Index(tmp_path / "index", look_every=0), database)
    finding.open_engine(made._engine)
    indexing.open_keeper(made)
    for part in (accounts.demo, directory.demo):
        part.load(database, at=NOON, listings=size, seed=7)
    return made


def answered(database, words):
    """Seconds that a page of results took, and whether an index gave it."""
    begun = time.thread_time()
    with database.reading() as session:
        page = finding.results_page(session, read({"q": [words]}, today=NOON.date()), now=NOON)
    return time.thread_time() - begun, page.is_by_index


def test_a_lost_index_is_answered_for_at_once_and_made_again_by_itself(
    database, keeper, tmp_path, size, evidence
):
    assert answered(database, "choir")[1]
    shutil.rmtree(tmp_path / "index")
    alone = [answered(database, words) for words in WORDS]
    begun = time.process_time()
    with database.writing() as session:
        keeper.mend(session, at=NOON)
    assert keeper.is_rebuilding
    meanwhile = [answered(database, words) for words in WORDS]
    keeper.wait()
    rebuilt = time.process_time() - begun
    assert not any(by_index for _, by_index in alone)
    assert max(seconds for seconds, _ in [*alone, *meanwhile]) < LONGEST_ANSWER
    assert rebuilt < LONGEST_REBUILD
    assert answered(database, "choir")[1]
    with database.reading() as session:
        assert list(indexing.differences(session)) == []
    evidence(
        f"search index of {size:,} listings lost",
        f"made again in {rebuilt:.1f} s of computing; slowest answer without it {max(alone)[0]:.2f} s, "
        f"while it was made {max(meanwhile)[0]:.2f} s",
    )
