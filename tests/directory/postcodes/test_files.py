"""Files of postcodes of every kind that operators have, and of kinds that they should not have."""

import gzip
import tracemalloc
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from directory.postcodes.files import Outcome, Read, read
from kernel.errors import RuleBroken

HEADINGS = "pcd,pcd2,pcds,dointr,doterm,lat,long,ctry\n"
CODE_POINT = '"NE1 1AD",10,424722,563716,"E92000001"\n"NE99 9ZZ",90,0,0,"E92000001"\n'


@pytest.fixture
def file(tmp_path):
    def write(text: str, name: str = "postcodes.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


def test_a_row_of_the_ons_directory_is_a_position(file):
    given = file(HEADINGS + "NE6 1AB,NE6  1AB,NE6 1AB,198001,,54.97500,-1.58000,E92000001\n")
    assert [*read(given)] == [Read(Outcome.POSITION, "NE61AB", 5497500, -158000)]


def test_a_postcode_that_is_no_longer_used_is_still_a_place(file):
    given = file(HEADINGS + "AB1 0AA,AB1  0AA,AB1 0AA,198001,199606,57.10147,-2.24285,S92000003\n")
    assert [row.outcome for row in read(given)] == [Outcome.POSITION]


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ("NE6 1AB,99.999999,0.000000", Outcome.NO_POSITION),
        ("NE6 1AB,,0.00000", Outcome.NO_POSITION),
        ("NE6 1AB", Outcome.NO_POSITION),
        ("BT1 1AA,54.60000,-5.92000", Outcome.NORTHERN_IRELAND),
        ("JE2 3AB,49.18000,-2.10000", Outcome.CROWN),
        ("GY1 1AA,49.45000,-2.53000", Outcome.CROWN),
        ("IM1 1AA,54.15000,-4.48000", Outcome.CROWN),
        ("IM1 1AA,,0", Outcome.NO_POSITION),
        ("hello,54.0,-1.0", Outcome.NOT_A_POSTCODE),
        ("", Outcome.NOT_A_POSTCODE),
        ("NPT 0AA,51.58000,-2.99000", Outcome.POSITION),
        ("GIR 0AA,53.45000,-2.99000", Outcome.POSITION),
    ],
)
def test_every_row_has_one_outcome(file, row, outcome):
    assert [one.outcome for one in read(file("Postcode,lat,long\n" + row + "\n"))] == [outcome]


def test_code_point_open_has_no_headings_and_grid_references(file):
    first, second = read(file(CODE_POINT))
    assert (first.key, second.outcome) == ("NE11AD", Outcome.NO_POSITION)
    assert abs(first.latitude_e5 - 5496757) < 50
    assert abs(first.longitude_e5 + 161530) < 50


def test_a_packed_file_is_read(file):
    assert len([*read(file("Postcode,lat,long\nNE6 1AB,54.9,-1.5\n", "p.csv.gz"))]) == 1


def test_of_a_zip_every_table_with_postcodes_is_read_once(tmp_path):
    path = tmp_path / "ons.zip"
    rows = HEADINGS + "NE6 1AB,NE6  1AB,NE6 1AB,198001,,54.97500,-1.58000,E92000001\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Data/ONSPD_UK.csv", rows)
        archive.writestr("Data/multi_csv/ONSPD_UK_NE.csv", rows)
        archive.writestr("Documents/names.csv", "code,name\nE92000001,England\n")
        archive.writestr("readme.txt", "NE6 1AB")
    assert [row.key for row in read(path)] == ["NE61AB"]


@pytest.mark.parametrize("text", ["", "name,phone\nShelter,0191\n", "\x00\x01\x02", "NE6 1AB\n"])
def test_a_file_of_another_kind_is_refused_with_what_is_expected(file, text):
    with pytest.raises(RuleBroken, match="ONS Postcode Directory"):
        list(read(file(text)))


def test_the_postcodes_of_sheffield_are_read(sheffield):
    counts = Counter(row.outcome for row in read(sheffield))
    assert counts == {Outcome.POSITION: 50_501, Outcome.NO_POSITION: 22}


def test_a_file_is_read_in_constant_memory(sheffield):
    tracemalloc.start()
    for _ in read(sheffield):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000  # bytes; the file has 1.3 million


@pytest.fixture
def sheffield() -> Path:
    path = Path(__file__).parents[4] / "shared" / "data" / "postcodes" / "S.csv"
    if not path.exists():
        pytest.skip("There is no ../shared/data/postcodes beside the project.")
    return path
