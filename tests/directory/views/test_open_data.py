"""The feed as its readers meet it: open, honest about what it cannot answer, and never a hidden place."""

import csv
import io
import json

import pytest

from directory.lifecycle import Move
from directory.operations import keeping
from directory.vocabulary import Place
from kernel.access import SYSTEM
from tests import cast_directory as cast
from tests.support.clock import NOON

V3 = "/api/oruk/v3"
LISTS = ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms")
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def town(app, database):
    """Two listings and a hidden place; the ids by name."""
    with database.writing() as session:
        area_id = cast.anytown(session)
        walk = cast.a_listing(
            session, area_id=area_id, name="Dog walking", website="https://a.example"
        )
        knit = cast.a_listing(
            session, area_id=area_id, group="Knit and Natter", name="Knitting", email="k@k.example"
        )
        haven = cast.a_listing(session, area_id=area_id, group="Haven", name="Safe house")
        address = "4 Secret Lane"
        keeping.hide_place(session, SYSTEM, haven, address=address, at=NOON)
        draft = cast.a_listing(session, area_id=area_id, name="Draft", is_live=False)
        ids = {"walk": walk.id, "knit": knit.id, "haven": haven.id, "draft": draft.id}
    return ids


class TestTheFeed:
    def test_it_says_what_it_is_to_any_site_without_a_key(self, client, town):
        answer = client.get(f"{V3}/")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert set(answer.json) == {"version", "profile", "openapi_url"}
        assert answer.json["openapi_url"] == f"http://localhost{V3}/openapi.json"

    @pytest.mark.parametrize("name", LISTS)
    def test_each_list_has_pages_and_each_item_can_be_read_by_its_id(self, client, town, name):
        page = client.get(f"{V3}/{name}?per_page=1").json
        assert page["size"] == 1 and page["page_number"] == 1 and page["first_page"]
        assert page["total_pages"] == page["total_items"] >= 2
        its_id = page["contents"][0]["id"]
        assert client.get(f"{V3}/{name}/{its_id}").json["id"] == its_id
        beyond = client.get(f"{V3}/{name}?page=1000").json
        assert beyond["empty"] and beyond["contents"] == []

    @pytest.mark.parametrize("name", LISTS)
    def test_everything_at_once_is_a_document_a_line(self, client, town, name):
        answer = client.get(f"{V3}/{name}?format=ndjson")
        assert answer.content_type == "application/x-ndjson"
        lines = [json.loads(line)["id"] for line in answer.text.splitlines()]
        page = client.get(f"{V3}/{name}?per_page=500").json
        assert lines == [one["id"] for one in page["contents"]]

    @pytest.mark.parametrize("name", LISTS)
    def test_what_is_not_there_is_not_found_in_json(self, client, town, name):
        answer = client.get(f"{V3}/{name}/{NOBODY}")
        assert answer.status_code == 404 and "id" in answer.json["message"]

    def test_a_list_that_there_is_not_is_not_found_and_the_others_are_named(self, client):
        answer = client.get(f"{V3}/programs")
        assert answer.status_code == 404 and "services" in answer.json["message"]

    @pytest.mark.parametrize(
        ("question", "parameter"),
        [
            ("services?page=0", "page"),
            ("services?per_page=9999", "per_page"),
            ("services?proximity=5", "proximity"),
            ("services?postcode=ZZ99+9ZZ", "postcode"),
            ("services?postcode=ZZ99+9ZZ&format=ndjson", "postcode"),
            ("taxonomy_terms?taxonomy_id=x", "taxonomy_id"),
        ],
    )
    def test_a_question_that_cannot_be_read_is_answered_with_a_sentence(
        self, client, town, question, parameter
    ):
        answer = client.get(f"{V3}/{question}")
        assert answer.status_code == 400
        assert answer.json["parameter"] == parameter and answer.json["message"].endswith(".")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"

    def test_words_are_looked_for_as_on_the_search_page(self, client, town, work):
        work()
        found = client.get(f"{V3}/services?search=knits").json
        assert [one["name"] for one in found["contents"]] == ["Knitting"]

    def test_whoever_has_it_already_is_told_that_it_is_the_same(self, client, town):
        first = client.get(f"{V3}/services")
        again = client.get(f"{V3}/services", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304 and again.text == ""

    def test_the_older_standard_has_its_own_shape(self, client, town):
        page = client.get("/api/oruk/v1/services?text=walking&per_page=1").json
        assert {"totalElements", "content", "number", "size"} <= set(page)
        one = client.get(f"/api/oruk/v1/services/{town['walk']}").json
        assert one["name"] == "Dog walking" and one["regular_schedules"]
        assert client.get("/api/oruk/v1/services?page=x").status_code == 400
        assert client.get(f"/api/oruk/v1/services/{NOBODY}").status_code == 404

    @pytest.mark.parametrize("where", [f"{V3}/services", "/api/oruk/v1/services"])
    def test_what_is_no_id_is_not_found_in_words_either(self, client, town, where):
        answer = client.get(f"{where}/dog-walking")
        assert answer.status_code == answer.json["error"] == 404
        assert "with this id." in answer.json["message"]


@pytest.mark.parametrize("address", ["/data", "/data/"])
def test_the_beginning_of_the_files_addresses_leads_to_the_page_that_lists_them(client, address):
    answer = client.get(address, follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, "/open-data")


class TestWhatIsNeverInIt:
    def everything(self, client, town) -> str:
        addresses = [f"{V3}/{name}?{how}" for name in LISTS
                     for how in ("full=true&per_page=500", "full=true&format=ndjson")]  # fmt: skip
        addresses += [f"{V3}/organizations?full_service=true", "/api/oruk/v1/services"]
        addresses += [f"{V3}/services/{town['haven']}", f"/api/oruk/v1/services/{town['haven']}"]
        addresses += ["/data/listings.csv", "/data/listings.json"]
        return "\n".join(client.get(address).text for address in addresses)

    def test_a_hidden_place_is_said_to_exist_and_not_where(self, client, town):
        said = self.everything(client, town)
        assert "Safe house" in said and "Secret" not in said
        one = client.get(f"{V3}/services/{town['haven']}").json
        assert "service_at_locations" not in one

    def test_neither_drafts_nor_whoever_keeps_a_listing_are_in_it(self, client, town):
        said = self.everything(client, town)
        assert "Draft" not in said
        assert "jo@shelter.example" not in said

    def test_what_was_withdrawn_is_gone_at_once(self, client, town, database):
        with database.writing() as session:
            listing = session.get_one(keeping.Listing, town["walk"])
            keeping.make(session, SYSTEM, listing, Move.WITHDRAW, at=NOON)
        assert "Dog walking" not in self.everything(client, town)
        assert client.get(f"{V3}/services/{town['walk']}").status_code == 404


class TestFiles:
    def test_the_whole_directory_as_a_spreadsheet_whose_cells_cannot_run(
        self, client, town, database
    ):
        with database.writing() as session:
            listing = session.get_one(keeping.Listing, town["walk"])
            odd = listing.content.with_answers(name='=HYPERLINK("http://evil.example")')
            keeping.say(session, SYSTEM, listing, odd, at=NOON)
        answer = client.get("/data/listings.csv")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="listings.csv"'
        rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert len(rows) == 3
        assert {row["name"][:2] for row in rows} == {"'=", "Kn", "Sa"}

    def test_and_as_json_with_the_same_rows(self, client, town):
        listings = client.get("/data/listings.json").json["listings"]
        assert {one["id"] for one in listings} == {
            str(town[name]) for name in ("walk", "knit", "haven")
        }
        assert next(one for one in listings if one["place"] == Place.HIDDEN.value)


def test_the_page_about_it_shows_the_form_to_paste(client):
    page = client.page("/open-data")
    assert '<form action="http://localhost/search" method="get">' in page.words
    for part in ("iframe", "<script"):
        assert part not in page.words.lower()
