"""The pictures in the README are of the program as it is: `make screens` takes them again."""

import re
from pathlib import Path

import pytest

from kernel.access import Role
from tests.journeys.test_house import sign_in

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "docs" / "screens"
WIDE, NARROW = {"width": 1000, "height": 760}, {"width": 340, "height": 760}
PICTURES = {
    "search": ("/search?q=dog+wlaking&where=NE6+1AB", WIDE),
    "listing": ("/search?q=dog+walking&where=NE6+1AB", NARROW),
    "register": ("/register", NARROW),
    "case": ("/cases", NARROW),
}
OPENS = {"listing": "Dog walking", "case": "Maya Thornton"}
"""The link to follow from there."""


def test_the_readme_shows_these_pictures_and_each_says_what_it_shows():
    shown = re.findall(
        r"!\[([^\]]+)\]\(docs/screens/(\w+)\.png\)", (ROOT / "README.md").read_text()
    )
    assert {name for _, name in shown} == set(PICTURES)
    assert all(len(words) > 20 for words, _ in shown)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_can_be_taken(anytown, page, tmp_path, pytestconfig, name):
    folder = SCREENS if pytestconfig.getoption("--screens") else tmp_path
    address, size = PICTURES[name]
    page.set_viewport_size(size)
    if name == "case":
        sign_in(page, anytown, Role.LINK_WORKER)
    page.goto(anytown.at(address))
    if name in OPENS:
        page.get_by_role("link", name=OPENS[name]).first.click()
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 10_000
