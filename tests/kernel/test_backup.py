"""A copy that is whole, and a way back that is all or nothing (reliability.md B1, B3)."""

import sqlite3
import stat
import threading

import pytest
import sqlalchemy as sa

from kernel import schema
from kernel.backup import backup, restore
from kernel.errors import RuleBroken
from kernel.worker import TimedRun
from tests.support.clock import NOON


@pytest.fixture
def names(database):
    """Write a name, or ask for those that are there."""

    def ask(*new):
        with database.writing() as session:
            session.add_all(TimedRun(name=name, ran_at=NOON) for name in new)
        with database.reading() as session:
            return sorted(session.scalars(sa.select(TimedRun.name)))

    return ask


@pytest.fixture(autouse=True)
def sqlite_alone(database):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has its own tools for this.")


def put_back(database, file):
    restore(database, file, known_shapes=schema.known_shapes())


def test_what_was_there_comes_back_and_what_came_later_is_gone(database, names, tmp_path):
    names("before")
    backup(database, tmp_path / "copy")
    names("after")
    put_back(database, tmp_path / "copy")
    assert names() == ["before"]
    assert names("and on") == ["and on", "before"]


def test_a_copy_is_one_file_for_our_eyes_only(database, names, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    size = backup(database, folder / "copy")
    assert [file.name for file in folder.iterdir()] == ["copy"]
    assert stat.S_IMODE((folder / "copy").stat().st_mode) == 0o600
    assert (folder / "copy").stat().st_size == size


def test_a_copy_made_while_eight_write_holds_all_that_was_acknowledged(
    database, names, tmp_path, soak_factor
):
    acknowledged, stop = [], threading.Event()

    def write(writer):
        number = 0
        while not stop.is_set():
            name = f"{writer}-{number}"
            with database.writing() as session:
                session.add(TimedRun(name=name, ran_at=NOON))
            acknowledged.append(name)
            number += 1

    writers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for writer in writers:
        writer.start()
    try:
        for round_ in range(2 * soak_factor):
            before = set(acknowledged)
            backup(database, tmp_path / f"copy-{round_}")
            with sqlite3.connect(tmp_path / f"copy-{round_}") as copy:
                held = {row[0] for row in copy.execute("SELECT name FROM timed_run")}
            copy.close()
            assert before <= held
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert set(names()) == set(acknowledged)


def empty(file):
    file.write_bytes(b"")


def cut(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwrite(file):
    whole = bytearray(file.read_bytes())
    whole[4096:12288] = bytes(8192)
    file.write_bytes(whole)


def words(file):
    file.write_text("This is a letter, not a database. " * 200)


def another(file):
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    other.close()


def newer(file):
    with sqlite3.connect(file) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    copy.close()


@pytest.mark.parametrize("spoil", [empty, cut, overwrite, words, another, newer])
def test_a_spoilt_copy_is_refused_and_nothing_is_touched(database, names, tmp_path, spoil):
    names(*[f"row {number}" for number in range(500)])
    backup(database, tmp_path / "copy")
    spoil(tmp_path / "copy")
    names("after")
    with pytest.raises(RuleBroken, match=r"Nothing was changed\."):
        put_back(database, tmp_path / "copy")
    assert "after" in names() and len(names()) == 501


def test_a_copy_that_is_not_there_is_said_to_be_so(database, tmp_path):
    with pytest.raises(RuleBroken, match="There is no file"):
        put_back(database, tmp_path / "nothing")


def test_an_older_copy_stays_when_a_new_one_fails(database, names, tmp_path, monkeypatch):
    backup(database, tmp_path / "copy")
    before = (tmp_path / "copy").read_bytes()
    names("more")
    monkeypatch.setattr("kernel.backup.os.fsync", lambda descriptor: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup(database, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == before
    assert not (tmp_path / "copy.unfinished").exists()


def test_a_folder_that_is_not_there_is_an_error_not_a_copy(database, tmp_path):
    with pytest.raises(OSError):
        backup(database, tmp_path / "nowhere" / "copy")
