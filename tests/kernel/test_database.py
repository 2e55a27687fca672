"""How work begins and ends: whole or not at all, one after another, and never losing an update."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from accounts.models import Area, User
from kernel.database import Base, UtcDateTime, undo
from kernel.errors import Conflict
from tests.support.clock import NOON


def areas(database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Area.name).order_by(Area.name)))


def test_writing_is_kept_at_the_end(database):
    with database.writing() as session:
        session.add(Area(name="Anytown"))
    assert areas(database) == ["Anytown"]


def test_an_error_keeps_nothing(database):
    with pytest.raises(KeyError), database.writing() as session:
        session.add(Area(name="Anytown"))
        session.flush()
        raise KeyError
    assert areas(database) == []


def test_undoing_keeps_nothing_though_nothing_was_raised(database):
    with database.writing() as session:
        session.add(Area(name="Anytown"))
        session.flush()
        undo(session)
    assert areas(database) == []


def test_reading_keeps_nothing(database):
    with database.reading() as session:
        session.add(Area(name="Anytown"))
        session.flush()
    assert areas(database) == []


def test_what_runs_before_the_commit_is_part_of_it_and_what_runs_after_is_not(database):
    told = []
    database.before_commit.append(lambda session: session.add(Area(name="Sealed")))
    database.after_commit.append(lambda session: told.append(areas(database)))
    with database.writing():
        pass
    assert told == [["Sealed"]]


def test_a_row_has_its_id_from_birth():
    assert Area(name="Anytown").id is not None


def test_a_row_cannot_be_born_with_a_fact_that_it_does_not_have():
    with pytest.raises(TypeError, match="no 'colour'"):
        Area(colour="purple")


def test_two_editors_one_succeeds_and_the_other_is_told(database):
    with database.writing() as session:
        user = User(name="Ann", email="ann@example.org", joined_at=NOON)
        session.add(user)
    with database.reading() as session:
        stale = session.get_one(User, user.id)
        session.expunge(stale)
    with database.writing() as session:
        session.get_one(User, user.id).name = "Anne"
    with pytest.raises(Conflict, match="Nothing was overwritten"), database.writing() as session:
        stale.name = "Annie"
        session.add(stale)
    with database.reading() as session:
        assert session.get_one(User, user.id).name == "Anne"


def test_eight_writers_on_one_row_lose_nothing(database, soak_factor, evidence):
    """R4: read, then write, from eight threads: nobody is refused and every step counts."""
    rounds = 10 * soak_factor
    with database.writing() as session:
        user_id = uuid4()
        session.add(User(id=user_id, name="0", email="n@example.org", joined_at=NOON))
    failures = []

    def write():
        for _ in range(rounds):
            try:
                with database.writing() as session:
                    user = session.get_one(User, user_id, with_for_update=True)
                    user.name = str(int(user.name) + 1)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        assert session.get_one(User, user_id).name == str(8 * rounds)
    evidence(
        f"two-step writes by eight writers on {database.engine.dialect.name}",
        f"{8 * rounds} done, 0 refused, 0 lost",
    )


def test_sqlite_is_set_to_be_durable_and_to_erase(database):
    if not database.is_sqlite:
        pytest.skip("These settings are SQLite's own.")
    with database.reading() as session:
        asked = {
            name: session.execute(sa.text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_emptying_the_log_leaves_nothing_in_it_and_waits_for_nobody_who_reads(database):
    with database.writing() as session:
        session.add(Area(name="Anytown"))
    assert database.clear_log()
    if not database.is_sqlite:
        return
    file = Path(f"{sa.make_url(database.url).database}-wal")
    assert file.stat().st_size == 0
    with database.reading() as reader:
        reader.execute(sa.text("SELECT * FROM area")).all()
        with database.writing() as session:
            session.add(Area(name="Elsewhere"))
        assert not database.clear_log()
    assert database.clear_log() and file.stat().st_size == 0


class TestMoments:
    def bound(self, value, dialect="sqlite"):
        made = type("Dialect", (), {"name": dialect})()
        return UtcDateTime().process_bind_param(value, made)

    def test_a_moment_without_a_zone_is_refused(self):
        with pytest.raises(ValueError, match="time zone"):
            self.bound(datetime(2026, 11, 22, 12, 0))  # noqa: DTZ001 - that is the point

    def test_a_moment_is_kept_in_utc(self):
        summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=1)))
        assert self.bound(summer) == datetime(2026, 7, 1, 11, 0)  # noqa: DTZ001 - as SQLite keeps it

    def test_a_moment_comes_back_with_its_zone(self, database):
        with database.writing() as session:
            session.add(User(name="Ann", email="ann@example.org", joined_at=NOON))
        with database.reading() as session:
            back = session.scalar(sa.select(User.joined_at))
        assert back == NOON
        assert back.tzinfo is UTC


def test_every_table_has_a_name_for_each_of_its_constraints():
    nameless = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []
