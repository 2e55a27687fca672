"""A site is really served, and a real browser reads it."""

import json

import pytest

from tests.support.browser import barriers, sideways


def test_a_site_answers(site, page):
    answer = page.goto(site.at("/healthz"))
    assert answer.status == 200
    assert json.loads(page.inner_text("pre"))["database"]["ok"] is True


def test_the_demo_world_is_served(anytown, page):
    assert page.goto(anytown.at("/")).status == 200


@pytest.mark.parametrize("width", [320, 1280])
def test_barriers_are_found(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(
        '<html lang="en"><title>T</title><main><h1>H</h1><img src="data:,">'
        '<p style="width: 900px">wide</p></main></html>'
    )
    assert any(said.startswith("image-alt") for said in barriers(page))
    assert (sideways(page) > 0) is (width == 320)
