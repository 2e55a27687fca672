"""Everything that is kept about a person, found from the schema: no table of a later day is forgotten.

A row belongs to a person when foreign keys lead from it to them. What is kept of people without a key
(letters, one-use links) is found by the numbers of those rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.database import Base, Json
from referrals.held import reviewed

ROOT = "person"
OWN_KEY = "id"


@dataclass(frozen=True)
class Linked:
    """A table whose rows belong to people, and the keys by which they do: column, table above."""

    table: sa.Table
    keys: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def columns_with_words(self) -> tuple[str, ...]:
        """The columns that hold people's words: texts, lists and tables of texts."""
        return tuple(column.name for column in self.table.columns if holds_words(column))


def holds_words(column: sa.Column[Any]) -> bool:
    """Whether a column holds free words, rather than a number, a day or one of a closed list."""
    kind: object = column.type
    if isinstance(kind, sa.types.TypeDecorator) and not isinstance(kind, Json):
        kind = kind.impl
    return isinstance(kind, Json) or (isinstance(kind, sa.String) and not isinstance(kind, sa.Enum))


@cache
def linked_tables() -> tuple[Linked, ...]:
    """Every table that belongs to people, those above before those below."""
    depths = {ROOT: 0}
    while True:
        deeper = {
            table.name: depth
            for table in Base.metadata.tables.values()
            if (depth := _depth(table, depths)) > depths.get(table.name, -1)
        }
        if not deeper:
            break
        if max(deeper.values()) > len(Base.metadata.tables):
            raise ValueError(f"Keys lead in a circle: {sorted(deeper)}.")
        depths |= deeper
    named = sorted(depths, key=lambda name: (depths[name], name))
    return tuple(
        Linked(table := Base.metadata.tables[name], _keys(table, depths)) for name in named
    )


def _depth(table: sa.Table, depths: Mapping[str, int]) -> int:
    above = [depths[name] + 1 for _, name in _keys(table, depths)]
    return max(above, default=depths.get(table.name, -1))


def _keys(table: sa.Table, known: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """The keys to tables that belong to people; a key to the table itself says nothing new."""
    found = [(key.parent.name, key.target_fullname.partition(".")[0]) for key in table.foreign_keys]
    return tuple(sorted(one for one in found if one[1] in known and one[1] != table.name))


def rows_of(linked: Linked, person_id: UUID) -> sa.ColumnElement[bool]:
    """The rows of a table that belong to a person."""
    if linked.name == ROOT:
        return linked.table.c[OWN_KEY] == person_id
    return sa.or_(
        *(
            linked.table.c[column].in_(
                sa.select(_linked(above).table.c[OWN_KEY]).where(rows_of(_linked(above), person_id))
            )
            for column, above in linked.keys
        )
    )


def _linked(name: str) -> Linked:
    return next(one for one in linked_tables() if one.name == name)


def everything_about(
    session: Session, person_id: UUID
) -> Iterator[tuple[Linked, Sequence[Mapping[str, Any]]]]:
    """All rows that belong to a person, table by table, oldest number first."""
    for linked in linked_tables():
        rows = session.execute(
            sa.select(linked.table)
            .where(rows_of(linked, person_id))
            .order_by(linked.table.c[OWN_KEY])
        )
        yield linked, [dict(row._mapping) for row in rows]


def numbers_of(session: Session, person_id: UUID) -> frozenset[UUID]:
    """The numbers of all rows that belong to a person: what letters and links name."""
    return frozenset(
        row[OWN_KEY] for _, rows in everything_about(session, person_id) for row in rows
    )


def letters_about(
    session: Session, person_id: UUID
) -> Iterator[tuple[Linked, Sequence[Mapping[str, Any]]]]:
    """Rows that name a person's rows without a foreign key: letters, and links that were sent."""
    numbers = numbers_of(session, person_id)
    for table in (one for one in reviewed().values() if one.by):
        linked = Linked(Base.metadata.tables[table.table], ())
        wanted = sa.select(linked.table).where(linked.table.c[table.by].in_(numbers))
        yield linked, [dict(row._mapping) for row in session.execute(wanted)]
