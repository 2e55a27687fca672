"""What readings look like side by side: the star, and the table with the same numbers (A-OUT-01).

The same for page, print and PDF. What was left out is said to be left out, and is no zero.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any

from outcomes_star.drawing import Drawing, Drawn, can_be_drawn, star
from outcomes_star.instruments import Aspect, Better, Instrument, Rule, Wording
from outcomes_star.languages import Language
from outcomes_star.scoring import (
    FEWEST_FOR_A_MEAN,
    Answers,
    Conversion,
    Movement,
    movement,
    score,
)

MOST_DRAWN = 4
"""Readings on one star: the first, and the newest."""

LEFT_OUT, NOT_ASKED = "left out", "not asked"

Cell = str | Mapping[str, Any]
"""A cell of a table: a text, or one with its language."""


@dataclass(frozen=True)
class Scored:
    """A reading: what it is called, and its numbers by part.

    `names` are the goals that it asked about, and what the person called aspects that are theirs to name.
    """

    label: str
    numbers: Mapping[str, int | None]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A part, what each reading says of it, and how it moved from the first to the last of them.

    A part that one of these two left out has not moved, whatever a reading between them says.

    `is_ours`: its name is our own word, and not one of the instrument; `is_named`: it is the person's.
    """

    name: str
    values: tuple[str, ...]
    movement: Movement
    is_ours: bool = False
    theme: str = ""
    is_named: bool = False

    @property
    def is_said(self) -> bool:
        """Whether any reading has a number for it."""
        return any(one not in (LEFT_OUT, NOT_ASKED) for one in self.values)


@dataclass(frozen=True)
class NumbersTable:
    """The lines of a theme, or all of them; what is said in another language says so."""

    caption: Cell
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Picture:
    """Readings side by side, earliest first. `drawing` is None where they make no star.

    `is_turned`: of some part a lower number is better, and stands further out. `unsaid` counts the parts
    that nobody picked, which have no rows.
    """

    title: str
    says: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    drawing: Drawing | None
    is_turned: bool
    credit: str
    language: Language
    is_of_goals: bool
    unsaid: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of the table."""
        return ("Part", *self.heads, *(["How it moved"] if len(self.heads) > 1 else []))

    @property
    def tables(self) -> tuple[NumbersTable, ...]:
        """The lines, a table for each theme; without themes one for all."""
        return tuple(
            NumbersTable(
                self._said(theme) if theme else "The numbers", tuple(map(self._cells, rows))
            )
            for theme, rows in groupby(self.rows, key=lambda row: row.theme)
        )

    def _cells(self, row: Row) -> tuple[Cell, ...]:
        return (
            row.name if row.is_ours or row.is_named or self.is_of_goals else self._said(row.name),
            *(one if row.is_ours else self._said(one) for one in row.values),
            *([row.movement.words] if len(self.heads) > 1 else []),
        )

    def _said(self, text: str) -> Cell:
        is_ours = self.language.is_english or text in (LEFT_OUT, NOT_ASKED)
        return text if is_ours else {"text": text, "language": self.language}


@dataclass(frozen=True)
class _Part:
    key: str
    name: str
    aspect: Aspect
    is_named: bool = False


def picture(
    instrument: Instrument, wording: Wording, readings: Sequence[Scored],
    *, table: Conversion | None = None,
) -> Picture:  # fmt: skip
    """Some readings of one version of an instrument, earliest first; at least one.

    `table` is the licensee's, for an instrument whose sum is converted.
    """
    shown = [readings[0], *readings[1:][-(MOST_DRAWN - 1) :]]
    parts = _parts(instrument, wording, shown)
    every = tuple(_row(instrument, wording, part, shown) for part in parts)
    rows = tuple(row for row in every if row.is_said or not instrument.is_picked)
    return Picture(
        title=wording.title,
        says=_says(
            shown, rows, is_named=wording.language.is_english or instrument.is_asked_of_goals
        ),
        heads=tuple(one.label for one in shown),
        rows=(*rows, *_score(instrument, shown, table)),
        drawing=_drawing(parts, shown),
        is_turned=any(part.aspect.scale.better is Better.LOWER for part in parts),
        credit=instrument.credit,
        language=wording.language,
        is_of_goals=instrument.is_asked_of_goals,
        unsaid=len(every) - len(rows),
    )


TIMES = ("first", "second", "third", "fourth")


def told_apart(readings: Sequence[Scored]) -> list[Scored]:
    """The same, where those of one day and occasion say which of them each is."""
    many = Counter(one.label for one in readings)
    seen: Counter[str] = Counter()
    found = []
    for one in readings:
        which = TIMES[seen[one.label]] if seen[one.label] < len(TIMES) else str(seen[one.label] + 1)
        seen[one.label] += 1
        found.append(replace(one, label=f"{one.label} ({which})") if many[one.label] > 1 else one)
    return found


def plain(shown: Picture) -> dict[str, Any]:
    """A picture as plain values, as templates of pictures ask for them: for a letter that goes later."""
    tables = [
        {
            "caption": _plain_cell(table.caption),
            "cells": [list(map(_plain_cell, row)) for row in table.cells],
        }
        for table in shown.tables
    ]
    return {
        "title": shown.title, "says": shown.says, "columns": list(shown.columns), "tables": tables,
        "drawing": asdict(shown.drawing) if shown.drawing else None,
        "is_turned": shown.is_turned, "credit": shown.credit,
        "language": asdict(shown.language), "is_of_goals": shown.is_of_goals,
        "unsaid": shown.unsaid,
    }  # fmt: skip


def _plain_cell(one: Cell) -> Cell:
    return one if isinstance(one, str) else {**one, "language": asdict(one["language"])}


def _parts(instrument: Instrument, wording: Wording, shown: Sequence[Scored]) -> list[_Part]:
    if instrument.is_asked_of_goals:
        names = {key: name for one in shown for key, name in one.names.items()}
        return [_Part(key, name, instrument.aspects[0]) for key, name in names.items()]
    return [_part(wording, one, shown) for one in instrument.aspects]


def _part(wording: Wording, aspect: Aspect, shown: Sequence[Scored]) -> _Part:
    """An aspect by its name, or by what the person called it when they first did."""
    said = (one.names.get(aspect.code, "") for one in shown) if aspect.is_own else ()
    name = next(filter(None, said), "")
    title = wording.aspects[aspect.code].title
    return _Part(aspect.code, name or title, aspect, is_named=bool(name))


def _row(instrument: Instrument, wording: Wording, part: _Part, shown: Sequence[Scored]) -> Row:
    first, last = (one.numbers.get(part.key) for one in (shown[0], shown[-1]))
    moved = movement(instrument, part.aspect, first, last) if len(shown) > 1 else Movement.UNKNOWN
    values = tuple(_value(wording, part, one.numbers) for one in shown)
    return Row(
        part.name, values, moved, theme=wording.themes.get(part.aspect.theme, ""),
        is_named=part.is_named,
    )  # fmt: skip


SCORES: Mapping[Rule, str] = {
    Rule.MEAN: "All parts, on average", Rule.SUM: "All parts, added up",
    Rule.CONVERTED: "All parts, added up and converted",
}  # fmt: skip


def _score(
    instrument: Instrument, shown: Sequence[Scored], table: Conversion | None
) -> Iterator[Row]:
    """What the parts come to, where they come to something. A change of it has no words of its own.

    An average is of the parts that the first and the last reading both answered, and its name says so:
    averages of different parts say nothing side by side.
    """
    if (
        instrument.rule not in SCORES
        or instrument.is_asked_of_goals
        or len(instrument.aspects) == 1
    ):
        return
    numbers, name = [one.numbers for one in shown], SCORES[instrument.rule]
    if instrument.rule is Rule.MEAN:
        both = _answered(shown)
        numbers = [_only(both, one) for one in numbers]
        name = _average_of(len(both), len(instrument.aspects), len(shown))
    found = [score(instrument, one, table=table) for one in numbers]
    values = tuple("not known" if one is None else f"{float(one):.1f}" for one in found)
    yield Row(name, values, Movement.UNSAID, is_ours=True)


def _answered(shown: Sequence[Scored]) -> Collection[str]:
    """The parts that the first and the last reading both answered."""
    first, last = shown[0].numbers, shown[-1].numbers
    return [part for part, one in first.items() if one is not None and last.get(part) is not None]


def _only(parts: Collection[str], numbers: Answers) -> Answers:
    """The numbers of some parts; none at all where one of them was left out."""
    found = {part: numbers.get(part) for part in parts}
    return {} if None in found.values() else found


def _average_of(answered: int, asked: int, times: int) -> str:
    """ "The 7 parts answered both times, on average": over what an average is."""
    both_times = " both times" if times > 1 else ""
    if answered == asked:
        return SCORES[Rule.MEAN]
    if answered < FEWEST_FOR_A_MEAN * asked:
        return f"On average (too few parts answered{both_times})"
    return f"The {answered} parts answered{both_times}, on average"


def _value(wording: Wording, part: _Part, numbers: Mapping[str, int | None]) -> str:
    if part.key not in numbers:
        return NOT_ASKED
    return value_of(wording, part.aspect, numbers[part.key])


def value_of(wording: Wording, aspect: Aspect, value: int | None) -> str:
    """ "2 (hard)": a number with what the instrument calls it; or that it was left out."""
    if value is None:
        return LEFT_OUT
    band = wording.bands.get(aspect.band_of(value), "")
    said = ", ".join(_inside(one) for one in (wording.points.get(value, ""), band) if one)
    return f"{value} ({said})" if said else str(value)


def _inside(words: str) -> str:
    """Words as they stand inside a sentence; "I" stays as it is."""
    return words if words.startswith(("I ", "I’", "I'")) else words[0].lower() + words[1:]


def _says(shown: Sequence[Scored], rows: Sequence[Row], *, is_named: bool) -> str:
    """The star in words, for who does not see it. Without `is_named`, no other language is among them."""
    if len(shown) == 1 and not is_named:
        return f"{shown[0].label}. The table has a number for each part."
    if len(shown) == 1:
        there = "; ".join(f"{row.name}: {row.values[0]}" for row in rows)
        return f"{shown[0].label}. {there}."
    last = shown[-1].label
    return f"{shown[0].label}, and {last[0].lower()}{last[1:]}: {_moved(rows)}."


def _moved(rows: Sequence[Row]) -> str:
    """How the parts moved that the first and the last reading both answered, and how many did not count."""
    counts = Counter(row.movement for row in rows)
    both = len(rows) - counts.pop(Movement.UNKNOWN, 0)
    if not both:
        return "no part was answered both times, so none is compared"
    moved = ", ".join(f"{counts[one]} {one.words.lower()}" for one in Movement if counts[one])
    if both == len(rows):
        return f"of {both} parts, {moved}" if both > 1 else f"{moved}"
    answered = f"of the {both} parts" if both > 1 else "of the one part"
    return f"{answered} answered both times, {moved}; {_not_both(rows)}"


def _not_both(rows: Sequence[Row]) -> str:
    """ "5 were left out": how many were not answered both times, and whether they were asked."""
    out = [row for row in rows if row.movement is Movement.UNKNOWN]
    were = "was" if len(out) == 1 else "were"
    if any(NOT_ASKED in (row.values[0], row.values[-1]) for row in out):
        return f"{len(out)} {were} not answered both times"
    return f"{len(out)} {were} left out"


def _drawing(parts: Sequence[_Part], shown: Sequence[Scored]) -> Drawing | None:
    points = {len(part.aspect.scale.points) for part in parts}
    if len(points) != 1 or not can_be_drawn(len(parts), *points):
        return None
    return star(
        [part.name for part in parts], points.pop(),
        [Drawn(one.label, tuple(_height(part, one.numbers) for part in parts)) for one in shown],
    )  # fmt: skip


def average_star(
    instrument: Instrument, wording: Wording, averages: Mapping[str, tuple[float, float]]
) -> Drawing | None:
    """The averages of a group, at the start and at the end, in points above the worst.

    None where they make no star, or where an aspect was answered twice by too few.
    """
    points = {len(one.scale.points) for one in instrument.aspects}
    if len(points) != 1 or not can_be_drawn(len(instrument.aspects), *points):
        return None
    codes = [one.code for one in instrument.aspects]
    if not averages.keys() >= set(codes):
        return None
    return star(
        [wording.aspects[code].title for code in codes], points.pop(),
        [
            Drawn(label, tuple(averages[code][at] for code in codes))
            for at, label in enumerate(("On average at the start", "On average at the end"))
        ],
    )  # fmt: skip


def _height(part: _Part, numbers: Mapping[str, int | None]) -> int | None:
    value = numbers.get(part.key)
    return None if value is None else part.aspect.scale.height(value)
