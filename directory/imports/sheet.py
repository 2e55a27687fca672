"""A file from elsewhere, seen as a sheet: headings, and rows of text that can be read again."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from directory.imports.columns import recognised
from directory.imports.limits import Limits
from kernel.errors import RuleBroken

_LINES_LOOKED_AT = 10
_HEADINGS_ENOUGH = 2
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


class Kind(StrEnum):
    """What a file turned out to be."""

    CSV = "csv"
    WORKBOOK = "workbook"
    OPEN_REFERRAL = "open-referral"
    HSDS_TABLES = "hsds-tables"


@dataclass(frozen=True)
class Row:
    """One row under its number in the file; as many cells as there are headings.

    `surplus` are cells beyond the headings, `is_cut` says that a cell was too long and was cut.
    """

    number: int
    cells: tuple[str, ...]
    surplus: tuple[str, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True)
class Sheet:
    """Headings, all different, and a way to read the rows from the start, as often as is needed."""

    name: str
    kind: Kind
    headings: tuple[str, ...]
    open: Callable[[], Iterator[Row]]
    read_as: str = ""

    def rows(self) -> Iterator[Row]:
        """The rows, one by one. Raises RuleBroken where the file cannot be read further."""
        return self.open()

    def sample(self, count: int = 20) -> list[Row]:
        """The first rows, for a preview and for guessing what the columns hold."""
        return list(islice(self.rows(), count))


Line = tuple[int, Sequence[str]]


def sheet_from(
    name: str, kind: Kind, lines: Callable[[], Iterator[Line]], *, limits: Limits, read_as: str = ""
) -> Sheet:
    """A sheet of numbered lines, the headings among the first of them. Raises RuleBroken if empty."""
    number, heading = _heading(list(islice(_filled(lines()), _LINES_LOOKED_AT)))
    width = len(heading)
    if width > limits.columns:
        raise RuleBroken(
            f"The file has {width} columns, and we read at most {limits.columns}. "
            "Take out the columns you do not need."
        )

    def rows() -> Iterator[Row]:
        after = (line for line in _filled(lines()) if line[0] > number)
        return _rows(after, width, limits)

    return Sheet(name, kind, _unlike(heading), rows, read_as)


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    return ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))


def _heading(first: list[Line]) -> tuple[int, list[str]]:
    """The first line that names two things we know, else the first line: a title may stand above."""
    if not first:
        raise RuleBroken("The file holds no rows. Choose a file with one row for each activity.")
    known = (
        line
        for line in first
        if sum(recognised(cell) is not None for cell in line[1]) >= _HEADINGS_ENOUGH
    )
    number, cells = next(known, first[0])
    texts = [" ".join(_CONTROLS.sub("", cell).split())[:80] for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return number, texts


def _unlike(headings: list[str]) -> tuple[str, ...]:
    """The headings made different: a second "phone" is "phone (2)", one without a name "column 4"."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for position, heading in enumerate(headings, start=1):
        name = heading or f"column {position}"
        seen[name.casefold()] += 1
        if seen[name.casefold()] > 1:
            name = f"{name} ({seen[name.casefold()]})"
        names.append(name)
    return tuple(names)


def _rows(lines: Iterable[Line], width: int, limits: Limits) -> Iterator[Row]:
    for count, (number, cells) in enumerate(lines, start=1):
        if count > limits.rows:
            raise RuleBroken(
                f"The file has more than {limits.rows:,} rows. Split it into smaller files."
            )
        yield _row(number, cells, width, limits)


def _row(number: int, cells: Sequence[str], width: int, limits: Limits) -> Row:
    most = limits.cell_length
    is_cut = any(len(cell) > most for cell in cells)
    texts = [_CONTROLS.sub("", cell[:most]) for cell in cells[: limits.columns]]
    texts += [""] * (width - len(texts))
    surplus = tuple(cell.strip() for cell in texts[width:] if cell.strip())
    return Row(number, tuple(texts[:width]), surplus, is_cut)
