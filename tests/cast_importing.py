"""Lists from elsewhere, and somebody who brings them in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory.models import ImportBatch
from directory.operations import importing
from directory.operations.reading import reader
from kernel.access import SYSTEM, Actor
from kernel.database import Database
from tests.cast import a_directory_editor
from tests.support.clock import NOON

HEADINGS = ("id", "Group", "Activity", "Description", "Phone", "Postcode", "When", "Colour")
WALKS = ("1", "Hill Walkers", "Slow walks", "Walks for all.", "01632 960111", "NE3 1AA",
         "Tuesdays 10am to 12", "red")  # fmt: skip
SWIMS = ("2", "Cold Swimmers", "Sea swims", "We swim.", "01632 960222", "NE30 4AA", "", "blue")
ODD = ("3", "Rich Quick", "Earn money now", "Send your bank details to http://evil.example/pay",
       "01632 960333", "NE6 1AB", "", "")  # fmt: skip
NAMELESS = ("4", "", "", "Nobody knows who does this.", "", "", "", "")
EMPTY = ("5", "The Empty", "", "", "", "", "", "")
FILE = "neighbours.csv"


def a_list(*rows: Sequence[str]) -> bytes:
    """A list as a CSV file: four rows of five come in, in one way or another."""
    lines = (HEADINGS, *(rows or (WALKS, SWIMS, ODD, NAMELESS, EMPTY)))
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode()


def changed(row: Sequence[str], **facts: str) -> tuple[str, ...]:
    """The row with some cells changed: `changed(WALKS, Phone="…")`."""
    return tuple(facts.get(heading, cell) for heading, cell in zip(HEADINGS, row, strict=True))


def an_editor(session: Session, **more: str) -> Actor:
    """An editor of the host of Anytown's directory."""
    return a_directory_editor(session, **more)


def anytown_id(session: Session) -> UUID:
    """Anytown."""
    return next(one.id for one in accounts.areas(session) if one.name == "Anytown")


def a_batch(session: Session, actor: Actor, data: bytes | None = None) -> ImportBatch:
    """A list that was just brought: its columns are to be matched."""
    return importing.begin_batch(
        session, actor, area_id=anytown_id(session), name=FILE, data=data or a_list(), at=NOON
    )


def let_read(session: Session, actor: Actor, batch: ImportBatch) -> None:
    """Say that the columns are right."""
    importing.read_batch(
        session, actor, batch.id, names=batch.mapping, known_as=batch.known_as, at=NOON
    )


def brought_in(database: Database, *rows: Sequence[str], actor: Actor = SYSTEM) -> UUID:
    """A list that has been read and has come in as drafts (or could not be)."""
    with database.writing() as session:
        batch = a_batch(session, actor, a_list(*rows))
        let_read(session, actor, batch)
    reader().read(batch.id)
    return batch.id
