"""Somebody at a bus stop finds dog walking: with a thumb, a keyboard, and without any script."""

import json
import re
from itertools import pairwise

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from directory.models import Listing
from tests.support.browser import barriers, sideways
from tests.support.seats import EVERY_WIDTH

CLEAR_OF_EACH_OTHER = 12
"""Pixels, of which four are the lower edge that a button draws as its shadow."""


@pytest.fixture(scope="module")
def listings(anytown):
    """The pages of Anytown's listings, by name and by the name of the group."""
    with anytown.database.reading() as session:
        rows = session.scalars(sa.select(Listing)).all()
        by_group = {row.group.name: f"/listings/{row.id}" for row in rows}
        return by_group | {row.content.name: f"/listings/{row.id}" for row in rows}


@pytest.fixture
def complaints(page):
    """What the browser complains of: scripts that the content policy refused, faults, lost files."""
    said = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def plain_page(browser, browser_context_args):
    """A page in a browser without scripts."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def find_dog_walking(page, site):
    """The journey: from the first page to a number to ring, in three pages."""
    page.goto(site.at("/"))
    page.get_by_label("What would you like to do?").fill("dog wlaking")
    page.get_by_label("Near where?").fill("ne61ab")
    page.get_by_role("button", name="Search").click()
    assert "Showing results for “dog walking”" in page.inner_text("main")
    page.get_by_role("link", name="Dog walking", exact=True).click()
    return page.get_by_role("link", name="0191").first


class TestTheBusStop:
    @EVERY_WIDTH
    def test_a_number_to_ring_is_found_in_three_pages(self, anytown, page, complaints, width):
        page.set_viewport_size({"width": width, "height": 640})
        number = find_dog_walking(page, anytown)
        expect(number).to_be_visible()
        assert number.get_attribute("href").startswith("tel:0")
        assert complaints == []

    def test_nothing_of_it_needs_a_script(self, anytown, plain_page):
        expect(find_dog_walking(plain_page, anytown)).to_be_visible()

    def test_the_back_button_leads_back_to_the_results(self, anytown, page):
        find_dog_walking(page, anytown)
        page.go_back()
        assert page.get_by_label("Near where?").input_value() == "ne61ab"

    def test_the_keyboard_is_enough(self, anytown, page):
        page.goto(anytown.at("/"))
        reach(page, "#search-what")
        page.keyboard.type("dog walking")
        page.keyboard.press("Tab")
        page.keyboard.type("NE6")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?*")
        reach(page, ".card__title a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/listings/*")
        reach(page, "a[href^='tel:']")

    def test_narrowing_down_without_a_script(self, anytown, plain_page):
        plain_page.goto(anytown.at("/search?where=NE6+1AB"))
        plain_page.get_by_text("Narrow this down").click()
        plain_page.get_by_label("It is free").check()
        plain_page.get_by_label("How far away").select_option("20")
        plain_page.get_by_role("button", name="Show these").click()
        assert "free=yes" in plain_page.url and "within=20" in plain_page.url
        assert "Narrow this down (1 chosen)" in plain_page.inner_text("main")

    def test_a_list_is_collected_and_printed_without_a_script(self, anytown, plain_page, listings):
        for name in ("Dog walking", "Cat cuddling"):
            plain_page.goto(anytown.at(listings[name]))
            plain_page.get_by_role("button", name="Put it on my list").click()
        plain_page.get_by_role("button", name="See my list").click()
        plain_page.get_by_role("button", name="Take off Cat cuddling").click()
        plain_page.get_by_role("button", name="Print my list").click()
        assert plain_page.inner_text("h2") == "Dog walking"


class TestWithAScript:
    def test_words_are_offered_while_typing(self, anytown, page):
        page.goto(anytown.at("/"))
        page.get_by_label("What would you like to do?").press_sequentially("gard")
        page.wait_for_selector("#suggestions option", state="attached")
        offered = page.eval_on_selector_all("#suggestions option", "all => all.map(it => it.value)")
        assert "gardening" in offered

    def test_my_location_becomes_a_part_of_town(self, anytown, browser, browser_context_args):
        context = browser.new_context(
            **browser_context_args, permissions=["geolocation"],
            geolocation={"latitude": 54.9744, "longitude": -1.5824},
        )  # fmt: skip
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(anytown.at("/"))
        page.get_by_role("button", name="Use my location").click()
        page.wait_for_url("**/search?*")
        assert "near NE6 1" in page.inner_text("h1")
        assert not any("54.9744" in url for url in asked)
        context.close()

    def test_the_map_has_the_numbers_of_the_list(self, anytown, page, complaints):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(anytown.at("/search?q=dog+walking&where=NE6+1AB"))
        page.get_by_text("See these on a map").click()
        page.wait_for_selector(".map .map__number")
        assert page.inner_text(".map .map__number") == "1"
        page.click(".map .map__number")
        page.get_by_role("link", name="1: Dog walking").click()
        page.wait_for_url("**/listings/*")
        assert complaints == []

    def test_facts_for_search_engines_are_no_script(self, anytown, page, complaints, listings):
        page.goto(anytown.at(listings["Dog walking"]))
        block = page.inner_text("script[type='application/ld+json']") or page.eval_on_selector(
            "script[type='application/ld+json']", "it => it.textContent"
        )
        assert json.loads(block)["name"] == "Dog walking"
        assert complaints == []

    def test_nothing_is_fetched_from_elsewhere(self, anytown, page, listings):
        hosts = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        for address in ("/", "/search?where=NE6", listings["Dog walking"], "/pinboard"):
            page.goto(anytown.at(address), wait_until="networkidle")
        assert hosts == {anytown.address.split("/")[2]}


def reach(page, selector):
    """Press Tab until an element has the focus; each stop on the way can be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        assert page.evaluate(IS_SEEN), page.evaluate("document.activeElement.outerHTML")
    raise AssertionError(f"The keyboard does not reach {selector}.")


IS_SEEN = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  return it === document.body || (box.width > 0 && box.height > 0);
}"""


STATES = {
    "the first page": "/",
    "results": "/search?where=NE6+1AB",
    "one choice made": "/search?where=NE6+1AB&free=yes&order=next",
    "a word put right": "/search?q=gardning",
    "words taken as choices": "/search?q=free+saturday+morning",
    "a misspelt place": "/search?where=Rivreside",
    "nothing found": "/search?q=falconry&where=NE6+1AB&free=yes",
    "a place that we do not know": "/search?where=Atlantis",
    "an empty list": "/pinboard",
    "what is missing": "/missing-activity?q=falconry",
    "the choice of what to print": "/print",
    "about": "/about",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "attribution": "/attribution",
    "a full listing": "Bengali men's cookery session",
    "a short listing": "Cat cuddling",
    "a hidden place": "Support for women who are not safe at home",
    "one that nobody confirmed": "Book Bunch",
}


@EVERY_WIDTH
@pytest.mark.parametrize("state", STATES)
def test_nobody_is_kept_out(anytown, page, complaints, listings, state, width):
    page.set_viewport_size({"width": width, "height": 900})
    address = STATES[state]
    page.goto(anytown.at(listings.get(address, address)))
    for narrow in page.query_selector_all("details:not([hidden])"):
        narrow.evaluate("it => it.open = true")
    assert barriers(page) == []
    assert sideways(page) <= 0
    assert complaints == []


def test_buttons_below_each_other_do_not_touch(anytown, page, listings):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(anytown.at(listings["Dog walking"]))
    boxes = [button.bounding_box() for button in page.query_selector_all(".acts .nhsuk-button")]
    gaps = [b["y"] - a["y"] - a["height"] for a, b in pairwise(boxes)]
    assert gaps and min(gaps) >= CLEAR_OF_EACH_OTHER


@EVERY_WIDTH
def test_a_collected_list_keeps_nobody_out(anytown, page, listings, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(anytown.at(listings["Dog walking"]))
    page.get_by_role("button", name="Put it on my list").click()
    assert barriers(page) == []
    page.goto(anytown.at("/pinboard"))
    assert barriers(page) == []
    page.get_by_role("button", name="Send my list").click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert barriers(page) == []
    page.goto(anytown.at("/pinboard"))
    page.get_by_role("button", name="Print my list").click()
    assert (barriers(page), sideways(page)) == ([], 0)
