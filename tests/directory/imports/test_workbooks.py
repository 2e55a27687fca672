from datetime import date, datetime, time

import pytest

from directory.imports import Limits, read
from kernel.errors import RuleBroken
from tests.support.sheets import (
    HEADINGS,
    SHEET,
    WALKING,
    a_sheet_part,
    a_workbook,
    with_parts,
)


def rows_of(data, **kwargs):
    return [row.cells for row in read("groups.xlsx", data, **kwargs).rows()]


def test_every_kind_of_cell_becomes_the_text_that_people_see():
    row = (
        447700900123.0,
        2.5,
        datetime(2026, 3, 1),  # noqa: DTZ001 - a cell has no zone
        datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001
        time(9, 30),
        date(2026, 3, 2),
        True,
        None,
        1.123456e6,
        "x",
    )
    headings = [f"h{n}" for n in range(len(row))]
    assert rows_of(a_workbook(headings, row)) == [
        (
            "447700900123",
            "2.5",
            "2026-03-01",
            "2026-03-01 09:30",
            "09:30",
            "2026-03-02",
            "yes",
            "",
            "1123456",
            "x",
        )
    ]


def test_a_formula_is_never_run_and_never_shown():
    rows = rows_of(a_workbook(("name", "phone"), ("Knit", '=HYPERLINK("http://x.example")')))
    assert rows == [("Knit", "")]


def test_what_a_formula_last_gave_is_read():
    cells = (
        '<row r="1"><c r="A1" t="str"><v>name</v></c><c r="B1" t="str"><v>phone</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>1+1</f><v>Knit</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    )
    assert rows_of(with_parts(a_workbook(), {SHEET: a_sheet_part(cells)})) == [("Knit", "")]


def test_empty_sheets_in_front_are_passed_over():
    assert rows_of(a_workbook(HEADINGS, WALKING, before=("About",))) == [WALKING]


def test_a_title_above_the_headings_is_passed_over():
    sheet = read("a.xlsx", a_workbook(("Our groups in 2026",), (), HEADINGS, WALKING))
    assert sheet.headings == HEADINGS
    assert [row.number for row in sheet.rows()] == [4]


def test_a_row_at_the_end_of_the_world_is_not_waited_for():
    cells = (
        '<row r="1"><c r="A1" t="str"><v>name</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>Knit</v></c></row>'
        '<row r="999999999"><c r="A999999999" t="str"><v>far</v></c></row>'
    )
    assert rows_of(with_parts(a_workbook(), {SHEET: a_sheet_part(cells)})) == [("Knit",)]


def test_too_many_columns_are_refused_in_words():
    with pytest.raises(RuleBroken, match="columns"):
        rows_of(a_workbook([f"h{n}" for n in range(300)]))


def test_too_many_rows_are_refused_in_words():
    with pytest.raises(RuleBroken, match="more than 20 rows"):
        rows_of(a_workbook(HEADINGS, *[WALKING] * 21), limits=Limits(rows=20))


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_a_program_inside_is_refused(part):
    with pytest.raises(RuleBroken, match="macros"):
        read("groups.xlsm", with_parts(a_workbook(HEADINGS, WALKING), {part: "x"}))


def test_a_sheet_that_is_not_xml_is_refused():
    with pytest.raises(RuleBroken, match="Save it again"):
        rows_of(with_parts(a_workbook(), {SHEET: "<worksheet><sheetData><row>"}))
