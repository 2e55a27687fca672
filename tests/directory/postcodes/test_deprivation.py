"""Files that say how deprived postcodes are, and files that do not quite."""

import gzip
import zipfile
from pathlib import Path

import pytest

from directory.postcodes.deprivation import (
    NEIGHBOURHOODS,
    Deprived,
    Outcome,
    checked,
    decile_of_rank,
    read,
)
from kernel.errors import RuleBroken

LOOK_UP = "Postcode,Postcode Status,LSOA code (2021),LSOA Name (2021),Index of Multiple Deprivation Rank,Index of Multiple Deprivation Decile,Income Rank,Income Decile\n"
ONS = "pcd7,pcds,dointr,ctry25cd,lsoa21cd,lat,long,imd20ind\n"


@pytest.fixture
def file(tmp_path):
    def write(text: str, name: str = "deprivation.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


def outcomes(given: Path, **more: str) -> list[Outcome]:
    return [row.outcome for row in read(given, **more)]


def test_the_ministrys_look_up_gives_a_decile(file):
    given = file(LOOK_UP + "ne6 1ab,Live,E01000001,Anytown 001A,310,1,9,10\n")
    assert [*read(given)] == [Deprived(Outcome.LOADED, "NE61AB", 1)]


@pytest.mark.parametrize(
    "headings",
    [
        "pcds,imd_decile",
        "PCDS,IMD Decile",
        "Postcode,IMD2025 decile",
        "postcode,Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
    ],
)
def test_other_ways_to_head_the_same_columns(file, headings):
    assert [*read(file(f"{headings}\nNE6 1AB,7\n"))] == [Deprived(Outcome.LOADED, "NE61AB", 7)]


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ("NE6 1AB,E01000001,10", Outcome.LOADED),
        ("NE6 1AB,,10", Outcome.LOADED),
        ("NE6 1AB,E01000001,", Outcome.NOT_KNOWN),
        ("NE6 1AB,E01000001,#N/A", Outcome.NOT_KNOWN),
        ("NE6 1AB", Outcome.NOT_KNOWN),
        ("CF10 1AA,W01000001,3", Outcome.OUTSIDE_ENGLAND),
        ("Anytown,E01000001,3", Outcome.NOT_A_POSTCODE),
        ("", Outcome.NOT_A_POSTCODE),
        ("NE6 1AB,E01000001,0", Outcome.WRONG),
        ("NE6 1AB,E01000001,11", Outcome.WRONG),
        ("NE6 1AB,E01000001,1.5", Outcome.WRONG),
        ("NE6 1AB,E01000001,١", Outcome.WRONG),
        ("NE6 1AB,E01000001," + "1" * 5000, Outcome.WRONG),
    ],
)
def test_every_row_has_one_outcome(file, row, outcome):
    assert outcomes(file("pcds,lsoa21,imd_decile\n" + row + "\n")) == [outcome]


class TestRanks:
    def test_a_rank_of_england_is_a_decile_of_the_edition_that_is_named(self, file):
        given = file(ONS + "NE6 1AB,NE6 1AB,198001,E92000001,E01000001,54.9,-1.5,3285\n")
        assert [*read(given, edition="2019")] == [Deprived(Outcome.LOADED, "NE61AB", 2)]
        assert [*read(given, edition="2025")] == [Deprived(Outcome.LOADED, "NE61AB", 1)]

    def test_without_its_edition_it_is_refused(self, file):
        with pytest.raises(RuleBroken, match="--edition 2019 or --edition 2025"):
            [*read(file(ONS))]

    def test_other_countries_rank_their_own(self, file):
        given = file(
            ONS
            + "CF101AA,CF10 1AA,1980,W92000004,W01000001,51.4,-3.1,12\n"
            + "AB10 1AA,AB10 1AA,1980,S92000003,S01000001,57.1,-2.2,12\n"
            + "JE2 3AB,JE2 3AB,1980,L93000001,L99999999,,,0\n"
        )
        assert outcomes(given, edition="2019") == [Outcome.OUTSIDE_ENGLAND] * 3

    def test_without_a_country_nobody_knows_whose_rank_it_is(self, file):
        with pytest.raises(RuleBroken, match="which are of England"):
            [*read(file("pcds,imd\nNE6 1AB,12\n"), edition="2019")]

    def test_no_rank_is_not_known_and_one_that_is_too_high_is_wrong(self, file):
        rows = "".join(f"NE6 1AB,E92000001,{rank}\n" for rank in ("0", "", "33000", "x"))
        given = file("pcds,ctry,imd\n" + rows)
        assert outcomes(given, edition="2019") == [Outcome.NOT_KNOWN] * 2 + [Outcome.WRONG] * 2

    @pytest.mark.parametrize("edition", NEIGHBOURHOODS)
    def test_tenths_are_as_equal_as_they_can_be(self, edition):
        deciles = [
            decile_of_rank(r, edition=edition) for r in range(1, NEIGHBOURHOODS[edition] + 1)
        ]
        sizes = [deciles.count(tenth) for tenth in range(1, 11)]
        assert deciles == sorted(deciles) and len(set(deciles)) == 10
        assert max(sizes) - min(sizes) <= 1


def test_wrong_lines_are_named_and_nothing_is_taken(file):
    wrong = "".join(f"NE6 1A{letter},12\n" for letter in "ABDEFGH")
    with pytest.raises(RuleBroken) as refused:
        checked(file("pcds,imd_decile\nNE6 1AA,1\n" + wrong))
    assert refused.value.message.startswith("Line 3: “12” is not a decile from 1 to 10. Line 4:")
    assert refused.value.message.endswith("2 more lines are wrong. Nothing was loaded.")


def test_a_file_without_wrong_lines_passes(file):
    checked(file("pcds,imd_decile\nNE6 1AA,1\nhello,1\n"))


@pytest.mark.parametrize(
    "text", ["", "Postcode,lat,long\nNE6 1AB,54.9,-1.5\n", "lsoa21cd,decile\n"]
)
def test_a_file_of_another_kind_is_refused_in_words(file, text):
    with pytest.raises(RuleBroken, match="Index of Multiple Deprivation"):
        [*read(file(text))]


def test_packed_files_are_read_as_they_are(file, tmp_path):
    rows = "pcds,imd_decile\nNE6 1AB,4\n"
    assert outcomes(file(rows, "deprivation.csv.gz")) == [Outcome.LOADED]
    packed = tmp_path / "deprivation.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Data/deprivation.csv", rows)
        archive.writestr("Documents/notes.csv", "about,this\n")
    assert outcomes(packed) == [Outcome.LOADED]
