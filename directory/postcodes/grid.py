"""From the British National Grid to latitude and longitude, as Ordnance Survey publishes the sums.

OSGB36 (Airy 1830, transverse Mercator) to WGS84 by one Helmert transformation: good to about 5 m.
Source: OS, "A guide to coordinate systems in Great Britain", annexes B and C.
"""

from math import atan2, cos, hypot, radians, sin, sqrt, tan
from typing import NamedTuple

from kernel.geography import Point


class Ellipsoid(NamedTuple):
    """A figure of the earth: its half axes in metres."""

    a: float
    b: float

    @property
    def squared_eccentricity(self) -> float:
        return 1 - (self.b / self.a) ** 2


AIRY_1830 = Ellipsoid(6_377_563.396, 6_356_256.909)
WGS84 = Ellipsoid(6_378_137.0, 6_356_752.3142)

SCALE = 0.9996012717  # on the central meridian
TRUE_NORTH, TRUE_EAST = radians(49), radians(-2)  # the true origin
FALSE_NORTHING, FALSE_EASTING = -100_000.0, 400_000.0  # metres, as the origin is numbered
CLOSE_ENOUGH = 1e-5  # metres, for the sum that is repeated
CLOSE_ENOUGH_ANGLE = 1e-12  # radians

_SECOND = radians(1 / 3600)
_SHIFT = (446.448, -125.157, 542.060)  # metres
_TURN = (0.1502 * _SECOND, 0.2470 * _SECOND, 0.8421 * _SECOND)
_STRETCH = 1 - 20.4894e-6

_N = (AIRY_1830.a - AIRY_1830.b) / (AIRY_1830.a + AIRY_1830.b)


def from_national_grid(easting: float, northing: float) -> Point:
    """The place of a grid reference in metres, in WGS84 degrees."""
    latitude, longitude = _unprojected(easting - FALSE_EASTING, northing - FALSE_NORTHING)
    x, y, z = _helmert(*_cartesian(latitude, longitude, AIRY_1830))
    return _geographic(x, y, z, WGS84)


def _unprojected(east: float, north: float) -> tuple[float, float]:
    """Latitude and longitude in radians on Airy's ellipsoid (annex C.2)."""
    latitude = _foot_latitude(north)
    e2, tangent = AIRY_1830.squared_eccentricity, tan(latitude)
    bend = 1 - e2 * sin(latitude) ** 2
    nu = AIRY_1830.a * SCALE / sqrt(bend)
    rho = nu * (1 - e2) / bend
    eta2 = nu / rho - 1
    t2, secant, share = tangent**2, 1 / cos(latitude), east / nu
    north_terms = (
        share**2 / 2
        - share**4 / 24 * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
        + share**6 / 720 * (61 + 90 * t2 + 45 * t2**2)
    )
    east_terms = (
        share
        - share**3 / 6 * (nu / rho + 2 * t2)
        + share**5 / 120 * (5 + 28 * t2 + 24 * t2**2)
        - share**7 / 5040 * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3)
    )
    return latitude - tangent * nu / rho * north_terms, TRUE_EAST + secant * east_terms


def _foot_latitude(north: float) -> float:
    """The latitude whose distance along the central meridian is `north`."""
    latitude = TRUE_NORTH + north / (AIRY_1830.a * SCALE)
    while abs(left := north - _meridian_arc(latitude)) > CLOSE_ENOUGH:
        latitude += left / (AIRY_1830.a * SCALE)
    return latitude


def _meridian_arc(latitude: float) -> float:
    """Metres along the central meridian from the true origin."""
    n, less, more = _N, latitude - TRUE_NORTH, latitude + TRUE_NORTH
    return (
        AIRY_1830.b
        * SCALE
        * (
            (1 + n + 5 / 4 * (n**2 + n**3)) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + 15 / 8 * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _cartesian(
    latitude: float, longitude: float, ellipsoid: Ellipsoid
) -> tuple[float, float, float]:
    e2 = ellipsoid.squared_eccentricity
    nu = ellipsoid.a / sqrt(1 - e2 * sin(latitude) ** 2)
    across = nu * cos(latitude)
    return across * cos(longitude), across * sin(longitude), nu * (1 - e2) * sin(latitude)


def _helmert(x: float, y: float, z: float) -> tuple[float, float, float]:
    """From OSGB36 to WGS84."""
    rx, ry, rz = _TURN
    return (
        _SHIFT[0] + _STRETCH * x - rz * y + ry * z,
        _SHIFT[1] + rz * x + _STRETCH * y - rx * z,
        _SHIFT[2] - ry * x + rx * y + _STRETCH * z,
    )


def _geographic(x: float, y: float, z: float, ellipsoid: Ellipsoid) -> Point:
    e2, across = ellipsoid.squared_eccentricity, hypot(x, y)
    latitude, before = atan2(z, across * (1 - e2)), 9.0
    while abs(latitude - before) > CLOSE_ENOUGH_ANGLE:
        before = latitude
        nu = ellipsoid.a / sqrt(1 - e2 * sin(before) ** 2)
        latitude = atan2(z + e2 * nu * sin(before), across)
    return Point(lat=latitude / radians(1), lon=atan2(y, x) / radians(1))
