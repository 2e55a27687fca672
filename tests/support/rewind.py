"""A database put back as it was, as often as a test likes: quicker than a new one each time."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import sqlalchemy as sa
from sqlalchemy import Engine

from tests.support.watch import watching

Rewind = Callable[[], set[str]]
"""Put everything back; the names of the tables that had changed."""

KEPT = "as_it_was"


@contextmanager
def rewinding(engine: Engine) -> Iterator[Rewind]:
    """Remember everything that is in a database now."""
    there = _sqlite(engine) if engine.dialect.name == "sqlite" else _postgres(engine)
    with there as put_back, watching(engine) as written:

        def rewind() -> set[str]:
            changed = set(written)
            if changed:
                put_back(changed)
                written.clear()
            return changed

        yield rewind


@contextmanager
def _sqlite(engine: Engine) -> Iterator[Callable[[set[str]], None]]:
    """The whole file is copied to memory and back: its triggers refuse to delete an audit line."""
    with (
        closing(sqlite3.connect(str(engine.url.database))) as live,
        closing(sqlite3.connect(":memory:")) as kept,
    ):
        live.execute("PRAGMA synchronous = OFF")
        live.backup(kept)
        yield lambda changed: kept.backup(live)


@contextmanager
def _postgres(engine: Engine) -> Iterator[Callable[[set[str]], None]]:
    """Each table is copied beside itself; a replica fires no triggers and minds no order.

    Whatever was written later than that goes, and what is missing then comes back from the copy.
    """
    inspector = sa.inspect(engine)
    keys = {
        name: inspector.get_pk_constraint(name)["constrained_columns"][0]
        for name in inspector.get_table_names()
    }
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {KEPT}")
        for name in keys:
            connection.exec_driver_sql(f'CREATE TABLE {KEPT}."{name}" AS TABLE "{name}"')
        copied_in = connection.exec_driver_sql("SELECT txid_current()").scalar_one()

    def put_back(changed: set[str]) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for name in changed:
                connection.exec_driver_sql(
                    f'DELETE FROM "{name}" WHERE xmin::text::bigint > {copied_in}'
                )
                connection.exec_driver_sql(
                    f'INSERT INTO "{name}" SELECT * FROM {KEPT}."{name}" '
                    f'WHERE "{keys[name]}" NOT IN (SELECT "{keys[name]}" FROM "{name}")'
                )

    yield put_back
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {KEPT} CASCADE")
