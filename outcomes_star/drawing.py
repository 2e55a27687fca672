"""The star as lines and places: where everything is drawn, in the units of its own picture.

No colour decides anything: readings differ by line, marker and label too (A-OUT-01). The picture is as
wide as the narrowest phone, so that its words are readable there.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST_ASPECTS, MOST_ASPECTS = 3, 12
FEWEST_POINTS, MOST_POINTS = 3, 11
WIDTH, HEIGHT = 384, 320
CENTRE = (WIDTH / 2, HEIGHT / 2)
RADIUS = 96.0
LABELS = RADIUS + 16
LINE_HEIGHT = 16
LETTERS_IN_A_LINE, MOST_LINES = 9, 3
UPRIGHT = 0.3
"""How far from straight up or down a label still stands in the middle of its spoke."""

SIGNS = frozenset({"Mn", "Me", "Mc", "Cf"})
"""Kinds of characters that belong to the letter before them: accents, vowel signs, joiners."""

JOINS = 9
"""The combining class of a virama, which joins the letter before it to the one after it."""

HEART = 0.12
"""The share of the radius that the worst point has: a star of nothing but ones is still seen."""


class Tone(StrEnum):
    """Which of a star's readings one is: the guide's red at the start, its green now."""

    START = "start"
    BETWEEN = "between"
    NOW = "now"


class Shape(StrEnum):
    """What a reading's points are marked with."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"


SHAPES = tuple(Shape)
DASHES = ("", "7 4", "2 4", "10 3 2 3")
"""Of the lines of a star's readings, the newest first: a whole line is how it is now."""


@dataclass(frozen=True)
class Place:
    """A point of the picture, from its upper left corner."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:.1f},{self.y:.1f}"


@dataclass(frozen=True)
class Label:
    """Words at the end of a spoke: a line or more, and to which side they run."""

    lines: tuple[str, ...]
    place: Place
    anchor: str


@dataclass(frozen=True)
class Line:
    """A reading: its outline in pieces, its marks, and how both look."""

    label: str
    pieces: tuple[tuple[Place, ...], ...]
    is_closed: bool
    marks: tuple[Place, ...]
    shape: Shape
    dashes: str
    tone: Tone


@dataclass(frozen=True)
class Drawing:
    """A star: rings from the worst to the best, spokes, labels, and readings, newest last."""

    rings: tuple[tuple[Place, ...], ...]
    spokes: tuple[Place, ...]
    labels: tuple[Label, ...]
    lines: tuple[Line, ...]
    centre: Place = Place(*CENTRE)
    width: int = WIDTH
    height: int = HEIGHT
    line_height: int = LINE_HEIGHT


@dataclass(frozen=True)
class Drawn:
    """A reading to be drawn: what it is called, and how good each aspect is; None was left out.

    Of many people how good an aspect is lies between two points.
    """

    label: str
    heights: tuple[float | None, ...]


def can_be_drawn(aspects: int, points: int) -> bool:
    """Whether so many aspects of so many points make a star."""
    return FEWEST_ASPECTS <= aspects <= MOST_ASPECTS and FEWEST_POINTS <= points <= MOST_POINTS


def star(names: Sequence[str], points: int, readings: Sequence[Drawn]) -> Drawing:
    """The star of some aspects, each of so many points, with its readings, earliest first."""
    count = len(names)
    last = len(readings) - 1
    lines = [
        _line(one, points, rank=last - at, is_first=at == 0) for at, one in enumerate(readings)
    ]
    return Drawing(
        rings=tuple(
            tuple(place_of(aspect, count, height, points) for aspect in range(count))
            for height in range(points)
        ),
        spokes=tuple(place_of(aspect, count, points - 1, points) for aspect in range(count)),
        labels=tuple(_label(name, aspect, count) for aspect, name in enumerate(names)),
        lines=tuple(lines),
    )


def place_of(aspect: int, count: int, height: float, points: int) -> Place:
    """Where a point is: the first aspect upwards, the others with the clock, the best furthest out."""
    reach = HEART + (1 - HEART) * height / (points - 1)
    return _at(aspect, count, RADIUS * reach)


def _at(aspect: int, count: int, distance: float) -> Place:
    turn = 2 * math.pi * aspect / count
    x, y = CENTRE
    return Place(x + distance * math.sin(turn), y - distance * math.cos(turn))


def _line(one: Drawn, points: int, *, rank: int, is_first: bool) -> Line:
    """How a reading is drawn; `rank` counts from the newest, which is 0."""
    count = len(one.heights)
    places = [
        None if height is None else place_of(aspect, count, height, points)
        for aspect, height in enumerate(one.heights)
    ]
    marks = tuple(place for place in places if place is not None)
    is_closed = len(marks) == count
    return Line(
        label=one.label,
        pieces=(marks,) if is_closed else _pieces(places),
        is_closed=is_closed,
        marks=marks,
        shape=SHAPES[rank % len(SHAPES)],
        dashes=DASHES[min(rank, len(DASHES) - 1)],
        tone=Tone.NOW if rank == 0 else Tone.START if is_first else Tone.BETWEEN,
    )


def _pieces(places: Sequence[Place | None]) -> tuple[tuple[Place, ...], ...]:
    """The stretches of neighbours that were both answered: nothing is drawn across a gap."""
    gap = places.index(None)
    around = [*places[gap + 1 :], *places[: gap + 1]]
    pieces: list[list[Place]] = [[]]
    for place in around:
        if place is None:
            pieces.append([])
        else:
            pieces[-1].append(place)
    return tuple(tuple(piece) for piece in pieces if len(piece) > 1)


def _label(name: str, aspect: int, count: int) -> Label:
    turn = math.sin(2 * math.pi * aspect / count)
    anchor = "middle" if abs(turn) < UPRIGHT else "start" if turn > 0 else "end"
    lines = lines_of(name)
    at = _at(aspect, count, LABELS)
    up = math.cos(
        2 * math.pi * aspect / count
    )  # 1 at the top, where the words stand above the point
    rise = LINE_HEIGHT * (len(lines) - 1) * (1 + up) / 2
    return Label(lines, Place(at.x, at.y - rise + LINE_HEIGHT / 3), anchor)


def lines_of(name: str) -> tuple[str, ...]:
    """A name in lines that fit beside the star; what does not fit is shown by "…"."""
    lines: list[str] = []
    for word in (part for whole in name.split() for part in _broken(whole)):
        if lines and len(letters_of(lines[-1])) + 1 + len(letters_of(word)) <= LETTERS_IN_A_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]
    return tuple(lines)


def _broken(word: str) -> Iterator[str]:
    """A word in parts that fit in a line: "volunteering" is "voluntee-" and "ring"."""
    letters = letters_of(word)
    while len(letters) > LETTERS_IN_A_LINE + 1:
        yield "".join(letters[: LETTERS_IN_A_LINE - 1]) + "-"
        letters = letters[LETTERS_IN_A_LINE - 1 :]
    yield "".join(letters)


def letters_of(text: str) -> list[str]:
    """The letters that stand beside one another, each with its signs and with what it is joined to."""
    letters: list[str] = []
    is_joined = False
    for one in text:
        if letters and (is_joined or unicodedata.category(one) in SIGNS):
            letters[-1] += one
        else:
            letters.append(one)
        is_joined = unicodedata.combining(one) == JOINS
    return letters
