"""A council's old list becomes part of the directory: seen first, then published in one act (A-DIR-06).

The real list of Sheffield organisations is dirty on purpose; it is read where it stands beside this
checkout, and nothing of it is kept.
"""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts import demo as accounts_demo
from accounts.demo import PASSWORD
from directory import demo as directory_demo
from directory.operations.reading import reader
from tests.cast_importing import a_list
from tests.support.browser import barriers, sideways

SHEFFIELD = Path(__file__).parents[3] / "shared" / "data" / "sheffield_providers.csv"
NOBODY_FINDS_IT = "is not beside this checkout."


@pytest.fixture
def town(site):
    """Anytown's accounts and activities: nobody was referred."""
    now = site.app.extensions["petunias"].clock()
    for part in (accounts_demo, directory_demo):
        part.load(site.database, at=now, listings=0, seed=1)
    site.work()
    return site


def sign_in(page: Page, town) -> None:
    page.goto(town.at("/sign-in"))
    page.get_by_label("E-mail").fill("directory_editor@anytown.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def bring(page: Page, town, name: str, data: bytes) -> None:
    """Choose the file, look at the columns, let it be read."""
    page.goto(town.at("/directory/imports"))
    page.locator("[name=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data}
    )
    page.get_by_role("button", name="Look at this file").click()
    page.get_by_role("button", name="Read the list").click()
    town.work()
    reader().wait()


def check(page: Page) -> None:
    """Nothing keeps people out, at either width."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert barriers(page) == [] and sideways(page) <= 0


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_editor_sees_what_would_come_in_and_publishes_it_in_one_act(
    town, browser, browser_context_args, has_scripts
):
    visit = browser.new_context(**{**browser_context_args, "java_script_enabled": has_scripts})
    page = visit.new_page()
    sign_in(page, town)
    bring(page, town, "neighbours.csv", a_list())
    if has_scripts:
        expect(page.get_by_text("3 new, 0 changed, 0 unchanged, 2 refused")).to_be_visible()
        check(page)
    else:
        page.get_by_role("link", name="Look again").click()
    page.get_by_label("Publish this: Sea swims").uncheck()
    page.get_by_role("button", name="Keep this choice").click()
    page.get_by_role("button", name="Publish this list").click()
    expect(page.get_by_text("1 activity is in the directory. 1 waits")).to_be_visible()
    town.work()
    page.goto(town.at("/search?q=slow+walks"))
    expect(page.get_by_role("link", name="Slow walks")).to_be_visible()
    page.goto(town.at("/search?q=sea+swims"))
    expect(page.get_by_role("link", name="Sea swims", exact=True)).to_have_count(0)
    visit.close()


def test_every_page_on_the_way_lets_everybody_in(town, page):
    sign_in(page, town)
    page.goto(town.at("/directory/imports"))
    check(page)
    page.locator("[name=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": a_list()}
    )
    page.get_by_role("button", name="Look at this file").click()
    check(page)
    page.get_by_role("button", name="Read the list").click()
    check(page)
    page.goto(town.at("/open-data"))
    check(page)


def test_the_list_of_sheffield_comes_in_is_found_and_comes_in_once(town, page):
    if not SHEFFIELD.exists():
        pytest.skip(f"../shared/data/{SHEFFIELD.name} {NOBODY_FINDS_IT}")
    data = SHEFFIELD.read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    sign_in(page, town)
    bring(page, town, "sheffield.csv", data)
    expect(page.get_by_text(f"{len(rows)} new, 0 changed, 0 unchanged, 0 refused")).to_be_visible()
    page.get_by_role("button", name="Publish this list").click()
    town.work()
    listed = page.request.get(town.at("/api/oruk/v3/services?per_page=500")).json()
    names = {one["name"] for one in listed["contents"]}
    came_in = [row for row in rows if " ".join(row["name"].split()) in names]
    assert len(came_in) >= 0.95 * len(rows)
    assert not any("<p>" in one["description"] for one in listed["contents"])
    page.goto(town.at("/search?q=drop-in&where=S1+2JB"))
    expect(page.get_by_role("link", name="Wednesday Multi-Agency Drop In")).to_be_visible()

    bring(page, town, "sheffield.csv", data)
    expect(page.get_by_text(f"0 new, 0 changed, {len(rows)} unchanged, 0 refused")).to_be_visible()
