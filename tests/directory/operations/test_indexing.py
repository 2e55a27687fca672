"""The index follows what is published, and is made again when it is lost (reliability.md K12)."""

import shutil
import threading

import pytest

from directory.content import Content
from directory.lifecycle import Move
from directory.models import Listing
from directory.operations import indexing, keeping
from directory.operations.indexing import Keeper
from directory.queries import finding
from directory.search import IndexBusy, Question
from directory.search.generation import Generations
from directory.search.index import Index
from kernel.access import SYSTEM
from tests.cast_directory import a_listing, anytown
from tests.support.clock import NOON


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def index(folder):
    made = Index(folder, look_every=0)
    finding.open_engine(made)
    return made


@pytest.fixture
def keeper(index, database):
    return Keeper(index, database)


@pytest.fixture
def listing_ids(database):
    with database.writing() as session:
        area_id = anytown(session)
        return [a_listing(session, area_id=area_id, name=name).id for name in ("One", "Two")]


def take_in(keeper, database, listing_ids):
    with database.writing() as session:
        keeper.take_in(session, listing_ids, at=NOON)


def differences(database):
    with database.reading() as session:
        return list(indexing.differences(session))


def test_the_first_change_makes_the_whole_index(keeper, database, listing_ids):
    take_in(keeper, database, listing_ids[:1])
    assert finding.indexed_ids() == set(listing_ids)


def test_a_change_is_taken_in_however_often_it_is_told(keeper, database, index, listing_ids):
    keeper.rebuild(at=NOON)
    with database.writing() as session:
        listing = session.get(Listing, listing_ids[0])
        keeping.say(session, SYSTEM, listing, Content(name="Falconry"), at=NOON)
    for _ in range(2):
        take_in(keeper, database, listing_ids)
        assert index.find(Question(words="falconry"), now=NOON).ids == (listing_ids[0],)


def test_what_is_withdrawn_leaves_the_index(keeper, database, listing_ids):
    keeper.rebuild(at=NOON)
    with database.writing() as session:
        keeping.make(session, SYSTEM, session.get(Listing, listing_ids[0]), Move.WITHDRAW, at=NOON)
    assert len(differences(database)) == 1
    take_in(keeper, database, listing_ids)
    assert finding.indexed_ids() == {listing_ids[1]}
    assert differences(database) == []


@pytest.mark.parametrize("damage", ["deleted", "cut short", "overwritten"])
def test_a_lost_index_is_made_again(keeper, database, listing_ids, folder, damage):
    keeper.rebuild(at=NOON)
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != "lock"]
    for file in files:
        if damage == "deleted":
            file.unlink()
        else:
            file.write_bytes(b"" if damage == "cut short" else b"\xff" * 100)
    other = Index(folder, look_every=0)
    finding.open_engine(other)
    assert "rebuild-index" in differences(database)[0]
    with database.writing() as session:
        Keeper(other, database).mend(session, at=NOON)
    assert differences(database) == []


def test_a_well_index_is_left_alone(keeper, database, listing_ids, index):
    keeper.rebuild(at=NOON)
    before = index.state()
    with database.writing() as session:
        keeper.mend(session, at=NOON)
    assert index.state() == before


def test_a_long_rebuild_goes_on_beside_other_work(
    keeper, database, listing_ids, index, monkeypatch
):
    """Nobody waits for it, and what changes meanwhile is in the index in the end."""
    monkeypatch.setattr(indexing, "FEW", 0)
    may_go_on = threading.Event()
    entries = indexing._entries

    def slow_entries(session, *, at):
        yield from list(entries(session, at=at))
        assert may_go_on.wait(10)

    monkeypatch.setattr(indexing, "_entries", slow_entries)
    with database.writing() as session:
        keeper.mend(session, at=NOON)
        assert keeper.is_rebuilding
    with database.writing() as session:
        listing = session.get(Listing, listing_ids[0])
        keeping.say(session, SYSTEM, listing, Content(name="Falconry"), at=NOON)
        keeper.take_in(session, [listing.id], at=NOON)
    may_go_on.set()
    keeper.wait()
    assert index.find(Question(words="falconry"), now=NOON).total == 1
    assert differences(database) == []


def test_the_folder_may_go_away_at_any_time(keeper, database, listing_ids, folder):
    keeper.rebuild(at=NOON)
    shutil.rmtree(folder)
    take_in(keeper, database, listing_ids)
    assert differences(database) == []


def test_damage_that_nobody_has_read_yet_is_found_and_mended(
    keeper, database, listing_ids, index, folder
):
    """This process has the index open and goes on answering; the next one could not open it."""
    keeper.rebuild(at=NOON)
    assert index.find(Question(words="one"), now=NOON).total
    largest = max((file for file in folder.rglob("words/*")), key=lambda file: file.stat().st_size)
    largest.write_bytes(b"\xff" * largest.stat().st_size)
    assert not index.is_whole()
    with database.writing() as session:
        keeper.mend(session, at=NOON)
    assert Index(folder).find(Question(words="one"), now=NOON).total


def test_a_change_does_not_wait_for_a_rebuild_by_hand(
    keeper, database, listing_ids, folder, monkeypatch
):
    """Who takes it in holds the database's write lock: everybody would wait with us."""
    keeper.rebuild(at=NOON)
    monkeypatch.setattr("directory.search.index.PATIENCE", 0.05)
    with Generations(folder).one_writer(), pytest.raises(IndexBusy):
        take_in(keeper, database, listing_ids)
    take_in(keeper, database, listing_ids)


def test_help_is_called_once_however_many_searches_notice(index, database, clock):
    calls: list[str] = []
    keeper = Keeper(index, database, hurry=lambda: calls.append("come"))
    for _ in range(5):
        keeper.call_for_help(at=clock())
    assert calls == ["come"]
    keeper.call_for_help(at=clock.passes(seconds=11))
    assert calls == ["come", "come"]


def test_what_is_lost_while_it_is_made_is_made_once_more(
    keeper, database, listing_ids, folder, monkeypatch
):
    monkeypatch.setattr(indexing, "FEW", 0)
    entries, begun = indexing._entries, []

    def entries_of_a_lost_folder(session, *, at):
        if not begun:
            begun.append(at)
            raise FileNotFoundError("somebody removed the folder")
        return entries(session, at=at)

    monkeypatch.setattr(indexing, "_entries", entries_of_a_lost_folder)
    with database.writing() as session:
        keeper.mend(session, at=NOON)
    keeper.wait()
    assert differences(database) == []
