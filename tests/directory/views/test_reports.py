"""What the public tells us, and what we did."""

import pytest
import sqlalchemy as sa

from directory.models import Feedback, WrongReport
from directory.operations.corrections import TOLD_FROM_NETWORK
from kernel.access import Role
from tests.cast import a_lead_ntp, an_area, signed_in
from tests.cast_directory import a_listing


@pytest.fixture
def database(app):
    return app.extensions["petunias"].database


@pytest.fixture
def listing_id(database):
    with database.writing() as session:
        a_lead_ntp(session)
        return a_listing(session, area_id=an_area(session).id).id


def kept(database, column):
    with database.reading() as session:
        return session.scalars(sa.select(column)).all()


class TestTellingUsThatItIsWrong:
    def test_anybody_can_without_saying_who_they_are(self, client, database, listing_id):
        answer = client.submit(f"/listings/{listing_id}/wrong", {"says": "They moved"})
        assert answer.location == "/thank-you"
        assert client.page("/thank-you").heading == "Thank you"
        assert kept(database, WrongReport.says) == ["They moved"]

    def test_it_must_say_something(self, client, listing_id):
        page = client.refused_page(f"/listings/{listing_id}/wrong", {"says": " "})
        assert page.mistakes == ["Write what is wrong."]

    def test_a_machine_is_told_the_same_and_nothing_is_kept(self, client, database, listing_id):
        answers = {"says": "Buy this", "nickname": "bot"}
        answer = client.submit(f"/listings/{listing_id}/wrong", answers)
        assert answer.location == "/thank-you"
        assert kept(database, WrongReport.says) == []

    def test_a_flood_is_stopped(self, client, database, listing_id):
        address = f"/listings/{listing_id}/wrong"
        for number in range(TOLD_FROM_NETWORK.most):
            client.submit(address, {"says": f"Number {number}"})
        assert client.submit(address, {"says": "One more"}).status_code == 429
        assert len(kept(database, WrongReport.says)) == TOLD_FROM_NETWORK.most

    def test_markup_is_shown_as_it_was_typed(self, client, listing_id):
        client.submit(f"/listings/{listing_id}/wrong", {"says": "<script>alert(1)</script>"})
        signed_in(client, Role.DIRECTORY_EDITOR)
        answer = client.get("/directory/review").get_data(as_text=True)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer

    def test_what_is_not_there_cannot_be_wrong(self, client, listing_id):
        client.page("/listings/00000000-0000-4000-8000-000000000000/wrong", status=404)


class TestOpinions:
    def test_they_are_kept_and_answered_for_everybody(self, client, database, listing_id):
        told = {"useful": "yes", "easy": "no", "says": "Larger letters please"}
        assert client.submit("/feedback", told).location == "/thank-you"
        assert kept(database, Feedback.was_easy) == [False]
        assert "Larger letters" not in client.page("/you-said-we-did").words
        signed_in(client, Role.DIRECTORY_EDITOR)
        page = client.page("/directory/host/feedback")
        href = next(href for words, href in page.links.items() if words.startswith("Answer"))
        client.submit(href, {"answer": "Letters are larger now.", "is_public": "y"})
        words = client.page("/you-said-we-did").words
        assert "Larger letters please" in words and "Letters are larger now." in words

    def test_an_empty_one_is_refused_kindly(self, client, listing_id):
        page = client.refused_page("/feedback", {"says": ""})
        assert page.mistakes == ["Answer one of the questions, or write something."]

    def test_a_machines_is_not_kept(self, client, database, listing_id):
        client.submit("/feedback", {"says": "x", "nickname": "bot"})
        assert kept(database, Feedback.says) == []


class TestNewActivities:
    def test_what_came_in_lately_is_there_for_everybody(self, client, clock, listing_id):
        assert "Dog walking" in client.page("/new-activities").links
        clock.passes(days=31)
        assert "Nothing new came in" in client.page("/new-activities").words
