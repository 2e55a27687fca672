"""Workbooks for spreadsheet programs (XLSX): text is text in them, whatever it begins with (ASVS 5.0 V1.2.10)."""

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from kernel.csv_safety import CsvValue

TEXT, NUMBER = "s", "n"
WIDEST, AROUND = 60, 2
"""A column is as wide as its longest cell, in letters and up to here, and a little more."""
WITH_PENCE = "#,##0.00"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_workbook(name: str, rows: Iterable[Iterable[CsvValue]]) -> bytes:
    """A workbook of one sheet; `name` is at most 31 characters. Numbers stay numbers, and days days.

    The first row is the heading: bold, and always in sight. Decimals show two places.
    """
    from openpyxl import Workbook  # 0.2 s to load, and few pages make one
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    table = [tuple(row) for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for place, column in enumerate(zip_longest(*table, fillvalue=""), 1):
        longest = max(len(str(value)) for value in column)
        sheet.column_dimensions[get_column_letter(place)].width = min(longest, WIDEST) + AROUND
    sheet.freeze_panes = "A2"
    for number, row in enumerate(table):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet)
            if isinstance(value, str):
                cell.value = _readable(value)
                cell.data_type = TEXT
            else:
                cell.value = _as_kept(value)
            if isinstance(value, Decimal):
                cell.number_format = WITH_PENCE
            if number == 0:
                cell.font = Font(bold=True)
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
