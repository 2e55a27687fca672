import json
import subprocess
import sys
from pathlib import Path

import pytest

from directory.imports import Kind, Limits, read
from kernel.errors import RuleBroken
from tests.support.sheets import (
    HEADINGS,
    KNITTING,
    TABLES,
    WALKING,
    a_csv,
    a_feed_service,
    a_workbook,
    a_zip,
    as_json,
    hostile_files,
)

ROOT = Path(__file__).parents[3]


def rows_of(name, data, **kwargs):
    return [row.cells for row in read(name, data, **kwargs).rows()]


class TestKinds:
    def test_a_csv_file_is_known_by_what_is_in_it_not_by_its_name(self):
        sheet = read("groups.xlsx", a_csv(HEADINGS, WALKING))
        assert (sheet.kind, sheet.headings) == (Kind.CSV, HEADINGS)

    def test_a_workbook_holds_the_same_rows_as_a_csv_file(self):
        sheet = read("groups.csv", a_workbook(HEADINGS, WALKING, KNITTING))
        assert (sheet.kind, sheet.headings) == (Kind.WORKBOOK, HEADINGS)
        assert [row.cells for row in sheet.rows()] == [WALKING, KNITTING]

    def test_a_feed_is_json(self):
        assert read("feed", as_json([a_feed_service()])).kind is Kind.OPEN_REFERRAL

    def test_tables_stand_in_a_zip_or_in_a_folder(self, tmp_path):
        for name, text in TABLES.items():
            (tmp_path / name).write_text(text)
        in_zip = read("export.zip", a_zip({f"data/{name}": t for name, t in TABLES.items()}))
        in_folder = read("export", tmp_path)
        assert in_zip.kind is in_folder.kind is Kind.HSDS_TABLES
        assert [row.cells for row in in_zip.rows()] == [row.cells for row in in_folder.rows()]

    def test_pages_of_a_feed_stand_in_a_zip_or_in_a_folder(self, tmp_path):
        pages = {
            "1.json": as_json({"contents": [a_feed_service()]}),
            "2.json": as_json({"content": [a_feed_service(id="two")]}),
        }
        for name, data in pages.items():
            (tmp_path / name).write_bytes(data)
        assert len(rows_of("feed.zip", a_zip(pages))) == 2
        assert len(rows_of("feed", tmp_path)) == 2

    def test_a_path_is_as_good_as_bytes(self, tmp_path):
        path = tmp_path / "groups.csv"
        path.write_bytes(a_csv(HEADINGS, WALKING))
        assert rows_of("groups.csv", path) == rows_of("groups.csv", str(path)) == [WALKING]

    def test_the_rows_can_be_read_again(self):
        sheet = read("groups.xlsx", a_workbook(HEADINGS, WALKING))
        assert list(sheet.rows()) == list(sheet.rows()) == sheet.sample()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.csv", b"", "empty"),
        ("spaces.csv", b" \n\n", "empty"),
        ("commas.csv", b",,,\n,,\n", "no rows"),
        ("book.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "XLSX without a password"),
        ("page.csv", b"<!DOCTYPE html><html><table>", "not a spreadsheet"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "not a spreadsheet"),
        ("book.ods", a_zip({"mimetype": "opendocument", "content.xml": "<x/>"}), "CSV or XLSX"),
        ("broken.xlsx", a_workbook(HEADINGS, WALKING)[:-40], "damaged"),
        ("feed.json", b'{"contents": []}', "no services"),
        ("feed.json", b'{"contents": [', "not JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(name, data, says):
    with pytest.raises(RuleBroken, match=says) as refused:
        rows_of(name, data)
    assert all(len(sentence.split()) < 25 for sentence in refused.value.message.split(". "))


def test_a_folder_of_other_things_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(RuleBroken, match=r"services\.csv"):
        read("folder", tmp_path)


def test_a_large_zip_is_refused_by_its_size_alone():
    limits = Limits(packed_bytes=1000)
    with pytest.raises(RuleBroken, match="larger"):
        read("a.xlsx", a_workbook(HEADINGS, *[WALKING] * 50), limits=limits)


def test_a_large_text_is_refused_by_its_size_alone():
    with pytest.raises(RuleBroken, match="larger"):
        read("a.csv", a_csv(HEADINGS, WALKING), limits=Limits(text_bytes=50))


READ_THEM = """
import json, re, sys, time
from pathlib import Path
from directory.imports import read
from kernel.errors import RuleBroken

def most_memory():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

for path in sorted(Path(sys.argv[1]).iterdir()):
    before, start, says = most_memory(), time.perf_counter(), ""
    try:
        says = f"read {sum(1 for row in read(path.name, path).rows())} rows"
    except RuleBroken as refusal:
        says = refusal.message
    print(json.dumps([path.name, says, time.perf_counter() - start, most_memory() - before]))
"""


def test_files_that_mean_harm_are_refused_soon_and_cost_no_memory(tmp_path):
    files = hostile_files()
    assert len(files) >= 12 and 350_000 < len(files["bomb.xlsx"]) < 420_000
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", READ_THEM, tmp_path], cwd=ROOT, capture_output=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(files)
    for name, says, seconds, megabytes in answers:
        assert not says.startswith("read"), name
        assert megabytes < 150, (name, megabytes)
        assert seconds < 10, (name, seconds)  # under 2 alone; the machine may be busy
        assert says.endswith(".") and "Traceback" not in says, name
