"""The watch sees what was really kept, and the client says what to do about it."""

import pytest
import sqlalchemy as sa

from tests.support.client import check_written
from tests.support.watch import watching

FAILED = pytest.fail.Exception


@pytest.fixture
def engine(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'watched.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE listing (name TEXT)")
        connection.exec_driver_sql("INSERT INTO listing VALUES ('one')")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "act",
    [
        "INSERT INTO listing VALUES ('two')",
        'UPDATE "listing" SET name = name',
        "DELETE FROM listing",
        "insert or ignore into listing values ('two')",
    ],
)
def test_a_change_that_was_kept_is_seen(engine, act):
    with watching(engine) as written, engine.begin() as connection:
        connection.exec_driver_sql(act)
    assert written == {"listing"}


@pytest.mark.parametrize(
    "act", ["SELECT * FROM listing", "DELETE FROM listing WHERE name = 'none'"]
)
def test_what_changes_nothing_is_not_seen(engine, act):
    with watching(engine) as written, engine.begin() as connection:
        connection.exec_driver_sql(act)
    assert written == set()


def test_a_change_that_was_undone_is_not_seen(engine):
    with watching(engine) as written, engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM listing")
        connection.rollback()
        connection.exec_driver_sql("SELECT 1")
        connection.commit()
    assert written == set()


def test_a_connection_with_settings_of_its_own_is_watched_too(engine):
    writer = engine.execution_options(writes=True)
    with watching(engine) as written, writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM listing")
    assert written == {"listing"}


@pytest.mark.parametrize(
    ("what", "written"),
    [
        ("GET /", set()),
        ("GET /", {"audit_line", "audit_head", "user_session", "tally"}),
        ("POST /sign-in", {"limit_count", "user_session"}),
        ("POST /listings", {"listing", "form_answer", "audit_line", "audit_head"}),
    ],
)
def test_what_is_allowed_passes(what, written):
    check_written(what, written)


@pytest.mark.parametrize(
    ("what", "written"),
    [
        ("GET /", {"listing"}),
        ("GET /", {"listing", "audit_line"}),
        ("HEAD /", {"limit_count"}),
        ("POST /listings", {"listing"}),
        ("POST /listings", {"listing", "audit_head"}),
    ],
)
def test_what_was_forgotten_fails(what, written):
    with pytest.raises(FAILED):
        check_written(what, written)
