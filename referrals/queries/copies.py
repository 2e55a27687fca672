"""A copy of everything that is kept about a person; what may speak of others waits for a reviewer (G1, P15)."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from kernel.periods import day_in_london
from referrals.clocks import Clock
from referrals.held import Held, held
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.plans import Plan
from referrals.queries.record import OWN_KEY, Linked, everything_about, holds_words, letters_about
from referrals.reporting import Content
from referrals.vocabulary import Source

OTHERS = "It may speak of somebody else."
SAFEGUARDING = "It is about keeping somebody safe."
HARM = "It says that danger was spoken of. Leave it unless you know that nobody else reads the copy where it lies."
"""The rule of “Who looked” on paper. There it is left out. A copy is the person's right, so here it waits:
whoever lives with them may read it, and an officer who has asked how it reaches them lets it go."""
BOOKKEEPING = frozenset({
    "version", "moves_made", "words_said", "versions_made", "number", "plan_number", "is_twin", "has_crisis_words",
    "is_codes_only", "is_on_case", "changed_at", "moved_at", "recorded_at",
    "first_recorded_at",
})  # fmt: skip
"""What says nothing to people; it is in the copy as data."""
SECRETS = frozenset({"digest", "fingerprint", "short_code", "link"})
"""What opens a page or proves a text: it says nothing of anybody, and is in no copy."""
TOLD_WHEN = (
    "happened_at", "begins_at", "on", "at", "received_on", "sent_at", "started_at", "given_at",
    "introduced_at", "made_at",
)  # fmt: skip
"""Which day of a row people order it by, the first that it has; else any day of it."""
HEADINGS: Mapping[str, str] = {
    "at": "When", "on": "Day", "because": "Why", "who": "Who", "how": "How", "before": "Before",
    "after": "Afterwards", "move": "What happened", "kind": "What", "came": "Came",
    "happened_at": "When", "begins_at": "When", "minutes": "Minutes", "content": "What it said",
    "agreed": "In words", "words": "In words", "asks": "What was asked", "goes": "How it went",
    "template": "Kind of letter", "occasion": "When it was written", "told_by": "Who told us",
    "co_morbidities": "Long-term conditions", "given_at": "Given on", "withdrawn_at": "Taken back on",
    "replaced_at": "Put right on",
    "profile": "Questions about how much support you need",
}  # fmt: skip
"""Columns that would not be plain words."""


@dataclass(frozen=True)
class Section:
    """What a table holds about the person: rows of column and value."""

    table: str
    says: str
    rows: tuple[Mapping[str, Any], ...]

    @property
    def plain(self) -> list[dict[str, Any]]:
        """The rows fit for JSON."""
        return [{name: _plain(value) for name, value in row.items()} for row in self.rows]

    @property
    def readable(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The rows as people read them: no numbers of rows, no bookkeeping, nothing that is empty."""
        return tuple(
            tuple(
                (_heading(name), words)
                for name, value in row.items()
                if name not in BOOKKEEPING and not isinstance(value, UUID) and not _is_nothing(name, value)
                and (words := _words(value))
            )
            for row in self.rows
        )  # fmt: skip


@dataclass(frozen=True)
class Withheld:
    """A part that somebody must read first: why, and what it says.

    `as_read` names the part with the words that it has now. It is what a reviewer lets go: words that
    are added later are not among them, and bring the part back to be read.
    """

    part: str
    says: str
    why: str
    is_safeguarding: bool
    words: tuple[str, ...] = field(repr=False)
    is_quiet: bool = False
    """Whether the copy does not even say that something is not in it yet."""

    @property
    def called(self) -> str:
        """The part as people call it: "When we met, rang or wrote: note"."""
        column = self.part.partition(".")[2]
        return f"{self.says}: {_heading(column).lower()}" if column else self.says

    @property
    def digest(self) -> str:
        """SHA-256 of its words."""
        return hashlib.sha256(json.dumps(self.words).encode()).hexdigest()

    @property
    def as_read(self) -> str:
        """The part with the digest of its words: "referral.why_now@9f86d081884c7d65…"."""
        return as_read(self.part, self.digest)


def as_read(part: str, digest: str) -> str:
    """A part with the words that a digest stands for."""
    return f"{part}@{digest}"


@dataclass(frozen=True)
class Copy:
    """What can be handed over, and what cannot yet."""

    sections: tuple[Section, ...]
    withheld: tuple[Withheld, ...]


def copy_of(session: Session, person_id: UUID, *, released: Collection[str] = ()) -> Copy:
    """Everything about a person: sections to hand over, and the parts not `released` as they read now.

    Not what a practice wrote and did not send: it was told that it alone sees that, and officers of the lead NTP
    make this copy. The person's right to it is against the practice, and the copy tells them to ask there.
    """
    sections: list[Section] = []
    withheld: list[Withheld] = []
    every = [*everything_about(session, person_id), *letters_about(session, person_id)]
    for linked, found in every:
        if rows := [row for row in found if not _was_not_sent(linked, row)]:
            table = held(linked.name)
            waiting = [one for one in _to_read(linked, table, rows) if one.as_read not in released]
            sections += _section(linked, table, rows, waits={one.part for one in waiting})
            withheld += waiting
    return Copy(tuple(sections), tuple(withheld))


def _was_not_sent(linked: Linked, row: Mapping[str, Any]) -> bool:
    """Whether a row is a draft of a practice."""
    is_draft = linked.table is Referral.__table__ and row["state"] is State.DRAFT
    return is_draft and row["source"] is Source.PRACTICE


def _section(
    linked: Linked, table: Held, rows: Collection[Mapping[str, Any]], *, waits: Collection[str]
) -> Iterator[Section]:
    columns = [
        column.name
        for column in linked.table.columns
        if column.name not in SECRETS | table.elsewhere and _part(table, column.name) not in waits
    ]
    if columns:
        in_order = sorted(rows, key=_when)
        kept = tuple({name: row[name] for name in columns} for row in in_order)
        yield Section(table.table, table.says, kept)


def _to_read(
    linked: Linked, table: Held, rows: Collection[Mapping[str, Any]]
) -> Iterator[Withheld]:
    parts: dict[str, list[str]] = {}
    for column in linked.table.columns:
        values = [row[column.name] for row in rows]
        is_given = table.is_given(column.name, has_words=holds_words(column))
        if column.name in table.harm:
            is_given = not any(map(_speaks_of_danger, values))
        if not is_given and column.name not in SECRETS | table.elsewhere:
            said = [_words(row[column.name]) for row in sorted(rows, key=_when)]
            parts.setdefault(_part(table, column.name), []).extend(one for one in said if one)
    for part, words in parts.items():
        if words:
            yield Withheld(
                part, table.says, _why(table, part), table.is_safeguarding, tuple(words),
                is_quiet=table.is_safeguarding or _why(table, part) == HARM,
            )  # fmt: skip


def _part(table: Held, column: str) -> str:
    """What a reviewer lets go at once: a column; of safeguarding, and of danger, the whole table."""
    is_whole = table.is_safeguarding or table.harms
    return table.table if is_whole else f"{table.table}.{column}"


def _why(table: Held, part: str) -> str:
    """Why a part is read first."""
    if table.is_safeguarding:
        return SAFEGUARDING
    column = part.removeprefix(f"{table.table}.")
    return HARM if table.harms or column in table.harm else OTHERS


def _speaks_of_danger(value: Any) -> bool:
    """Whether a value of a column that may do harm does: of clocks, only that of danger."""
    return bool(value) and (not isinstance(value, Clock) or value is Clock.SAFETY)


def _when(row: Mapping[str, Any]) -> str:
    """By what the rows of a table are ordered: the day on which it happened; "" where there is none."""
    days = [row[name] for name in (*TOLD_WHEN, *row) if isinstance(row.get(name), date)]
    return days[0].isoformat() if days else ""


def _is_nothing(name: str, value: Any) -> bool:
    """Whether a value says nothing: none of something, or a "no" that nobody was asked for."""
    return name != "came" and (value is False or (isinstance(value, int) and value == 0))


def _plain(value: Any) -> Any:
    match value:
        case Plan():
            return value.to_json()
        case Enum():
            return getattr(value, "words", value.value)
        case UUID() | date() | datetime():
            return str(value) if isinstance(value, UUID) else value.isoformat()
    return value


def _words(value: Any) -> str:
    if isinstance(value, Plan):
        value = value.in_words()
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            day = day_in_london(value)
            return f"{day.day} {day:%B %Y}"
        case {"occasion": _, "sections": _, "codes": _}:
            return Content.of(value).in_words
        case list() | dict():
            return _several(value)
    return "" if value is None else str(_plain(value))


def _several(value: list[Any] | dict[str, Any]) -> str:
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)
    return "; ".join(f"{str(name).replace('_', ' ')}: {_words(one)}" for name, one in value.items())


def _heading(column: str) -> str:
    """A column as people read it."""
    return HEADINGS.get(column) or column.replace("_", " ").capitalize().replace("Nhs", "NHS")


def given_of(session: Session, person_id: UUID) -> dict[str, Any]:
    """What referrals hand over by themselves, fit for JSON: the feature's part of a person."""
    return {
        one.table: [
            {name: value for name, value in row.items() if name != OWN_KEY} for row in one.plain
        ]
        for one in copy_of(session, person_id).sections
    }
