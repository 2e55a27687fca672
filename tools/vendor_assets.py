"""Fetch the design system and the map, as published, into static/: `make assets`.

What is fetched is pinned by digest. Before it is kept, everything that points elsewhere or that
belongs to the NHS is taken out: the Frutiger font (licensed for NHS sites only), the logo, the
icons of the browser tab, and source maps. The result is committed, so nobody else needs npm.
"""

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"


@dataclass(frozen=True)
class Package:
    """A published package and its sha512, as the publisher states it."""

    name: str
    version: str
    integrity: str


NHSUK = Package(
    "nhsuk-frontend",
    "10.6.1",
    "sha512-PZorqQZjZx/A26yJoskCL9z0ib6AtkAyF0o4K/RHr8zRrJyXrUOCnMbjy0VNXsGO4tfTNMwqlkwATKs4a0xayw==",
)
LEAFLET = Package(
    "leaflet",
    "1.9.4",
    "sha512-nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA==",
)

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
FONT_FACES = 2
SOURCE_MAP = re.compile(r"\n?(/\*#|//#) sourceMappingURL=[^\n]*")
ADDRESS_ELSEWHERE = re.compile(r"(?:url\(|@import)\s*[\"']?\s*(?:https?:)?//")
NHSUK_PICTURE = re.compile(r"url\((/assets/images/[a-z0-9-]+\.svg)\)")


class NotAsExpected(Exception):
    """What was fetched is not what was pinned, or not shaped as this script knows it."""


def main() -> None:
    """Fetch both packages, check them and write static/nhsuk/ and static/leaflet/."""
    with tempfile.TemporaryDirectory() as folder:
        vendor_nhsuk(fetched(NHSUK, Path(folder)))
        vendor_leaflet(fetched(LEAFLET, Path(folder)))


def fetched(package: Package, folder: Path) -> Path:
    """The unpacked files of a package, once its digest is found right."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to fetch the design system. On Debian: apt-get install npm")
    name = f"{package.name}@{package.version}"
    subprocess.run([npm, "pack", "--silent", name], cwd=folder, check=True)  # noqa: S603 pinned above
    archive = folder / f"{package.name}-{package.version}.tgz"
    check(package, archive.read_bytes())
    with tarfile.open(archive) as files:
        files.extractall(folder / package.name, filter="data")
    return folder / package.name / "package"


def check(package: Package, archive: bytes) -> None:
    """Refuse bytes that do not have the pinned digest."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != package.integrity:
        raise NotAsExpected(f"{package.name} {package.version} has the digest {found}.")


def vendor_nhsuk(package: Path) -> None:
    """The stylesheet, the module and only those pictures that the stylesheet draws."""
    built = package / "dist" / "nhsuk"
    target = emptied(STATIC / "nhsuk", keep="LICENCE.txt")
    css = (built / f"nhsuk-frontend-{NHSUK.version}.min.css").read_text(encoding="utf-8")
    for picture in sorted(set(NHSUK_PICTURE.findall(css))):
        copy(built / picture.lstrip("/"), target / picture.lstrip("/"))
    write(target / "nhsuk-frontend.min.css", own_style(css))
    script = (built / f"nhsuk-frontend-{NHSUK.version}.min.js").read_text(encoding="utf-8")
    write(target / "nhsuk-frontend.min.js", SOURCE_MAP.sub("", script))


def vendor_leaflet(package: Path) -> None:
    """The map's module, stylesheet, pictures and licence."""
    target = emptied(STATIC / "leaflet")
    copy(package / "LICENSE", target / "LICENSE")
    for picture in sorted((package / "dist" / "images").iterdir()):
        copy(picture, target / "images" / picture.name)
    for name in ("leaflet.js", "leaflet.css"):
        text = (package / "dist" / name).read_text(encoding="utf-8")
        write(target / name, without_elsewhere(SOURCE_MAP.sub("", text)))


def own_style(css: str) -> str:
    """The design system's stylesheet without its font, with pictures found beside it."""
    css, fonts = FONT_FACE.subn("", css)
    if fonts != FONT_FACES:
        raise NotAsExpected(f"There are {fonts} font rules, not {FONT_FACES}: look at them again.")
    css = css.replace("Frutiger W01,", "")
    css = NHSUK_PICTURE.sub(lambda found: f"url({found[1].lstrip('/')})", css)
    return without_elsewhere(SOURCE_MAP.sub("", css))


def without_elsewhere(text: str) -> str:
    """The text itself, or NotAsExpected when it would fetch something from another machine."""
    found = ADDRESS_ELSEWHERE.search(text)
    if found:
        raise NotAsExpected(f"It points to another machine: {text[found.start() :][:80]}")
    return text


def emptied(folder: Path, *, keep: str = "") -> Path:
    """The folder with nothing of an earlier version in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != keep:
            entry.unlink()
    return folder


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())


def write(target: Path, text: str) -> None:
    target.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
