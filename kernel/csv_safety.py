"""Spreadsheet files whose text stays text: no cell that people typed can run as a formula.

A spreadsheet program takes a cell that begins with = + - @ for a formula (ASVS 5.0 V1.2.10).
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

CsvValue = str | int | float | Decimal | date | None

_FORMULA_STARTS = frozenset("=+-@")
_BREAKING_STARTS = frozenset("\t\r\0")


def safe_cell(value: CsvValue) -> str:
    """The value as a cell. Text that a spreadsheet might run gets a ' in front; a number stays one."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if _might_run(value) else value


def csv_lines(rows: Iterable[Iterable[CsvValue]]) -> Iterator[str]:
    """A CSV file line by line, so that a long one never has to be held whole. All cells are quoted."""
    for row in rows:
        line = io.StringIO()
        csv.writer(line, quoting=csv.QUOTE_ALL).writerow([safe_cell(value) for value in row])
        yield line.getvalue()


def write_csv(rows: Iterable[Iterable[CsvValue]]) -> str:
    """A whole CSV file, with all cells quoted."""
    return "".join(csv_lines(rows))


def _might_run(text: str) -> bool:
    """Whether the first character that can be seen starts a formula, in full-width forms too."""
    for character in text:
        if character in _BREAKING_STARTS:
            return True
        if not _is_unseen(character):
            return unicodedata.normalize("NFKC", character)[0] in _FORMULA_STARTS
    return False


def _is_unseen(character: str) -> bool:
    """Spaces, line breaks, and marks of no width: programs skip some of them."""
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}
