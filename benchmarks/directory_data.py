"""How fast lists come in and the feed goes out: against a plain insert, and in how much memory."""

import csv
import gc
import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

from flask import Flask

from accounts import operations as accounts_operations
from benchmarks import world
from benchmarks.corpus import published
from benchmarks.figures import Figure, work
from config import Settings
from directory.feed import tables
from directory.operations import importing
from directory.operations.reading import reader
from kernel import schema
from kernel.access import SYSTEM
from kernel.database import Database, sqlite_url
from wsgi import create_app

SMALL, LARGE = 1_000, 10_000
TURNS = (SMALL, SMALL, LARGE, SMALL, SMALL, LARGE, SMALL)
FEED = "/api/oruk/v3/services?format=ndjson&full=true"


def figures() -> Iterator[Figure]:
    """The figures of import and feed. Large and small take turns."""
    with TemporaryDirectory() as folder:
        plain = median(_plain_insert(Path(folder)) for _ in range(5))
    _brought_in(SMALL // 10)  # what is done once in a process is not measured
    taken: dict[int, list[float]] = {SMALL: [], LARGE: []}
    for size in TURNS:
        taken[size].append(_brought_in(size))
    small, large = median(taken[SMALL]), median(taken[LARGE])
    _tell(f"import computes {small:.2f} s for {SMALL:,} rows, {large:.2f} s for {LARGE:,}")
    _tell(f"a plain insert of {LARGE:,} rows computes {plain:.3f} s")
    yield Figure("import-10000-against-1000", large / small, 12)
    yield Figure("import-10000-against-sqlite3", large / plain, 100)
    few, many = (_peak_of_feed(size) for size in (SMALL, LARGE))
    _tell(f"feed at most {few / 1e6:.1f} MB of {SMALL:,}, {many / 1e6:.1f} MB of {LARGE:,}")
    yield Figure("feed-memory-10000-against-1000", many / few, 1.5)


@contextmanager
def _installation(folder: Path) -> Iterator[Flask]:
    """An empty installation with one area."""
    settings = Settings(
        data=folder / "data",
        database_url=sqlite_url(folder / "petunias.sqlite"),
        address="http://localhost",
        secret_key="a key that keeps nothing secret",  # noqa: S106
        audit_key="a key that keeps nothing secret",
    )
    schema.upgrade(settings.database_url)
    app = create_app(settings)
    yield app
    app.extensions["petunias"].database.close()


def _brought_in(size: int) -> float:
    """Seconds to look at a list, read it and bring it in as drafts, where there is nothing yet."""
    with TemporaryDirectory() as folder, _installation(Path(folder)) as app:
        file = _csv(Path(folder), size)
        wired = app.extensions["petunias"]
        database: Database = wired.database
        with database.writing() as session:
            area = accounts_operations.add_area(session, SYSTEM, name="Anytown", at=wired.clock())
        return work(lambda: _bring_in(database, area.id, file, at=wired.clock()))


def _bring_in(database: Database, area_id: UUID, file: Path, *, at: datetime) -> None:
    with database.writing() as session:
        batch = importing.begin_batch(
            session, SYSTEM, area_id=area_id, name=file.name, data=file, at=at
        )
        importing.read_batch(session, SYSTEM, batch.id, names=batch.mapping, known_as="", at=at)
    reader().read(batch.id)


def _csv(folder: Path, size: int) -> Path:
    file = folder / f"{size}.csv"
    file.write_text("".join(tables.csv_file(published(size))), encoding="utf-8")
    return file


def _plain_insert(folder: Path) -> float:
    """Seconds to read the same file and put its rows into a table as they are, in one transaction."""
    file = _csv(folder, LARGE)
    (folder / "plain.sqlite").unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / "plain.sqlite")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

        def insert() -> None:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                rows = csv.reader(opened)
                columns = [f'"{name}"' for name in next(rows)]
                connection.execute(f"CREATE TABLE listing ({', '.join(columns)}, PRIMARY KEY (id))")
                places = ", ".join("?" for _ in columns)
                for row in rows:
                    connection.execute(f"INSERT INTO listing VALUES ({places})", row)  # noqa: S608
            connection.commit()

        return work(insert)


def _peak_of_feed(size: int) -> int:
    """The most bytes held at once while the whole feed of so many services is sent."""
    with TemporaryDirectory() as folder:
        app = world.make(Path(folder), size)
        client = app.test_client()
        client.get(f"{FEED}&page=1")
        gc.collect()
        tracemalloc.start()
        for _ in client.get(FEED).response:
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        app.extensions["petunias"].database.close()
        return peak


def _tell(what: str) -> None:
    print(f"  {what}", flush=True)
