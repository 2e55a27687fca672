"""Files that say where postcodes are: ONS Postcode Directory, NSPL, Code-Point Open; read row by row.

A file may be CSV, packed CSV (.gz) or a ZIP of CSVs. Whatever its size, one row is in memory at a time.
"""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from directory.postcodes.grid import from_national_grid
from kernel.errors import RuleBroken
from kernel.geography import Point

NORTHERN_IRELAND = frozenset({"BT"})
CROWN_DEPENDENCIES = frozenset({"GY", "JE", "IM"})
NO_LATITUDE = 90  # the ONS writes 99.999999 where it knows none
E5 = 100_000

POSTCODE_NAMES = ("pcds", "postcode", "pcd", "pcd7", "pcd8", "pcd2")
LATITUDE_NAMES = ("lat", "latitude")
LONGITUDE_NAMES = ("long", "lon", "longitude", "lng")
EASTING_NAMES = ("eastings", "easting", "oseast1m", "east1m")
NORTHING_NAMES = ("northings", "northing", "osnrth1m", "north1m")
CODE_POINT_EASTING, CODE_POINT_NORTHING = 2, 3

POSTCODE = re.compile(r"([A-Z]{1,3})[0-9]{0,2}[A-Z]?[0-9][A-Z]{2}")
_REPEATED = "multi_csv"  # the ONS puts each row into its ZIP twice: in one file, and by area

Row = Sequence[str]
Position = Callable[[Row], Point | None]


class Outcome(StrEnum):
    """What became of a row."""

    POSITION = "position"
    NO_POSITION = "no-position"
    NORTHERN_IRELAND = "northern-ireland"
    CROWN = "crown"
    NOT_A_POSTCODE = "not-a-postcode"


@dataclass(frozen=True)
class Read:
    """One row: its outcome and, if there is a position, the postcode without its space and where.

    Latitude and longitude are in hundred-thousandths of a WGS84 degree: about a metre.
    """

    outcome: Outcome
    key: str = ""
    latitude_e5: int = 0
    longitude_e5: int = 0


@dataclass(frozen=True)
class Shape:
    """Where the columns of a file are."""

    postcode: int
    position: Position
    has_headings: bool


def read(file: Path) -> Iterator[Read]:
    """Every row of a file. Raises RuleBroken, naming what is expected, for a file of another kind."""
    is_known = False
    for lines in tables(file):
        rows = csv.reader(lines)
        first = next(rows, [])
        shape = _shape(first)
        if shape is None:
            continue
        is_known = True
        if not shape.has_headings:
            yield _read(first, shape)
        for row in rows:
            yield _read(row, shape)
    if not is_known:
        raise RuleBroken(
            f"{file.name} has no columns that we know. Bring a file of the ONS Postcode Directory, "
            "the National Statistics Postcode Lookup or Code-Point Open, as CSV, CSV.GZ or ZIP."
        )


def tables(file: Path) -> Iterator[Iterator[str]]:
    """The lines of every table of a file: itself, unpacked, or the CSVs of a ZIP."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            for name in sorted(archive.namelist()):
                if name.lower().endswith((".csv", ".csv.gz")) and _REPEATED not in name.lower():
                    with archive.open(name) as member, _lines(member, name) as lines:
                        yield lines
        return
    with file.open("rb") as opened, _lines(opened, file.name) as lines:
        yield lines


@contextmanager
def _lines(opened: IO[bytes], name: str) -> Iterator[Iterator[str]]:
    with ExitStack() as closing:
        source: IO[bytes] | gzip.GzipFile = opened
        if name.lower().endswith(".gz"):
            source = closing.enter_context(gzip.open(opened))
        yield closing.enter_context(
            io.TextIOWrapper(source, encoding="utf-8-sig", errors="replace", newline="")
        )


def _shape(first: Row) -> Shape | None:
    names = [name.strip().strip('"').lower() for name in first]
    postcode = first_named(names, POSTCODE_NAMES)
    if postcode is None:
        return _code_point(first)
    for columns, made in (
        ((LATITUDE_NAMES, LONGITUDE_NAMES), _degrees),
        ((EASTING_NAMES, NORTHING_NAMES), _grid),
    ):
        north, east = (first_named(names, column) for column in columns)
        if north is not None and east is not None:
            return Shape(postcode, made(north, east), has_headings=True)
    return None


def _code_point(first: Row) -> Shape | None:
    """Code-Point Open has no headings: postcode, quality, easting, northing and perhaps more."""
    is_so = (
        len(first) > CODE_POINT_NORTHING
        and POSTCODE.fullmatch(key_of(first[0])) is not None
        and all(cell.strip().isdigit() for cell in first[1 : CODE_POINT_NORTHING + 1])
    )
    position = _grid(CODE_POINT_EASTING, CODE_POINT_NORTHING)
    return Shape(0, position, has_headings=False) if is_so else None


def first_named(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Where the first heading stands that is wanted, or None."""
    return next((names.index(name) for name in wanted if name in names), None)


def _degrees(latitude: int, longitude: int) -> Position:
    def position(row: Row) -> Point | None:
        lat, lon = _number(row, latitude), _number(row, longitude)
        if lat is None or lon is None or lat >= NO_LATITUDE or lat == 0:
            return None
        return Point(lat=lat, lon=lon)

    return position


def _grid(easting: int, northing: int) -> Position:
    def position(row: Row) -> Point | None:
        east, north = _number(row, easting), _number(row, northing)
        return from_national_grid(east, north) if east and north else None

    return position


def _number(row: Row, column: int) -> float | None:
    try:
        return float(row[column])
    except (ValueError, IndexError):
        return None


def key_of(text: str) -> str:
    """A postcode as it is looked up: capitals without a space."""
    return "".join(text.split()).upper()


def _read(row: Row, shape: Shape) -> Read:
    key = key_of(row[shape.postcode]) if len(row) > shape.postcode else ""
    found = POSTCODE.fullmatch(key)
    if found is None:
        return Read(Outcome.NOT_A_POSTCODE)
    point = shape.position(row)
    if point is None:
        return Read(Outcome.NO_POSITION)
    if found[1] in NORTHERN_IRELAND:
        return Read(Outcome.NORTHERN_IRELAND)
    if found[1] in CROWN_DEPENDENCIES:
        return Read(Outcome.CROWN)
    return Read(Outcome.POSITION, key, round(point.lat * E5), round(point.lon * E5))
