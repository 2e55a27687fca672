"""Which tables a piece of work has changed for good: seen at the database, not believed of the code."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

WRITING = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_PENDING = "tables written in this transaction"


@contextmanager
def watching(engine: Engine) -> Iterator[set[str]]:
    """The names of the tables in which committed transactions changed rows, as they come."""
    kept: set[str] = set()

    def executed(connection: Connection, cursor: Any, statement: str, *_rest: Any) -> None:
        found = WRITING.match(statement)
        if found and cursor.rowcount != 0:
            connection.info.setdefault(_PENDING, set()).add(found[1].lower())

    def committed(connection: Connection) -> None:
        kept.update(connection.info.pop(_PENDING, ()))

    def undone(connection: Connection) -> None:
        connection.info.pop(_PENDING, None)

    listeners = [("after_cursor_execute", executed), ("commit", committed), ("rollback", undone)]
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield kept
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)
