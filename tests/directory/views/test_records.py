"""A listing's record, as an editor meets it."""

import pytest
import sqlalchemy as sa

from directory.lifecycle import Move, State
from directory.models import Check, Listing, WrongReport
from directory.operations import keeping
from kernel.access import SYSTEM, Role
from tests.cast import a_lead_ntp, an_area, signed_in
from tests.cast_directory import a_listing
from tests.support.clock import NOON
from tests.support.pages import Page


@pytest.fixture
def database(app):
    return app.extensions["petunias"].database


@pytest.fixture
def listing_id(database):
    with database.writing() as session:
        a_lead_ntp(session)
        return a_listing(session, area_id=an_area(session).id).id


@pytest.fixture
def editor(client, listing_id):
    return signed_in(client, Role.DIRECTORY_EDITOR)


def read(database, listing_id, kind=Listing):
    """A row as it is kept now."""
    with database.reading() as session:
        row = session.get_one(kind, listing_id)
        session.expunge_all()
        return row


def only(database, kind):
    """The one row of a table."""
    with database.reading() as session:
        (row,) = session.scalars(sa.select(kind))
        session.expunge_all()
        return row


def move(database, listing_id, *moves):
    with database.writing() as session:
        for one in moves:
            keeping.make(session, SYSTEM, session.get_one(Listing, listing_id), one, at=NOON)


def other_lead(session):
    return a_lead_ntp(session, "Other Ways", is_host=False)


class TestTheRecord:
    def test_it_says_what_can_be_done_and_what_has_happened(self, client, editor, listing_id):
        page = client.page(f"/directory/review/{listing_id}")
        assert page.heading == "Listing of Anytown Cat and Dog Shelter Dog walking"
        assert "What has happened" in page.words
        assert "Nothing needs checking" in page.words
        assert "Change what it says" in page.links

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "/reject",
            "/take-down",
            "/edit",
            "/checks",
            "/versions/1",
        ],
    )
    def test_the_other_leads_editor_gets_the_answer_of_a_record_that_is_not_there(
        self, client, listing_id, path
    ):
        signed_in(client, Role.DIRECTORY_EDITOR, at=other_lead)
        nowhere = "00000000-0000-4000-8000-000000000000"
        there = client.get(f"/directory/review/{listing_id}{path}")
        missing = client.get(f"/directory/review/{nowhere}{path}")
        assert there.status_code == missing.status_code == 404
        assert there.data == missing.data

    @pytest.mark.parametrize("path", ["publish", "restore", "rang", "still-correct"])
    def test_nor_can_they_press_a_button(self, client, database, listing_id, path):
        signed_in(client, Role.DIRECTORY_EDITOR, at=other_lead)
        sent = dict(client.page("/feedback").form("says").filled({}, None)) | {"version": "1"}
        assert client.post(f"/directory/review/{listing_id}/{path}", data=sent).status_code == 404


class TestPressing:
    def press(self, client, listing_id, button):
        return client.submit(f"/directory/review/{listing_id}", button=button)

    def test_publish(self, client, database, editor, listing_id):
        move(database, listing_id, Move.HOLD)
        assert self.press(client, listing_id, "Publish it").status_code == 303
        assert read(database, listing_id).state is State.LIVE

    def test_rang_and_they_say_yes(self, client, database, editor):
        with database.writing() as session:
            listing = a_listing(
                session, area_id=an_area(session).id, keeper_email="", is_live=False
            )
            keeping.make(session, SYSTEM, listing, Move.SUBMIT, at=NOON)
        assert self.press(client, listing.id, "I rang: they say yes").status_code == 303
        assert read(database, listing.id).state is State.LIVE

    def test_rang_and_it_is_still_correct(self, client, clock, database, editor, listing_id):
        clock.passes(days=20)
        signed_in(client, Role.DIRECTORY_EDITOR)
        self.press(client, listing_id, "I rang: it is still correct")
        assert read(database, listing_id).confirmed_on == clock.now.date()

    def test_remind_by_letter(self, client, editor, listing_id, letters):
        self.press(client, listing_id, "Remind them by e-mail")
        (letter,) = letters()
        assert letter.subject == "Is this still correct?"

    def test_remind_twice_is_refused_in_words_on_the_same_page(self, client, editor, listing_id):
        self.press(client, listing_id, "Remind them by e-mail")
        answer = self.press(client, listing_id, "Remind them by e-mail")
        assert answer.status_code == 429
        (mistake,) = Page(answer.get_data(as_text=True)).mistakes
        assert "Wait a week, or ring them." in mistake

    def test_what_changed_meanwhile_is_not_overwritten(self, client, database, editor, listing_id):
        move(database, listing_id, Move.HOLD)
        page = client.page(f"/directory/review/{listing_id}")
        sent = dict(page.form(button="Publish it").filled({}, None))
        move(database, listing_id, Move.PUBLISH, Move.HOLD)
        answer = client.post(f"/directory/review/{listing_id}/publish", data=sent)
        assert answer.status_code == 409
        assert read(database, listing_id).state is State.WAITING

    def test_bring_back(self, client, database, editor, listing_id):
        move(database, listing_id, Move.WITHDRAW)
        self.press(client, listing_id, "Bring it back to look at")
        assert read(database, listing_id).state is State.WAITING


class TestAskingWhy:
    def test_reject(self, client, database, editor, listing_id):
        move(database, listing_id, Move.HOLD)
        client.submit(f"/directory/review/{listing_id}/reject", {"reason": "twice"})
        assert read(database, listing_id).state is State.REJECTED

    def test_reject_needs_a_reason(self, client, database, editor, listing_id):
        move(database, listing_id, Move.HOLD)
        page = client.refused_page(f"/directory/review/{listing_id}/reject", {"note": "Hm"})
        assert page.mistakes == ["Choose a reason."]

    def test_take_down(self, client, database, editor, listing_id):
        address = f"/directory/review/{listing_id}/take-down"
        client.submit(address, {"because": "They asked"})
        assert read(database, listing_id).state is State.WITHDRAWN

    def test_a_safeguarding_lead_takes_it_down_and_puts_it_back(self, client, database, listing_id):
        signed_in(client, Role.SAFEGUARDING_LEAD, at=other_lead)
        client.submit(f"/directory/listings/{listing_id}/suspend", {"because": "A worry"})
        assert read(database, listing_id).state is State.SUSPENDED
        client.page(f"/listings/{listing_id}", status=404)
        client.submit(f"/directory/listings/{listing_id}/release", {"because": "It is well"})
        assert read(database, listing_id).state is State.LIVE


class TestChanging:
    def test_an_editor_changes_what_it_says(self, client, database, editor, listing_id):
        client.submit(f"/directory/review/{listing_id}/edit", {"when": "Fridays 2pm"})
        assert read(database, listing_id).content.when == "Fridays 2pm"

    def test_the_second_editor_is_shown_both_texts(self, client, database, editor, listing_id):
        page = client.page(f"/directory/review/{listing_id}/edit")
        sent = dict(page.form("when").filled({"when": "Fridays 2pm"}, None))
        client.submit(f"/directory/review/{listing_id}/edit", {"when": "Mondays 9am"})
        answer = client.post(f"/directory/review/{listing_id}/edit", data=sent)
        words = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "When: Fridays 2pm" in words and "When: Mondays 9am" in words
        assert read(database, listing_id).content.when == "Mondays 9am"

    def test_an_earlier_version_is_put_back(self, client, database, editor, listing_id):
        client.submit(f"/directory/review/{listing_id}/edit", {"when": "Fridays 2pm"})
        client.submit(f"/directory/review/{listing_id}/versions/1", button="Put this version back")
        assert read(database, listing_id).content.when == "Tuesdays 10am to 12"

    def test_of_a_hidden_place_the_form_does_not_ask_where(self, client, database, editor):
        with database.writing() as session:
            listing = a_listing(session, area_id=an_area(session).id, group="A refuge")
            keeping.hide_place(session, SYSTEM, listing, address="1 Secret Street", at=NOON)
        form = client.page(f"/directory/review/{listing.id}/edit").form("when")
        assert form.names.isdisjoint({"postcode", "address", "town"})
        client.submit(f"/directory/review/{listing.id}/edit", {"when": "Ring us"})
        assert read(database, listing.id).content.place.value == "hidden"

    def test_a_link_worker_of_the_other_lead_proposes(self, client, database, listing_id):
        signed_in(client, Role.LINK_WORKER, at=other_lead)
        answer = client.submit(
            f"/directory/listings/{listing_id}/correct",
            {"when": "Fridays 2pm", "says": "Jo told me"},
        )
        assert answer.status_code == 303
        assert only(database, WrongReport).proposal == {"when": "Fridays 2pm"}
        assert read(database, listing_id).content.when == "Tuesdays 10am to 12"


class TestChecks:
    ANSWERS = {  # noqa: RUF012
        "what": "insurance",
        "result": "passed",
        "checked_by": "Edith Moss",
        "owner": "Better Services Enterprise",
    }

    def test_a_check_is_recorded_and_ended(self, client, database, editor, listing_id):
        client.submit(f"/directory/review/{listing_id}/checks", self.ANSWERS)
        page = client.page(f"/directory/review/{listing_id}")
        assert "checked by Edith Moss" in page.words
        button = next(
            words
            for form in [page.form(button="It no longer counts: Public liability insurance")]
            for words in form.buttons
        )
        client.submit(f"/directory/review/{listing_id}", button=button)
        assert only(database, Check).ended_at is not None
