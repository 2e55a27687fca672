"""A database that refuses: a trigger that raises when a table is written to for the nth time."""

from collections.abc import Iterator
from contextlib import contextmanager

from kernel.database import Database

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_on_purpose() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'refused on purpose'; END $$
"""


@contextmanager
def refusing(database: Database, table: str, act: str = "INSERT") -> Iterator[None]:
    """Until the block ends, an act (INSERT, UPDATE, DELETE) on a table is refused."""
    if database.is_sqlite:
        begin = [
            f"CREATE TRIGGER refuse_on_purpose BEFORE {act} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'refused on purpose'); END"
        ]
        end = "DROP TRIGGER refuse_on_purpose"
    else:
        begin = [
            POSTGRES_FUNCTION,
            f"CREATE TRIGGER refuse_on_purpose BEFORE {act} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_on_purpose()",
        ]
        end = f"DROP TRIGGER refuse_on_purpose ON {table}"
    _say(database, *begin)
    try:
        yield
    finally:
        _say(database, end)


def _say(database: Database, *statements: str) -> None:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
