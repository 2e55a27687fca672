"""Two processes answer; once a change is kept, neither shows what was there before it."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from config import Settings
from directory.lifecycle import Move
from directory.models import Listing
from directory.operations import keeping
from kernel.access import SYSTEM
from kernel.database import Database
from tests.cast_directory import a_listing, anytown
from tests.support.served import Served

ASKED = 24
VISITORS = 4
NAMES = ("Falconry", "Knitting", "Falconry", "Chess")


@pytest.fixture
def served(tmp_path, sqlite_stock):
    """A site of two processes on an SQLite file, not yet started."""
    folder = tmp_path / "served"
    folder.mkdir()
    made = Served(folder, PETUNIAS_PROCESSES="2")
    made.data.mkdir()
    sqlite_stock.fresh(made.data)
    return made


@pytest.fixture
def database(served):
    from audit import operations

    opened = Database(f"sqlite:///{served.data / 'petunias.sqlite'}")
    key = Settings.from_environment(served.environ).audit_key
    opened.before_commit.append(operations.seal_with(key))
    yield opened
    opened.close()


@pytest.fixture
def listing_id(database):
    with database.writing() as session:
        return a_listing(session, area_id=anytown(session), name="Dog walking", at=now()).id


def now():
    return datetime.now(UTC)  # noqa: TID251 - the site that is served has the real clock


def test_no_process_shows_a_listing_as_it_was_or_that_is_gone(served, database, listing_id):
    """The index hears of it later: what it finds is read again for every page."""
    with served:
        served.wait()
        assert all("Dog walking" in page for page in pages(served))
        before = "Dog walking"
        for name in NAMES:
            with database.writing() as session:
                row = session.get(Listing, listing_id)
                said = row.content.with_answers(name=name)
                keeping.say(session, SYSTEM, row, said, at=now())
            for page in pages(served):
                assert name in page and before not in page
            before = name
        with database.writing() as session:
            row = session.get(Listing, listing_id)
            keeping.make(session, SYSTEM, row, Move.WITHDRAW, at=now())
        assert not any(before in page for page in pages(served))


def pages(served):
    """The page of everything, asked for by some at once, each time over a new connection."""
    with ThreadPoolExecutor(VISITORS) as visitors:
        return list(visitors.map(lambda _: a_page(served.port), range(ASKED)))


def a_page(port):
    visit = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    visit.request("GET", "/search")
    answer = visit.getresponse()
    words = answer.read().decode()
    visit.close()
    assert answer.status == http.client.OK
    return words
