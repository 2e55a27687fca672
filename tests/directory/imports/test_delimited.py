import pytest

from directory.imports import delimited, read
from directory.imports.sources import source_of
from kernel.errors import RuleBroken
from tests.support.sheets import HEADINGS, WALKING, a_csv

CAFE = ("3", "Café “Knit”", "Knitting – all day", "Bring £1.", "01632 960126", "NE6 1AB")


def rows_of(data):
    return [row.cells for row in read("groups.csv", data).rows()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_separator_is_read(encoding, delimiter):
    assert rows_of(a_csv(HEADINGS, WALKING, CAFE, encoding=encoding, delimiter=delimiter)) == [
        WALKING,
        CAFE,
    ]


def test_a_letter_that_windows_does_not_know_spoils_only_itself():
    (row,) = rows_of(b"name,phone\nCaf\xe9 \x81,01632 960126\n")
    assert row == ("Café \ufffd", "01632 960126")


def test_how_it_was_read_is_said():
    sheet = read("groups.csv", a_csv(HEADINGS, CAFE, encoding="cp1252", delimiter=";"))
    assert sheet.read_as == "cp1252, separated by semicolons"


def test_commas_in_a_file_of_semicolons_do_not_mislead():
    data = b"name;details;phone\nKnit;a, b, c, d;01632 960124\n"
    assert rows_of(data) == [("Knit", "a, b, c, d", "01632 960124")]


def test_line_breaks_inside_cells_stay_and_rows_are_numbered_as_in_a_spreadsheet():
    sheet = read("a.csv", b'name,details\r\n"Knit","one\r\ntwo\nthree"\r\n\r\nWalk,x\r\n')
    first, second = sheet.rows()
    assert first.cells[1] == "one\r\ntwo\nthree"
    assert (first.number, second.number) == (2, 4)


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_lines_may_end_in_any_way(ends):
    assert rows_of(ends.join(("name,phone", "Knit,1", "Walk,2")).encode()) == [
        ("Knit", "1"),
        ("Walk", "2"),
    ]


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows():
    with pytest.raises(RuleBroken, match="Row 3 opens a quotation mark"):
        rows_of(b'name,phone\nKnit,1\n"Walk,2\nSwim,3\nSing,4\n')


def test_a_stray_inch_mark_is_only_a_letter():
    assert rows_of(b'name,details\nWood,6" nails\n') == [("Wood", '6" nails')]


def test_a_cell_without_end_is_refused():
    with pytest.raises(RuleBroken, match="Row 2"):
        rows_of(b'name,phone\n"' + b"x" * 200_000 + b'",1\n')


def test_noise_is_not_text():
    with pytest.raises(RuleBroken, match="not a spreadsheet"):
        delimited.encoding_of(source_of("a.csv", bytes(range(1, 32)) * 100))


def test_zeros_are_taken_out():
    assert rows_of(b"name,phone\nKnit\x00ting,1\n" + b"Walk,2\n" * 20)[0] == ("Knitting", "1")
