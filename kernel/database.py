"""Where everything is kept: column types, the base of all tables, and how work begins and ends.

SQLite is the embedded default, PostgreSQL 15+ the production database; models are the same on both.
There are two ways in: `reading()` never changes anything, `writing()` is one transaction that is
committed whole or not at all. Nobody else commits.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

from kernel.errors import Conflict

BUSY_SECONDS = 10
"""How long a write waits for another one before the visitor is asked to try again."""

CLEARING_MILLISECONDS = 500
"""How long emptying the log waits for those who read."""

FOR_PAGES = "-c statement_timeout=30s -c jit=off"
"""What PostgreSQL is told of our statements: none takes long, so compiling one costs more than it saves."""

CHANGED = (
    "Somebody else changed this while you were working on it. "
    "Nothing was overwritten: look at it again, then make your change."
)
TAKEN = (
    "Somebody else did the same at the same moment, and was first. "
    "Open the page again to see how it stands now."
)

_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment. It must carry a zone; it is stored in UTC and comes back in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment must carry a time zone.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(sa.types.TypeDecorator[Any]):
    """Lists and tables of plain values: JSONB on PostgreSQL, JSON text on SQLite."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB

            return dialect.type_descriptor(JSONB())
        return dialect.type_descriptor(sa.JSON())


def one_of(kind: type[Enum], name: str) -> sa.Enum:
    """A column type that takes only the values of a closed list; the database checks it too."""
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """The base of all tables. A row has its id from birth, so it can be spoken of before it is saved."""

    metadata = sa.MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: sa.Text,
        UUID: sa.Uuid,
        datetime: UtcDateTime,
        date: sa.Date,
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
    }

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init__(self, **facts: Any) -> None:
        facts.setdefault("id", uuid4())
        for name, value in facts.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name!r}.")
            setattr(self, name, value)


def on_sqlite_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Settings of each SQLite connection: durable, honest about foreign keys, erasing what it deletes."""
    connection.isolation_level = None  # we say BEGIN ourselves, see on_begin
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def on_begin(connection: Connection) -> None:
    """Take the write lock at once when writing: a read that turns into a write can fail half-way."""
    writes = connection.get_execution_options().get("petunias_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_engine(url: str) -> Engine:
    """The engine for a database address, with the settings that each database needs.

    Errors do not repeat what was to be written, so that no log holds people's details.
    """
    if url.startswith("sqlite"):
        engine = sa.create_engine(url, pool_size=8, max_overflow=8, hide_parameters=True)
        event.listen(engine, "connect", on_sqlite_connect)
        event.listen(engine, "begin", on_begin)
        return engine
    return sa.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_pre_ping=True,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,
        connect_args={"options": f"-c lock_timeout={BUSY_SECONDS}s {FOR_PAGES}"},
    )


class Database:
    """The database, and the only two ways to work with it.

    `before_commit` callables run inside the transaction, last of all (the audit seals its lines
    there); `after_commit` callables run once it is certain (the worker is nudged there).
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._writer = self.engine.execution_options(petunias_writes=True)
        self.before_commit: list[Callable[[Session], None]] = []
        self.after_commit: list[Callable[[Session], None]] = []

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose work is always thrown away."""
        with Session(self.engine, autoflush=False) as session:
            try:
                yield session
            finally:
                session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end unless something was raised or `undo` was called.

        Raises Conflict when another writer changed the same record first.
        """
        with Session(self._writer, expire_on_commit=False) as session:
            try:
                yield session
                if session.info.pop("undone", False):
                    session.rollback()
                    return
                for finish in self.before_commit:
                    finish(session)
                session.commit()
            except StaleDataError as error:
                raise Conflict(CHANGED) from error
            except IntegrityError as error:
                if _is_taken(error):
                    raise Conflict(TAKEN) from error
                raise
            for hear in self.after_commit:
                hear(session)

    def clear_log(self) -> bool:
        """Let what was deleted stand nowhere in SQLite's write-ahead log; whether it is empty now.

        Who reads at this moment keeps it from being emptied: then try again later.
        """
        if not self.is_sqlite:
            return True
        raw = self.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {CLEARING_MILLISECONDS}")
            is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        finally:
            raw.close()
        return not is_busy

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def undo(session: Session) -> None:
    """Let nothing of this transaction be kept, though no error was raised (a form had mistakes).

    It is rolled back at once, so that a page drawn afterwards shows what is true.
    """
    session.rollback()
    session.info["undone"] = True


def _is_taken(error: IntegrityError) -> bool:
    """Whether something that may be there once only was there already."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return code in {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}


def sqlite_url(path: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite:///{path}"
