"""Where things are: points, postcodes, and how far it is, in words."""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kernel.errors import RuleBroken

EARTH_RADIUS_KM = 6371.0088  # the mean radius, as the geodesists' union (IUGG) gives it
KM_IN_A_MILE = 1.609344
FURTHEST_NORTH = 90
FURTHEST_EAST = 180
FAR = 10  # miles, from which a part of a mile no longer helps anybody

_OUTCODE = r"GIR|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9](?:[0-9ABEHMNPRV-Y])?|[0-9][A-HJKPSTUW])"
_POSTCODE = re.compile(rf"({_OUTCODE})([0-9][ABD-HJLNP-UW-Z]{{2}})")
_OUTCODE_ALONE = re.compile(_OUTCODE)
_SECTOR = re.compile(rf"({_OUTCODE})\s+([0-9])[ABD-HJLNP-UW-Z]?")


@dataclass(frozen=True)
class Point:
    """A place on the earth, in degrees (WGS84)."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        # A number that is not a number fails both comparisons, and so is refused too.
        if not (abs(self.lat) <= FURTHEST_NORTH and abs(self.lon) <= FURTHEST_EAST):
            raise RuleBroken("A place needs a latitude up to 90 and a longitude up to 180 degrees.")


def distance_km(a: Point, b: Point) -> float:
    """How far it is between two points as the crow flies, in kilometres (haversine)."""
    north_a, north_b = math.radians(a.lat), math.radians(b.lat)
    across = math.sin((north_b - north_a) / 2) ** 2
    along = math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    share = across + math.cos(north_a) * math.cos(north_b) * along
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(share, 1.0)))


def distance_words(km: float) -> str:
    """A distance as people say it: "under half a mile", "1.2 miles", "14 miles"."""
    miles = km / KM_IN_A_MILE
    if miles < 0.5:  # noqa: PLR2004 - the words of the next line
        return "under half a mile"
    shown = f"{miles:.0f}" if round(miles, 1) >= FAR else f"{miles:.1f}".removesuffix(".0")
    return "half a mile" if shown == "0.5" else "1 mile" if shown == "1" else f"{shown} miles"


@dataclass(frozen=True, order=True)
class Postcode:
    """A full postcode that is well formed, as it is written: "NE6 1AB". It may not exist."""

    text: str

    def __post_init__(self) -> None:
        if not _POSTCODE.fullmatch(self.text.replace(" ", "", 1)) or self.text[-4] != " ":
            raise ValueError("Make a postcode from what people type with Postcode.parse.")

    @classmethod
    def parse(cls, text: str, *, field: str | None = None) -> "Postcode":
        """The postcode in any spacing and case. Raises RuleBroken when it is not one."""
        found = _POSTCODE.fullmatch(_letters_and_digits(text))
        if not found:
            raise RuleBroken("Enter a postcode like NE6 1AB.", field=field)
        return cls(" ".join(found.groups()))

    @property
    def outcode(self) -> str:
        """ "NE6": a town or a part of a city."""
        return self.text[:-4]

    @property
    def sector(self) -> str:
        """ "NE6 1": some thousand homes."""
        return self.text[:-2]

    @property
    def area(self) -> str:
        """ "NE": the letters it begins with."""
        return re.split(r"\d", self.outcode, maxsplit=1)[0]

    def __str__(self) -> str:
        return self.text


def parse_outcode(text: str) -> str:
    """The first half of a postcode, in any spacing and case. Raises RuleBroken when it is not one."""
    plain = _letters_and_digits(text)
    if not _OUTCODE_ALONE.fullmatch(plain):
        raise RuleBroken("Enter the first half of a postcode, like NE6.")
    return plain


class PlaceKind(StrEnum):
    """What somebody typed when asked where."""

    POSTCODE = "postcode"
    SECTOR = "sector"
    OUTCODE = "outcode"
    WORDS = "words"


@dataclass(frozen=True)
class TypedPlace:
    """What somebody typed when asked where: a postcode or part of one, or the words of a town."""

    kind: PlaceKind
    text: str


def looks_like_place(text: str) -> TypedPlace:
    """What a typed place seems to be, with its text put straight; the words of a town stay as typed.

    A postcode broken off after the space ("NE6 1A") counts as its sector. Nothing typed is WORDS "".
    """
    plain = _letters_and_digits(text)
    if _POSTCODE.fullmatch(plain):
        return TypedPlace(PlaceKind.POSTCODE, f"{plain[:-3]} {plain[-3:]}")
    if sector := _SECTOR.fullmatch(_folded(text).strip()):
        return TypedPlace(PlaceKind.SECTOR, " ".join(sector.groups()))
    if _OUTCODE_ALONE.fullmatch(plain):
        return TypedPlace(PlaceKind.OUTCODE, plain)
    return TypedPlace(PlaceKind.WORDS, " ".join(text.split()))


def _folded(text: str) -> str:
    """In capitals, with the wide letters of some keyboards made plain."""
    return unicodedata.normalize("NFKC", text).upper()


def _letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]", "", _folded(text))
