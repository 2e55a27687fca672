import base64
import hashlib
import re
from pathlib import Path

import pytest

from tools import vendor_assets as vendor

STATIC = Path(__file__).parents[2] / "static"
FONT = "@font-face{font-family:Frutiger W01;src:url(https://a.example/f.woff)}"


def test_bytes_with_another_digest_are_refused():
    right = "sha512-" + base64.b64encode(hashlib.sha512(b"as published").digest()).decode()
    vendor.check(vendor.Package("one", "1", right), b"as published")
    with pytest.raises(vendor.NotAsExpected):
        vendor.check(vendor.Package("one", "1", right), b"changed on the way")


def test_the_font_goes_and_pictures_are_found_beside_the_stylesheet():
    css = (
        FONT * 2 + "body{font-family:Frutiger W01,arial;background:url(/assets/images/a-b.svg)}"
        "\n/*# sourceMappingURL=x.map */\n"
    )
    assert (
        vendor.own_style(css) == "body{font-family:arial;background:url(assets/images/a-b.svg)}\n"
    )


def test_a_stylesheet_with_another_number_of_fonts_is_looked_at_again():
    with pytest.raises(vendor.NotAsExpected, match="font rules"):
        vendor.own_style(FONT)


@pytest.mark.parametrize("css", ["a{b:url(//x.example/y)}", "@import 'https://x.example/y.css';"])
def test_a_stylesheet_that_fetches_from_elsewhere_is_refused(css):
    with pytest.raises(vendor.NotAsExpected, match="another machine"):
        vendor.without_elsewhere(css)


def test_what_is_kept_holds_no_nhs_font_logo_or_map_of_sources():
    for file in [*(STATIC / "nhsuk").rglob("*.css"), *(STATIC / "nhsuk").rglob("*.js")]:
        text = file.read_text()
        assert not re.search(r"frutiger|sourceMappingURL|assets\.nhs\.uk|@font-face", text, re.I)
    kept = {file.name for file in STATIC.rglob("*") if file.is_file()}
    assert not {name for name in kept if "logo" in name or name.endswith((".ico", ".woff2"))}


def test_every_picture_that_a_stylesheet_draws_is_there():
    for sheet in STATIC.rglob("*.css"):
        for picture in re.findall(r"url\(([^#)]+)\)", sheet.read_text()):
            assert (sheet.parent / picture.strip("'\"")).is_file(), f"{sheet.name}: {picture}"


def test_licences_come_along():
    assert "MIT" in (STATIC / "nhsuk" / "LICENCE.txt").read_text()
    assert "Redistribution" in (STATIC / "leaflet" / "LICENSE").read_text()
