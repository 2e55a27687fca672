"""A copy of the database while it is in use, and the way back from one (reliability.md B1, B3).

Copying the file of a running SQLite by hand can give a broken copy; SQLite's own backup cannot.
PostgreSQL has tools of its own for this: docs/running.md names them.
"""

import os
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from kernel.database import Database
from kernel.errors import RuleBroken

ELSEWHERE = "This database is PostgreSQL: use pg_dump and pg_restore. docs/running.md says how."


def backup(database: Database, file: Path) -> int:
    """Write a whole copy to a file, readable by its owner alone; its size in bytes.

    An older copy under that name is replaced only when the new one is complete and sound.
    """
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(_source(database)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
            _check(copy, file)
        _make_lasting(unfinished)
        unfinished.replace(file)
        _make_lasting(file.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return file.stat().st_size


def restore(database: Database, file: Path, *, known_shapes: Collection[str]) -> None:
    """Put everything back as it was in a copy, in one transaction: all of it or nothing.

    Raises RuleBroken, and touches nothing, when the file is damaged, no copy of ours, or newer than
    this program (`known_shapes`: the migrations that it knows).
    """
    if not file.is_file():
        raise RuleBroken(f"There is no file {file}.")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        _check(copy, file)
        _check_shape(copy, file, known_shapes)
        with closing(_source(database)) as live:
            copy.backup(live)


def _source(database: Database) -> sqlite3.Connection:
    if not database.is_sqlite:
        raise RuleBroken(ELSEWHERE)
    return sqlite3.connect(str(sa.make_url(database.url).database), timeout=30)


def _check(copy: sqlite3.Connection, file: Path) -> None:
    try:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        broken = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise RuleBroken(f"{file} is damaged or no database. Nothing was changed.") from error
    if found != "ok" or broken is not None:
        raise RuleBroken(f"{file} is damaged. Nothing was changed.")


def _check_shape(copy: sqlite3.Connection, file: Path, known: Collection[str]) -> None:
    try:
        shapes = [row[0] for row in copy.execute("SELECT version_num FROM alembic_version")]
    except sqlite3.DatabaseError as error:
        raise RuleBroken(f"{file} is not a copy of Petunias. Nothing was changed.") from error
    if len(shapes) != 1 or shapes[0] not in known:
        raise RuleBroken(f"{file} is of a newer Petunias than this one. Nothing was changed.")


def _make_lasting(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
