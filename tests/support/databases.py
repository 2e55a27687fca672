"""A fresh, migrated database for each test, on SQLite and on PostgreSQL, without migrating each time.

SQLite: a file is migrated once and copied. PostgreSQL: one database for each process of the run is
migrated once, and emptied of what a test left (copying it would take 300 ms a test, this takes two).
"""

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from directory.operations.reading import reader
from kernel import schema
from kernel.database import Database, make_engine, sqlite_url


class SqliteStock:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite"
        schema.upgrade(sqlite_url(self._template))

    def fresh(self, folder: Path) -> str:
        """The address of a copy in a folder."""
        return sqlite_url(shutil.copyfile(self._template, folder / "petunias.sqlite"))


class PostgresStock:
    """One migrated database, emptied before each use; what migrations put in is put back."""

    def __init__(self, server: str, name: str = "petunias") -> None:
        self._url = create_database(server, f"{name}_{process_name()}")
        schema.upgrade(self._url)
        self._engine = make_engine(self._url)
        self._emptying = self._statements()

    def fresh(self) -> str:
        """The address of the database, emptied."""
        with self._engine.begin() as connection:
            # A replica fires no triggers: the audit's tables refuse DELETE, and order does not matter.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(self._emptying)
        return self._url

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _statements(self) -> str:
        """Delete everything, and put back what the migrations had put in."""
        tables = sa.inspect(self._engine).get_table_names()
        told: list[str] = []
        with self._engine.begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA born")
            for table in tables:
                told.append(f'DELETE FROM "{table}"')
                if connection.exec_driver_sql(f'SELECT 1 FROM "{table}" LIMIT 1').first():
                    connection.exec_driver_sql(f'CREATE TABLE born."{table}" AS TABLE "{table}"')
                    told.append(f'INSERT INTO "{table}" SELECT * FROM born."{table}"')
        return ";".join(told)


class Empties:
    """Empty databases for test after test, one of each kind: each test is one transaction that is undone.

    A connection that is used again knows the tables already: on PostgreSQL that saves a sixth of a test.
    """

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder = request, folder
        self._made: dict[str, Database] = {}

    def of(self, kind: str) -> Database:
        """The one of a kind, made when it is asked for."""
        if kind not in self._made:
            self._made[kind] = made = Database(self._url(kind))
            sa.event.listen(made.engine, "commit", _refuse)
        return self._made[kind]

    def _url(self, kind: str) -> str:
        if kind == "sqlite":
            stock: SqliteStock = self._request.getfixturevalue("sqlite_stock")
            return stock.fresh(self._folder)
        with closing(PostgresStock(self._request.config.petunias_postgres, "empty")) as made:
            return made.fresh()

    def close(self) -> None:
        """Give the connections back."""
        for made in self._made.values():
            made.close()


def _refuse(connection: sa.Connection) -> None:
    connection.invalidate()  # so that the next test finds nothing of it, nor a transaction begun
    raise AssertionError("This test keeps what it wrote: let it ask for `database`.")


def close(app: Flask) -> None:
    """Give back every connection of an application: its own, and that of its queue.

    A file that is still being read beside is read to its end first, while there is a database.
    """
    reader().wait()
    atexit.unregister(app.extensions["directory_tallies"].keep)
    app.extensions["petunias"].database.close()
    queue = app.extensions["petunias_worker"]._huey
    if queue is not None:
        queue.storage.close()


def process_name() -> str:
    """Which process of a run this is: "gw0", "gw1", …, or "alone"."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


def create_database(server: str, name: str) -> str:
    """Make an empty PostgreSQL database on a server, instead of one of that name; its address."""
    with _server(server) as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def drop_database(server: str, name: str) -> None:
    """Take a database away."""
    with _server(server) as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _server(url: str) -> Iterator[sa.Connection]:
    engine = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
