"""A workbook keeps text as text, whatever it begins with, and numbers as numbers."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kernel.workbooks import write_workbook

FORMULAS = [
    "=1+1",
    "+cmd|'/C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "＝1",
    "#REF!",
    "a\x07b",
]


def read(made: bytes):
    return load_workbook(io.BytesIO(made)).active


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text):
    (cell,) = read(write_workbook("Invoice", [[text]]))["A"]
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.value == text.replace("\x07", "")


def test_it_can_be_read_as_it_opens():
    """The heading is bold and stays in sight, columns are as wide as what is in them, and pounds have pence."""
    table = [["What", "Amount"], ["A year of help, begun earlier", Decimal(4000)], ["w" * 99, None]]
    sheet = read(write_workbook("Invoice", table))
    assert sheet["A1"].font.b and not sheet["A2"].font.b
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 62
    assert sheet.column_dimensions["B"].width == len("Amount") + 2
    assert sheet["B2"].number_format == "#,##0.00"


def test_numbers_days_and_nothing_stay_what_they_are():
    sheet = read(write_workbook("Invoice", [[None, Decimal("4.50"), 3, date(2026, 4, 1)]]))
    nothing, number, whole, day = sheet[1]
    assert (number.value, number.data_type, whole.value) == (4.5, "n", 3)
    assert day.value.date() == date(2026, 4, 1) and nothing.value is None
