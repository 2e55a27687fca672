"""Workbooks for spreadsheet programs (XLSX): text is text in them, whatever it begins with (ASVS 5.0 V1.2.10)."""

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kernel.csv_safety import CsvValue

TEXT, NUMBER = "s", "n"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_workbook(name: str, rows: Iterable[Iterable[CsvValue]]) -> bytes:
    """A workbook of one sheet; `name` is at most 31 characters. Numbers stay numbers, and days days."""
    from openpyxl import Workbook  # 0.2 s to load, and few pages make one
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for row in rows:
        cells = []
        for value in row:
            if isinstance(value, str):
                cell = WriteOnlyCell(sheet)
                cell.value = _readable(value)
                cell.data_type = TEXT
            else:
                cell = WriteOnlyCell(sheet)
                cell.value = _as_kept(value)
            cells.append(cell)
        sheet.append(cells)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _as_kept(value: CsvValue) -> float | int | date | None:
    return float(value) if isinstance(value, Decimal | str) else value


def _readable(text: str) -> str:
    """A sheet has no way to hold control characters."""
    return "".join(one for one in text if one >= " " or one in "\n\t")
