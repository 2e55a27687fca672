"""Canaries: a word found nowhere else in every column with words that belongs to a person.

Columns are found from the schema, so a new table is planted by itself. FACTS is for columns that take
only some words: a line for each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing.bands import Band, kept
from kernel.database import Base, Json, UtcDateTime
from referrals.criteria import Level, MentalHealth, Mobility, OngoingInput, TariffFacts
from referrals.held import reviewed
from referrals.lifecycle import ReportState, State
from referrals.models import Referral
from referrals.plans import Goal, Obstacle, Plan, Step
from referrals.queries.record import Linked, holds_words, linked_tables, rows_of
from referrals.reporting import Content, Line, Occasion, Section
from referrals.vocabulary import LinkKind
from tests.cast import NOON

FACTS: Mapping[tuple[str, str], Any] = {
    ("hold", "lifted_at"): NOON,  # so that it forbids nothing
    ("concern", "closed_at"): NOON,  # what was done is said of what is closed
    ("assessment", "profile"): {"severity": Level.MUCH.value},
    ("band_choice", "suggested"): [Band.LOW.value],
    ("band_choice", "evidence"): kept(
        TariffFacts(1, MentalHealth.LOW, Mobility.MOBILE, OngoingInput.MINIMAL, 45, 0)
    ),
    ("onward_link", "kind"): LinkKind.SELF_DIRECTED,
    ("onward_link", "listing_id"): None,
    ("onward_link", "agreement_id"): None,
    ("report", "state"): ReportState.SENT,
    ("report", "sent_at"): NOON,
    ("report", "left_out"): ["agreed"],
}
"""What a column takes when any word will not do: (table, column)."""

SHAPED = {
    ("person", "nhs_number"): "99900{:05}",
    ("person", "phone"): "077009{:05}",
    ("letter", "template"): "canary{:05}",
}
"""Columns whose words have a shape: their canary is a number in it."""


def _plan(word: str) -> Plan:
    """A plan that says a word wherever it can."""
    step, obstacle = Step(uuid4(), word), Obstacle(uuid4(), word, word, word)
    goal = Goal(uuid4(), word, steps=(step,), result=word)
    return Plan((goal,), (obstacle,), word)


def _report(word: str) -> dict[str, Any]:
    """What a report says, with a word in it."""
    section = Section("agreed", "Agreed", "plan and requested actions", (Line("", word),))
    return Content(
        "Somebody", "1948-05-17", "", "A practice", "A lead NTP", "A link worker", Occasion.REVIEW,
        (), (section,),
    ).kept()  # fmt: skip


MADE: Mapping[tuple[str, str], Callable[[str], Any]] = {
    ("action_plan", "content"): _plan,
    ("plan_version", "content"): _plan,
    ("report", "content"): _report,
    ("onward_link", "short_code"): lambda word: uuid4().hex[:8].upper(),
    ("reading", "code"): lambda word: "petunias-wheel",
    ("reading", "language"): lambda word: "en",
    ("reading_answer", "aspect"): lambda word: "people",
    ("onward_link", "choices"): lambda word: [{"listing": "", "name": word, "places_left": None}],
    ("onward_link", "outcomes_told"): lambda word: [{"owed": word, "met": "", "words": word}],
    ("onward_link_word", "outcomes"): lambda word: [{"owed": word, "met": "", "words": word}],
}
"""How a column with a shape of its own says a word."""

CODES = frozenset({
    ("onward_link", "short_code"), ("reading", "code"), ("reading", "language"),
    ("reading_answer", "aspect"), ("analyst_row", "pseudonym"), ("analyst_row", "cells"),
})  # fmt: skip
"""Columns that hold codes: of an address on paper, of an instrument, of a language, of a row without a name."""

GROUP_SEES = {
    *(("person", one) for one in ("name", "known_as", "phone", "email", "access_needs", "safe_times")),
    *(("onward_link", one) for one in (
        "title", "buddy", "proposes", "group_says", "value_words", "outcomes_owed", "outcomes_told",
    )),
    ("attendance", "who"),
}  # fmt: skip
"""What a group may be shown of somebody who agreed to all of it (A12)."""

PERSON_SEES = {
    ("person", "name"), ("person", "known_as"), ("action_plan", "content"),
    ("appointment", "place"), ("onward_link", "title"), ("onward_link", "group_name"),
    ("voucher", "code"),
}  # fmt: skip
"""What is on somebody's own page: nothing that others wrote about them."""

LETTERS_SAY = {
    ("person", "name"), ("person", "known_as"), ("person", "email"), ("person", "phone"),
    ("appointment", "place"),
}  # fmt: skip
"""What a letter may say of somebody, and to nobody but them."""


@dataclass(frozen=True)
class Canary:
    """A planted word, where it is, and how a page may show it."""

    table: str
    column: str
    word: str

    @property
    def shown(self) -> frozenset[str]:
        """The word as it is kept, and as pages print it."""
        if (self.table, self.column) == ("person", "nhs_number"):
            return frozenset({self.word, f"{self.word[:3]} {self.word[3:6]} {self.word[6:]}"})
        return frozenset({self.word})


OF_WHAT_WAS_SENT = {"case_opening", "concern", "concern_note"}
"""What there is of nobody before somebody sent their referral: only its writer sees a draft."""


class Planter:
    """Plants canaries for one person after the other; no word is used twice."""

    def __init__(self, *, begins: int = 10_000) -> None:
        self._next = count(begins)

    def plant(self, session: Session, person_id: UUID) -> list[Canary]:
        """A row of every table that belongs to the person, and a canary in every column with words."""
        session.flush()
        planted: list[Canary] = []
        is_sent = session.scalar(
            sa.select(Referral.id).where(
                Referral.person_id == person_id, Referral.state != State.DRAFT
            )
        )
        for linked in linked_tables():
            if linked.name in OF_WHAT_WAS_SENT and not is_sent:
                continue
            if not session.execute(
                sa.select(linked.table.c.id).where(rows_of(linked, person_id))
            ).first():
                session.execute(
                    sa.insert(linked.table).values(self._row(session, linked, person_id))
                )
            planted += self._mark(session, linked.table, rows_of(linked, person_id))
        for held in reviewed().values():
            if held.by:
                planted += self._loose(
                    session, Base.metadata.tables[held.table], held.by, person_id
                )
        session.expire_all()
        return planted

    def _row(self, session: Session, linked: Linked, person_id: UUID) -> dict[str, Any]:
        above = dict(linked.keys)
        person = Base.metadata.tables["person"]
        own = session.execute(sa.select(person).where(person.c.id == person_id)).mappings().one()
        return {
            column.name: self._above(session, above[column.name], person_id)
            if column.name in above
            else own[column.name] if column.name in {"lead_id", "practice_id"}
            else self._value(session, linked.table, column)
            for column in linked.table.columns
        }  # fmt: skip

    def _above(self, session: Session, table: str, person_id: UUID) -> UUID | None:
        higher = next(one for one in linked_tables() if one.name == table)
        return session.scalar(
            sa.select(higher.table.c.id).where(rows_of(higher, person_id)).limit(1)
        )

    def _value(self, session: Session, table: sa.Table, column: sa.Column[Any]) -> Any:
        if (table.name, column.name) in FACTS:
            return FACTS[table.name, column.name]
        if column.name == "id":
            return uuid4()
        for key in column.foreign_keys:
            there = key.target_fullname.partition(".")[0]
            if there == table.name:
                return None
            found = session.scalar(sa.select(Base.metadata.tables[there].c.id).limit(1))
            return found or (None if column.nullable else self._made(session, there))
        return None if column.nullable else _plain(column)

    def _made(self, session: Session, name: str) -> UUID:
        """A plain row of a table that belongs to nobody, and on which others hang."""
        table = Base.metadata.tables[name]
        row = {one.name: self._value(session, table, one) for one in table.columns}
        session.execute(sa.insert(table).values(row))
        return row["id"]

    def _mark(
        self, session: Session, table: sa.Table, rows: sa.ColumnElement[bool]
    ) -> list[Canary]:
        found, columns = [], [one for one in table.columns if holds_words(one)]
        for number in session.scalars(sa.select(table.c.id).where(rows)).all():
            words = {
                one.name: self._word(table.name, one.name) for one in columns
                if (table.name, one.name) not in FACTS
            }  # fmt: skip
            values = {name: _as(table.c[name], word) for name, word in words.items()}
            if values:
                session.execute(sa.update(table).where(table.c.id == number).values(values))
            found += [
                Canary(table.name, name, word) for name, word in words.items()
                if (table.name, name) not in CODES
            ]  # fmt: skip
        return found

    def _word(self, table: str, column: str) -> str:
        shape = SHAPED.get((table, column), "Canary{:05}bird")
        return shape.format(next(self._next))

    def _loose(self, session: Session, table: sa.Table, by: str, person_id: UUID) -> list[Canary]:
        row = {one.name: self._value(session, table, one) for one in table.columns}
        session.execute(sa.insert(table).values({**row, by: person_id}))
        return self._mark(session, table, table.c.id == row["id"])


def _as(column: sa.Column[Any], word: str) -> Any:
    """A word as a column keeps it: by itself, in a list, or in a table."""
    if made := MADE.get((column.table.name, column.name)):
        return made(word)
    if not isinstance(column.type, Json):
        return word
    is_table = "dict" in str(getattr(column, "info", {}).get("of", "")) or column.name in {
        "facts", "link", "details",
    }  # fmt: skip
    return {"said": word} if is_table else [word]


PLAIN: Mapping[type[Any], Any] = {
    UtcDateTime: NOON,
    sa.Date: NOON.date(),
    sa.Boolean: False,
    sa.Integer: 1,
}


def _plain(column: sa.Column[Any]) -> Any:
    """A value that a column without words takes; one with words is filled afterwards."""
    kind = column.type
    if isinstance(kind, sa.Enum):
        return kind.enum_class(kind.enums[0]) if kind.enum_class else kind.enums[0]
    if isinstance(kind, sa.Uuid):
        return uuid4()
    return next((value for one, value in PLAIN.items() if isinstance(kind, one)), _empty(column))


def _empty(column: sa.Column[Any]) -> Any:
    if made := MADE.get((column.table.name, column.name)):
        return made("")
    return [] if isinstance(column.type, Json) else ""


def found_in(text: str, canaries: list[Canary]) -> list[Canary]:
    """The canaries that a text shows."""
    if (
        "anary" not in text
        and "99900" not in text
        and "999 00" not in text
        and "077009" not in text
    ):
        return []
    return [one for one in canaries if any(word in text for word in one.shown)]
