"""No page that anybody can open has to be scrolled sideways on the narrowest phone.

Pages are found by walking; a real browser then draws what was seen, one page of each kind.
"""

from collections.abc import Mapping
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Route

from kernel.access import Role
from tests.cast_importing import brought_in
from tests.support.browser import sideways
from tests.support.everywhere import Everywhere
from tests.support.walk import HOME, Seen, kind_of

NARROWEST = 320

EACH = 4
"""In a sample, one page of so many is drawn."""


@pytest.fixture
def phone(browser, browser_context_args):
    """A browser as narrow as a phone can be."""
    size = {"width": NARROWEST, "height": 800}
    context = browser.new_context(**{**browser_context_args, "viewport": size})
    yield context
    context.close()


def _longest_of_each_kind(world: Everywhere, seen: Seen) -> dict[str, str]:
    """The pages to draw, by who and address."""
    longest: dict[str, tuple[str, str]] = {}
    for (who, address), html in seen.pages.items():
        kind = kind_of(world.app, address, "GET")
        if len(html) > len(longest.get(kind, ("", ""))[1]):
            longest[kind] = (f"{who} at {address}", html)
    return dict(longest.values())


def _too_wide(phone: BrowserContext, stranger: FlaskClient, pages: Mapping[str, str]) -> list[str]:
    """The pages that are wider than the window, and by how many pixels."""
    drawn = list(pages.values())

    @cache
    def file(path: str) -> bytes:
        return bytes(stranger.get(path).data)

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request():
            route.fulfill(body=drawn[int(path[1:])], content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "stylesheet":
            route.fulfill(body=file(path), content_type="text/css")
        else:
            route.abort()

    found = []
    page = phone.new_page()
    page.route("**/*", answer)
    for number, name in enumerate(pages):
        page.goto(f"{HOME}/{number}")
        if (pixels := sideways(page)) > 0:
            found.append(f"{name}: {pixels} pixels too wide")
    return found


def test_what_is_too_wide_is_noticed(client, phone):
    wide = '<!DOCTYPE html><meta name="viewport" content="width=device-width"><p>{}</p>'
    pages = {"one": wide.format("word " * 99), "two": wide.format("word" * 99)}
    assert [said[:3] for said in _too_wide(phone, client, pages)] == ["two"]


def test_no_page_is_wider_than_a_phone(everywhere, phone, soak_factor, evidence):
    kinds = _longest_of_each_kind(everywhere, everywhere.seen())
    assert len(kinds) > 150
    pages = dict(islice(kinds.items(), 0, None, 1 if soak_factor > 1 else EACH))
    endless = brought_in(everywhere.database, ("9", *(["Pseudo" * 20] * 3), "", "", "", ""))
    editor = everywhere.people[Role.DIRECTORY_EDITOR.label]
    pages["a list with endless words"] = editor.get(f"/directory/imports/{endless}").text
    too_wide = _too_wide(phone, everywhere.app.test_client(), pages)
    assert too_wide == [], "\n".join(too_wide)
    evidence("kinds of page on the narrowest phone", f"{len(pages):,} drawn, 0 too wide")
