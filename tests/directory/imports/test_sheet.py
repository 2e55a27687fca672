import pytest

from directory.imports import Kind, Limits, Row
from directory.imports.sheet import sheet_from
from kernel.errors import RuleBroken


def a_sheet(*lines, **limits):
    return sheet_from(
        "a.csv", Kind.CSV, lambda: iter(enumerate(lines, start=1)), limits=Limits(**limits)
    )


def test_headings_are_made_different():
    sheet = a_sheet(("phone", "Phone", "", "name", ""), ("1", "2", "3", "4"))
    assert sheet.headings == ("phone", "Phone (2)", "column 3", "name")


def test_a_title_is_not_a_heading():
    sheet = a_sheet(
        ("Groups in Anytown",), ("Made in March", "by us"), ("name", "phone"), ("a", "1")
    )
    assert sheet.headings == ("name", "phone")
    assert [row.number for row in sheet.rows()] == [4]


def test_a_file_without_known_headings_uses_its_first_row():
    assert a_sheet(("x", "y"), ("1", "2")).headings == ("x", "y")


def test_short_rows_are_filled_and_long_ones_keep_the_rest_apart():
    sheet = a_sheet(("name", "phone"), ("Knit",), ("Walk", "1", "", "more"))
    assert list(sheet.rows()) == [Row(2, ("Knit", "")), Row(3, ("Walk", "1"), ("more",))]


def test_a_cell_that_is_far_too_long_is_cut():
    (row,) = a_sheet(("name", "phone"), ("x" * 50, ""), cell_length=10).rows()
    assert row.is_cut and row.cells[0] == "x" * 10


def test_characters_that_nobody_can_see_are_taken_out():
    (row,) = a_sheet(("name", "phone"), ("Kn\x00it\x1b\ufeff", "a\tb\nc")).rows()
    assert row.cells == ("Knit", "a\tb\nc")


def test_empty_rows_are_passed_over_and_still_numbered():
    sheet = a_sheet(("name", "phone"), ("", " "), ("Knit", "1"))
    assert [row.number for row in sheet.rows()] == [3]


@pytest.mark.parametrize(
    ("lines", "limits", "says"),
    [
        ([], {}, "no rows"),
        ([("a", "b", "c")], {"columns": 2}, "3 columns"),
        ([("name", "phone"), ("a", "1"), ("b", "2")], {"rows": 1}, "more than 1 rows"),
    ],
)
def test_a_sheet_outside_the_limits_is_refused(lines, limits, says):
    with pytest.raises(RuleBroken, match=says):
        list(a_sheet(*lines, **limits).rows())


def test_a_sample_is_the_first_rows():
    sheet = a_sheet(("name", "phone"), *[(str(n), "") for n in range(99)])
    assert len(sheet.sample(5)) == 5
