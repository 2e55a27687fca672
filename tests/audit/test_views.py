"""The privacy officer's pages."""

import csv
import io

import pytest

from kernel.access import Role
from tests import cast


@pytest.fixture
def acts(client, app):
    """A link worker has switched nothing and done something; a privacy officer looks."""
    worker = cast.signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    client.submit("/account/name", {"name": "Asha Begum-Field"})
    officer = cast.signed_in(client, Role.PRIVACY_OFFICER, name="Percy Vance")
    return worker, officer


class TestReading:
    def test_the_name_of_whoever_did_something_is_shown(self, client, acts):
        page = client.page("/audit")
        assert "Asha Begum-Field (link worker)" in page.words
        assert "changed their name" in page.words

    def test_of_one_person(self, client, acts):
        worker, _ = acts
        page = client.page(f"/audit?person={worker.user_id}")
        assert "1 line of Asha Begum-Field" in page.words

    def test_of_one_record(self, client, acts):
        worker, _ = acts
        assert "changed their name" in client.page(f"/audit?record={worker.user_id}").words

    @pytest.mark.parametrize(("query", "is_there"), [
        ("who=asha", True), ("who=nobody", False),
        ("day-day=22&day-month=11&day-year=2026", True),
        ("day-day=21&day-month=11&day-year=2026", False),
    ])  # fmt: skip
    def test_by_name_and_day(self, client, acts, query, is_there):
        assert ("changed their name" in client.page(f"/audit?{query}").words) is is_there

    @pytest.mark.parametrize(
        "query",
        [
            "record=abc",
            "person=1",
            "day-day=31&day-month=2&day-year=2026",
            "day-day=1",
        ],
    )
    def test_what_cannot_be_read_is_named(self, client, acts, query):
        page = client.page(f"/audit?{query}")
        assert page.mistakes
        assert page.title.startswith("Error")

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999"])
    def test_any_page_number_shows_a_page(self, client, acts, page):
        assert client.get(f"/audit?page={page}").status_code == 200

    def test_looking_somebody_up_is_noted_too(self, client, acts):
        worker, officer = acts
        client.page(f"/audit?person={worker.user_id}")
        page = client.page(f"/audit?person={officer.user_id}")
        assert f"person {str(worker.user_id)[:8]}" in page.words

    def test_as_a_file(self, client, acts):
        answer = client.get("/audit/trail.csv?who=asha")
        rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
        assert rows[0][:3] == ["Line", "Day", "Time"]
        assert [row[5] for row in rows[1:]] == ["changed their name"]
        assert answer.headers["Content-Disposition"] == "attachment; filename=trail.csv"
        assert client.get("/audit/trail.csv?record=abc").status_code == 404

    def test_a_name_that_looks_like_a_formula_stays_text(self, client, app):
        cast.signed_in(client, Role.LINK_WORKER)
        client.submit("/account/name", {"name": "=HYPERLINK(1)"})
        cast.signed_in(client, Role.PRIVACY_OFFICER)
        assert "'=HYPERLINK(1)" in client.get("/audit/trail.csv").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/audit", "/audit/trail.csv"])
class TestWhoMayRead:
    def test_privacy_officers_and_administrators(self, client, address):
        for role in Role:
            cast.signed_in(client, role)
            may = role in {Role.PRIVACY_OFFICER, Role.ADMINISTRATOR}
            assert client.get(address).status_code == (200 if may else 403), role

    def test_strangers_are_asked_to_sign_in(self, client, address):
        assert client.get(address).headers["Location"].startswith("/sign-in?next=")


def test_the_chain_is_watched_by_the_doctor(app, client):
    cast.signed_in(client, Role.LINK_WORKER)
    client.page("/desk")
    watched = {one.name: one for one in app.extensions["petunias_invariants"].all()}
    with app.extensions["petunias"].database.reading() as session:
        assert list(watched["audit-chain"].check(session)) == []
