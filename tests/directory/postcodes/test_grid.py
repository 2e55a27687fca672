"""The National Grid in degrees, held to points that Ordnance Survey publishes."""

import pytest

from directory.postcodes.grid import from_national_grid
from kernel.geography import Point, distance_km

METRE = 0.001


@pytest.mark.parametrize(
    ("easting", "northing", "place"),
    [
        # OSTN15 test points of Ordnance Survey: grid, and ETRS89 in degrees.
        (91492.146, 11318.804, Point(49.92226394, -6.29977753)),  # Scilly
        (362269.991, 169978.690, Point(51.42754743, -2.54407619)),  # Bristol
        (424639.355, 565012.703, Point(54.97912274, -1.61657685)),  # Newcastle upon Tyne
        (440725.073, 1107878.448, Point(59.85409914, -1.27486910)),  # Shetland
        (599445.590, 225722.826, Point(51.89436638, 0.89724327)),  # Colchester
    ],
)
def test_a_grid_reference_is_a_place_to_within_five_metres(easting, northing, place):
    assert distance_km(from_national_grid(easting, northing), place) < 5 * METRE


def test_a_metre_on_the_grid_is_a_metre_on_the_ground():
    here, there = from_national_grid(424639, 565012), from_national_grid(425639, 565012)
    assert distance_km(here, there) == pytest.approx(1.0, abs=0.005)
