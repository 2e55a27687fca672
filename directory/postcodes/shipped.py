"""What is known of places without any file: the middle of each postcode sector and outcode, and towns.

Made by tools/build_centroids.py; who is to be credited for it stands on /attribution.
"""

import csv
import gzip
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path

from kernel.geography import Point, distance_km

WORDS = Path(__file__).parent.parent / "words"
CENTROIDS = WORDS / "centroids.csv.gz"
TOWNS = WORDS / "towns.csv.gz"
E5 = 100_000
MOST_OTHER_LETTERS = 4
"""Two letters that were changed for others."""
FURTHEST_KM = 40
"""A place further than this from every sector is not in Great Britain."""


def centroid(key: str) -> Point | None:
    """The middle of a sector ("NE6 1") or an outcode ("NE6")."""
    return centroids().get(key)


@cache
def centroids() -> Mapping[str, Point]:
    """Every sector and outcode."""
    return dict(_places(CENTROIDS))


@cache
def towns() -> Mapping[str, tuple[str, Point]]:
    """Towns by their name in small letters, the largest first; of two that share a name, the larger."""
    known: dict[str, tuple[str, Point]] = {}
    for name, point in _places(TOWNS):
        known.setdefault(plain_name(name), (name, point))
    return known


def town(typed: str) -> tuple[str, Point] | None:
    """A town by its name or the beginning of it: "newcastle" is Newcastle upon Tyne, the largest."""
    wanted = plain_name(typed)
    if not wanted:
        return None
    exact = towns().get(wanted)
    longer = (found for name, found in towns().items() if name.startswith(f"{wanted} "))
    largest = next(longer, None)
    if exact and largest and not _is_larger(exact, largest):
        return largest
    return exact or largest


def town_names(*, like: str) -> Mapping[str, str]:
    """Towns, the largest first, by plain names and the beginnings of these that may be a slip away.

    That is: with the same first letter, and nearly the same letters.
    """
    known: dict[str, str] = {}
    for name, (label, _) in towns().items():
        if name[0] == like[0]:
            for beginning in accumulate(name.split(), "{} {}".format):
                if len(set(beginning) ^ set(like)) <= MOST_OTHER_LETTERS:
                    known.setdefault(beginning, label)
    return known


def nearest_sector(point: Point) -> str | None:
    """The sector whose middle is nearest, or None for a place that is not in Great Britain."""
    sectors = (name for name in centroids() if " " in name)
    name = min(sectors, key=lambda sector: _apart(centroids()[sector], point))
    return name if distance_km(centroids()[name], point) <= FURTHEST_KM else None


def plain_name(name: str) -> str:
    """A name as it is compared: small letters, without hyphens, marks and extra spaces."""
    letters = (letter if letter.isalnum() else " " for letter in name.casefold().replace("'", ""))
    return " ".join("".join(letters).split())


def _is_larger(one: tuple[str, Point], other: tuple[str, Point]) -> bool:
    order = list(towns())
    return order.index(plain_name(one[0])) < order.index(plain_name(other[0]))


def _apart(one: Point, other: Point) -> float:
    """Good enough to compare short distances within Great Britain: a degree east is shorter."""
    return (one.lat - other.lat) ** 2 + ((one.lon - other.lon) * 0.58) ** 2


def _places(file: Path) -> Iterator[tuple[str, Point]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for name, latitude, longitude in csv.reader(lines):
            yield name, Point(lat=int(latitude) / E5, lon=int(longitude) / E5)
