import re
from pathlib import Path

import pytest

from web.brand import PETUNIA, WHITE, Brand, ColourWrong, contrast

APP_CSS = Path(__file__).parents[2] / "static" / "app.css"
PAGE_GREY = "#f0f4f5"
TEXT, PARTS = 4.5, 3.0


def test_contrast_is_what_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("behind", [WHITE, PAGE_GREY, "#f1e9f2"])
def test_the_accent_can_be_read_as_text(behind):
    assert contrast(PETUNIA, behind) >= TEXT


def test_the_focus_colour_stands_out_from_the_accent():
    assert contrast(PETUNIA, "#ffeb3b") >= PARTS


@pytest.mark.parametrize(
    "colour", sorted(set(re.findall(r"^  color: (#[0-9a-f]{6})", APP_CSS.read_text(), re.M)))
)
def test_every_text_colour_of_our_own_can_be_read(colour):
    assert max(contrast(colour, WHITE), contrast(colour, "#ffeb3b")) >= TEXT


def test_the_stylesheet_has_the_same_shades_as_the_brand():
    said = re.findall(r"(--accent[a-z-]*): (#[0-9a-f]{6});", Brand().stylesheet)
    kept = re.findall(r"^  (--accent[a-z-]*): (#[0-9a-f]{6});", APP_CSS.read_text(), re.M)
    assert said == kept


def test_an_own_colour_needs_a_stylesheet_of_its_own():
    assert not Brand().has_own_colour
    assert not Brand(colour=PETUNIA.upper()).has_own_colour
    assert Brand(colour="#005eb8").has_own_colour


@pytest.mark.parametrize("colour", ["purple", "#fff", "#70208", "red;}body{", "#70208g"])
def test_a_colour_that_is_not_one_is_refused(colour):
    with pytest.raises(ColourWrong, match="#702082"):
        Brand(colour=colour)


def test_a_colour_on_which_nobody_could_read_is_refused():
    with pytest.raises(ColourWrong, match="darker"):
        Brand(colour="#ffcc00")
