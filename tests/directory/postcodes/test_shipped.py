"""What is shipped: enough to measure a distance without any file."""

import pytest

from directory.postcodes.shipped import (
    centroid,
    centroids,
    nearest_sector,
    plain_name,
    town,
    towns,
)
from kernel.geography import Point, distance_km

BYKER = Point(54.9744, -1.5824)


def test_sectors_and_outcodes_of_great_britain_are_there():
    names = centroids()
    assert sum(" " in name for name in names) > 10_000
    assert sum(" " not in name for name in names) > 2_800
    assert all(49.8 < point.lat < 60.9 and -8.7 < point.lon < 1.8 for point in names.values())


def test_northern_ireland_is_not_shipped():
    assert not [name for name in centroids() if name.startswith("BT")]


def test_a_sector_lies_near_its_outcode():
    assert distance_km(centroid("NE6 1"), centroid("NE6")) < 3
    assert centroid("ZZ9 9") is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Sheffield", "Sheffield"),
        ("  SHEFFIELD ", "Sheffield"),
        ("stoke on trent", "Stoke-on-Trent"),
        ("kings lynn", "King's Lynn"),
        ("newcastle", "Newcastle upon Tyne"),
    ],
)
def test_a_town_is_found_by_its_name_or_the_beginning_of_it(typed, name):
    assert town(typed)[0] == name


@pytest.mark.parametrize("typed", ["", "  ", "!", "Atlantis", "sheff"])
def test_what_is_no_town_is_not_found(typed):
    assert town(typed) is None


def test_of_two_towns_with_one_name_the_larger_is_meant():
    assert distance_km(town("Newport")[1], Point(51.58, -2.99)) < 5
    assert len(towns()) > 5_000


def test_the_nearest_sector_names_where_somebody_stands():
    assert nearest_sector(BYKER) == "NE6 1"


@pytest.mark.parametrize("point", [Point(48.85, 2.35), Point(0, 0), Point(54.6, -6.9)])
def test_outside_great_britain_there_is_no_sector(point):
    assert nearest_sector(point) is None


def test_names_are_compared_without_marks():
    assert plain_name(" St. Ives-on-Sea ") == "st ives on sea"
