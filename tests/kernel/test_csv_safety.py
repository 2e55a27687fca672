"""No cell that people typed runs as a formula, and numbers stay numbers (reliability.md S6)."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.csv_safety import csv_lines, safe_cell, write_csv

PAYLOADS = [
    '=HYPERLINK("http://example.org","Ring us")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "=1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    " =1+1",
    "   \n  =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "﹣1",
    '=cmd|"/C calc"!A0";=1',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_that_might_run_is_quoted(payload):
    assert safe_cell(payload) == "'" + payload


@pytest.mark.parametrize(
    "text",
    ["", " ", "Knit & natter", "a=b", "'=1+1", "3-5 Mill Lane", "10% off", "“=quoted”", "#1"],
)
def test_other_text_is_left_alone(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-5, "-5"),
        (-1.25, "-1.25"),
        (Decimal("-3.10"), "-3.10"),
        (None, ""),
        (date(2027, 3, 3), "2027-03-03"),
    ],
)
def test_what_is_a_number_stays_one(value, cell):
    assert safe_cell(value) == cell


def test_every_cell_of_a_file_is_quoted():
    assert write_csv([["Group", "Places"], ["Knit, natter", 4]]) == (
        '"Group","Places"\r\n"Knit, natter","4"\r\n'
    )


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1)))
def test_a_file_holds_every_cell_whole_and_none_that_runs(rows):
    read = list(csv.reader(io.StringIO(write_csv(rows), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not [cell for row in read for cell in row if cell[:1] in set("=+-@\t\r\0")]


def test_a_long_file_comes_line_by_line():
    endless = ([number] for number in iter(int, 1))
    assert next(csv_lines(endless)) == '"0"\r\n'
