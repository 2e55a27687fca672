"""XLSX workbooks as text: the first sheet that holds rows, values only, formulas never run.

Untrusted XML may eat memory, so this runs in a process of its own (see `confined`).
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any, BinaryIO

from directory.imports.limits import Limits
from directory.imports.sheet import Line
from kernel.errors import RuleBroken

MACROS = ("vbaproject.bin", "xl/macrosheets/")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEAD = 64 * 1024
_EMPTY_LINES = 20_000
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


def holds_macros(names: Sequence[str]) -> bool:
    """Whether a program is inside, by the names of the members."""
    return any(mark in name.lower() for name in names for mark in MACROS)


def lines(stream: BinaryIO, limits: Limits) -> Iterator[Line]:
    """Numbered rows of the first sheet that has any. Raises RuleBroken for what is not a workbook."""
    _refuse_declarations(stream)
    book = _opened(stream)
    for sheet in book.worksheets:
        is_filled = False
        for line in _lines_of(sheet, limits):
            is_filled = True
            yield line
        if is_filled:
            return


def _opened(stream: BinaryIO) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception:  # whatever a broken workbook raises in the library means the same
        raise RuleBroken("We cannot open this workbook. Save it again as XLSX or CSV.") from None


def _refuse_declarations(stream: BinaryIO) -> None:
    """XML that defines entities of its own can grow without end; no spreadsheet program writes it."""
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            if member.filename.lower().endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    if _DECLARATION.search(part.read(_HEAD).replace(b"\0", b"")):
                        raise RuleBroken(
                            "This workbook is not one that a spreadsheet program "
                            "writes. Save it again as XLSX or CSV."
                        )
    stream.seek(0)


def _lines_of(sheet: Any, limits: Limits) -> Iterator[Line]:
    sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    empty = 0
    for number, cells in enumerate(_values(sheet), start=1):
        texts = [_text(cell) for cell in cells[: limits.columns + 1]]
        if any(texts):
            empty = 0
            yield number, texts
        elif (empty := empty + 1) > _EMPTY_LINES:
            return


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    try:
        yield from sheet.iter_rows(values_only=True)
    except MemoryError:
        raise
    except Exception:  # as above: a broken part
        raise RuleBroken(
            "A sheet of this workbook is damaged. Save it again as XLSX or CSV."
        ) from None


def _text(value: Any) -> str:
    """A cell as people see it: whole numbers without ".0", dates as 2026-03-01, errors as nothing."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case float() if value.is_integer():
            text = str(int(value))
        case datetime() if value.time() == time():
            text = value.date().isoformat()
        case time() | datetime():
            text = value.isoformat(timespec="minutes").replace("T", " ")
        case _:
            text = str(value)
    return "" if text in _ERRORS else text
