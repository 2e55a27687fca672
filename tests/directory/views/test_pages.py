"""Pages that say something, the directory on paper, and what machines ask for."""

import re
from xml.etree import ElementTree

import pytest

from directory.vocabulary import Domain
from tests.cast_directory import a_listing, anytown


@pytest.fixture
def listing_id(app, work):
    with app.extensions["petunias"].database.writing() as session:
        listing_id = a_listing(session, area_id=anytown(session)).id
    work()
    return listing_id


class TestHome:
    def test_it_asks_what_and_where(self, client):
        answer = client.submit("/", {"q": "dog", "where": "NE6"}, button="Search")
        assert answer.request.path == "/search"
        assert dict(answer.request.args) == {"q": "dog", "where": "NE6"}

    def test_the_six_kinds_lead_to_what_there_is(self, client, listing_id):
        page = client.page("/")
        assert {kind.words for kind in Domain} <= set(page.links)
        assert page.links["Getting active"] == "/search?domain=physical-activity"
        assert "(1 activity)" in page.words

    def test_a_group_finds_its_way_in(self, client):
        assert client.page("/").links["List your group"] == "/register"

    def test_an_empty_directory_has_a_first_page_too(self, client):
        assert client.page("/").heading == "Find something good to do near you"


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/about", "About this directory"),
        ("/accessibility", "Accessibility"),
        ("/privacy", "Privacy"),
        ("/attribution", "Where our maps and postcodes come from"),
    ],
)
def test_a_page_that_says_something(client, listing_id, address, heading):
    assert client.page(address).heading == heading


def test_who_runs_the_directory_is_said(client, listing_id):
    assert "Anytown: Better Services Enterprise" in client.page("/about").words


@pytest.mark.parametrize("owner", ["OS data", "Royal Mail data", "National Statistics data"])
def test_those_whose_data_we_use_are_credited(client, owner):
    page = client.page("/attribution")
    assert f"Contains {owner} © " in page.words
    assert "GeoNames" in page.words


class TestPaper:
    def test_a_locality_is_chosen_first(self, client, listing_id):
        answer = client.submit("/print", {"domain": "physical-activity"},
                               button="Show the page to print")  # fmt: skip
        assert "What there is in Riverside" in answer.text
        assert "Dog walking" in answer.text
        assert "Last confirmed 22 November 2026." in answer.text
        assert client.page(answer.request.full_path).links["Back"] == "/print"

    @pytest.mark.parametrize("query", ["?locality=x", "?locality=&domain=magic"])
    def test_a_strange_choice_is_no_choice(self, client, listing_id, query):
        assert client.page(f"/print{query}").heading == "Print the directory"

    def test_nothing_of_a_kind_is_said(self, client, listing_id):
        locality = client.page("/print").form("locality").offered("locality")[0]
        page = client.page(f"/print?locality={locality}&domain=befriending")
        assert "There is nothing here yet." in page.words


class TestForMachines:
    def test_robots_are_told_where_to_look(self, client):
        answer = client.get("/robots.txt")
        assert answer.content_type == "text/plain; charset=utf-8"
        assert "Disallow: /search\n" in answer.text
        assert "Sitemap: http://localhost/sitemap.xml\n" in answer.text

    def test_the_site_map_names_pages_and_listings(self, client, listing_id):
        answer = client.get("/sitemap.xml")
        document = ElementTree.fromstring(answer.data)  # noqa: S314 - our own answer
        named = [node.text for node in document.iter() if node.tag.endswith("loc")]
        assert f"http://localhost/listings/{listing_id}" in named
        assert "http://localhost/about" in named

    def test_a_large_directory_has_a_list_of_site_maps(self, client, listing_id, monkeypatch):
        monkeypatch.setattr(
            "directory.views.pages.pages.count_of_listings", lambda session: 120_000
        )
        text = client.get("/sitemap.xml").text
        assert "http://localhost/sitemap.xml?part=3" in text
        assert f"/listings/{listing_id}" in client.get("/sitemap.xml?part=1").text

    def test_the_health_page_tells_of_the_index(self, client, listing_id):
        told = client.get("/healthz").get_json()["index"]
        assert told["ok"]
        assert re.fullmatch(
            r"1 listings of 1 published, generation \d+ made \d+ s ago", told["value"]
        )
