"""Places as people type them, and how far it is in words."""

import gzip
import math
import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import RuleBroken
from kernel.geography import (
    PlaceKind,
    Point,
    Postcode,
    TypedPlace,
    distance_km,
    distance_words,
    looks_like_place,
    parse_outcode,
)

POSTCODES = Path(__file__).parents[3] / "shared" / "data" / "postcodes" / "uk_postcodes.csv.gz"
points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


class TestDistance:
    def test_it_agrees_with_a_distance_worked_out_elsewhere(self):
        nashville, los_angeles = Point(36.12, -86.67), Point(33.94, -118.40)
        assert distance_km(nashville, los_angeles) == pytest.approx(2886.45, abs=0.01)

    def test_a_degree_of_latitude_is_a_360th_of_the_way_round(self):
        round_the_earth = 2 * math.pi * 6371.0088
        assert distance_km(Point(54, 0), Point(55, 0)) == pytest.approx(round_the_earth / 360)

    def test_the_other_side_of_the_earth_is_half_the_way_round(self):
        assert distance_km(Point(0, 0), Point(0, 180)) == pytest.approx(math.pi * 6371.0088)

    def test_it_is_short_across_the_date_line(self):
        assert distance_km(Point(0, 179.9), Point(0, -179.9)) < 23

    @given(points, points)
    def test_it_is_the_same_both_ways_and_never_below_nothing(self, a, b):
        assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-6)
        assert 0 <= distance_km(a, b) <= math.pi * 6371.0088 + 1e-6

    @given(points)
    def test_it_is_no_way_to_where_one_is(self, a):
        assert distance_km(a, a) == 0

    @pytest.mark.parametrize(
        ("miles", "words"),
        [
            (0, "under half a mile"),
            (0.49, "under half a mile"),
            (0.5, "half a mile"),
            (0.6, "0.6 miles"),
            (0.96, "1 mile"),
            (1, "1 mile"),
            (1.2, "1.2 miles"),
            (2.04, "2 miles"),
            (9.94, "9.9 miles"),
            (9.96, "10 miles"),
            (14.4, "14 miles"),
        ],
    )
    def test_it_is_said_as_people_say_it(self, miles, words):
        assert distance_words(miles * 1.609344) == words

    @pytest.mark.parametrize(("lat", "lon"), [(90.1, 0), (0, -180.1), (math.nan, 0), (0, math.inf)])
    def test_a_point_off_the_earth_is_refused(self, lat, lon):
        with pytest.raises(RuleBroken):
            Point(lat, lon)


class TestPostcode:
    @pytest.mark.parametrize(
        "text", ["NE6 1AB", "ne61ab", " n e 6 1 a b ", "NE6-1AB", "ＮＥ６ １ＡＢ"]
    )
    def test_any_spacing_and_case_will_do(self, text):
        assert str(Postcode.parse(text)) == "NE6 1AB"

    @pytest.mark.parametrize(
        ("text", "outcode", "sector", "area"),
        [
            ("M1 1AE", "M1", "M1 1", "M"),
            ("B33 8TH", "B33", "B33 8", "B"),
            ("CR2 6XH", "CR2", "CR2 6", "CR"),
            ("DN55 1PT", "DN55", "DN55 1", "DN"),
            ("W1A 1HQ", "W1A", "W1A 1", "W"),
            ("EC1A 1BB", "EC1A", "EC1A 1", "EC"),
            ("GIR 0AA", "GIR", "GIR 0", "GIR"),
        ],
    )
    def test_every_shape_of_postcode_has_its_parts(self, text, outcode, sector, area):
        postcode = Postcode.parse(text.replace(" ", ""))
        assert (postcode.text, postcode.outcode) == (text, outcode)
        assert (postcode.sector, postcode.area) == (sector, area)

    @pytest.mark.parametrize(
        "text", ["", "NE6", "NE6 1", "NE6 1A", "NE6 1AV", "QE6 1AB", "NE6 1ABC", "Byker", "61 AB"]
    )
    def test_what_is_no_postcode_is_refused_with_an_example(self, text):
        with pytest.raises(RuleBroken) as refusal:
            Postcode.parse(text, field="postcode")
        assert refusal.value.message == "Enter a postcode like NE6 1AB."
        assert refusal.value.field == "postcode"

    @pytest.mark.parametrize("text", ["ne6 1ab", "NE61AB", "NE6  1AB", "somewhere", ""])
    def test_a_postcode_is_only_made_by_reading_one(self, text):
        with pytest.raises(ValueError, match=r"Postcode\.parse"):
            Postcode(text)

    @given(st.text())
    def test_whatever_is_typed_is_a_postcode_or_refused(self, text):
        try:
            assert Postcode.parse(Postcode.parse(text).text)
        except RuleBroken as refusal:
            assert "NE6 1AB" in refusal.message


@pytest.mark.skipif(not POSTCODES.exists(), reason="the postcodes (../shared/data) are not here")
def test_every_postcode_there_is_can_be_read(soak_factor):
    """Of 2.7 million, every thousandth, but for those of districts that were given up long ago."""
    given_up = re.compile("NPT|W1[MNRVXY]")
    with gzip.open(POSTCODES, "rt") as file:
        for line in islice(file, 1, None, 1000 // soak_factor):
            written = line.split(",")[0].replace(" ", "")
            if not given_up.match(written):
                assert Postcode.parse(written).text.replace(" ", "") == written


def test_an_outcode_is_read_in_any_spacing_and_case():
    assert parse_outcode(" ne 6 ") == "NE6"


@pytest.mark.parametrize("text", ["", "NE", "6", "NE6 1AB", "Byker"])
def test_what_is_no_outcode_is_refused(text):
    with pytest.raises(RuleBroken, match="first half of a postcode"):
        parse_outcode(text)


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("ne61ab", PlaceKind.POSTCODE, "NE6 1AB"),
        ("NE6 1AB", PlaceKind.POSTCODE, "NE6 1AB"),
        ("ne6 1", PlaceKind.SECTOR, "NE6 1"),
        ("NE6 1A", PlaceKind.SECTOR, "NE6 1"),
        ("ne6", PlaceKind.OUTCODE, "NE6"),
        ("NE61", PlaceKind.OUTCODE, "NE61"),
        ("Byker", PlaceKind.WORDS, "Byker"),
        ("  South   Shields ", PlaceKind.WORDS, "South Shields"),
        ("St. Mary's", PlaceKind.WORDS, "St. Mary's"),
        ("1 Mill Lane", PlaceKind.WORDS, "1 Mill Lane"),
        ("", PlaceKind.WORDS, ""),
    ],
)
def test_what_was_typed_as_a_place_is_told_apart(typed, kind, text):
    assert looks_like_place(typed) == TypedPlace(kind, text)


@given(st.text())
def test_whatever_is_typed_as_a_place_is_something(text):
    assert looks_like_place(text).kind in PlaceKind
