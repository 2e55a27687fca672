"""A request from start to end: who may, one transaction, acting once, and what is noted."""

from uuid import uuid4

import pytest

from kernel.access import Role
from kernel.answers import FormAnswer
from tests.cast import signed_in
from tests.support.pages import Page
from tests.support.refusing import refusing
from web.access import anyone
from web.feature import Feature


def test_a_route_that_does_not_say_who_may_use_it_cannot_be_made():
    with pytest.raises(TypeError, match="access"):
        Feature("silent", __name__).route("/silent")


def test_a_view_says_who_may_use_it(app):
    assert app.view_functions["trial.ask"].access is anyone


class TestReading:
    def test_a_get_keeps_nothing_even_if_a_view_writes(self, client, kept, trail):
        assert client.get("/trial/get").json == {"this was": "read"}
        assert kept() == [] == trail()

    def test_a_record_that_somebody_known_opens_is_noted_before_the_answer(self, client, trail):
        signed_in(client, Role.LINK_WORKER)
        before = len(trail())
        client.get(f"/trial/records/{uuid4()}")
        assert trail()[before:] == ["opened"]

    def test_a_record_that_a_stranger_opens_is_not_noted(self, client, trail):
        client.get(f"/trial/records/{uuid4()}")
        assert trail() == []

    def test_without_the_note_there_is_no_answer(self, app, client, trail):
        signed_in(client, Role.LINK_WORKER)
        client.expects_faults = True
        with refusing(app.extensions["petunias"].database, "audit_line"):
            answer = client.get(f"/trial/records/{uuid4()}")
        assert answer.status_code >= 500
        assert "a record" not in answer.text

    def test_a_page_that_is_refused_is_not_noted_as_opened(self, client, trail):
        signed_in(client, Role.LINK_WORKER)
        before = len(trail())
        client.get(f"/trial/own/{uuid4()}")
        assert trail()[before:] == ["was refused"]


class TestWriting:
    def test_an_accepted_form_is_kept_and_leads_on(self, client, kept, trail):
        answer = client.submit("/trial/ask", {"called": "Ada"})
        assert (answer.status_code, answer.location) == (303, "/trial/ask")
        assert kept() == ["Ada"]
        assert trail() == ["kept a name"]

    def test_a_mistake_is_422_and_keeps_nothing(self, client, kept):
        answer = client.submit("/trial/ask", {"called": ""})
        assert answer.status_code == 422
        assert Page(answer.text).mistakes == ["Write a name."]
        assert kept() == []

    @pytest.mark.parametrize(
        ("name", "status"), [("rule", 422), ("rule for all", 422), ("late", 409), ("lost", 404)]
    )
    def test_a_refusal_after_something_was_written_keeps_nothing(
        self, client, kept, trail, name, status
    ):
        assert client.submit("/trial/ask", {"called": name}).status_code == status
        assert kept() == []
        assert "kept a name" not in trail()

    def test_a_page_drawn_after_a_refusal_shows_what_is_true(self, client):
        page = Page(client.submit("/trial/ask", {"called": "rule"}).text)
        assert page.mistakes == ["That name is a rule."]
        assert not page.with_class("kept")

    def test_a_fault_keeps_nothing(self, client, kept, trail):
        client.expects_faults = True
        assert client.submit("/trial/ask", {"called": "fault"}).status_code == 500
        assert kept() == [] == trail()

    def test_what_is_there_already_is_a_conflict_not_a_fault(self, client, kept):
        client.submit("/trial/ask", {"called": "Ada"})
        answer = client.submit("/trial/ask", {"called": "Ada"})
        assert answer.status_code == 409
        assert "was first" in answer.text
        assert kept() == ["Ada"]

    def test_a_refused_button_is_told_on_a_page_though_its_view_leads_elsewhere(self, client, kept):
        page = client.page("/trial/ask")
        answer = client.post("/trial/press", data=hidden(page))
        assert (answer.status_code, answer.location) == (409, None)
        assert "That name is a rule." in answer.text
        assert kept() == []

    def test_a_machine_needs_no_form(self, client, kept):
        assert client.post("/trial/machine").status_code == 204
        assert kept() == ["by machine"]


class TestForgery:
    def test_a_form_without_a_token_is_shown_again_with_a_sentence(self, client, kept):
        answer = client.post("/trial/ask", data={"called": "Ada"})
        assert answer.status_code == 422
        assert "open for a long time" in answer.text
        assert 'value="Ada"' in answer.text
        assert kept() == []

    def test_another_visitors_token_is_refused(self, app, client, kept):
        theirs = hidden(app.test_client().page("/trial/ask"))
        client.page("/trial/ask")
        assert client.post("/trial/ask", data={**theirs, "called": "Ada"}).status_code == 422
        assert kept() == []

    def test_a_button_without_a_token_is_refused(self, client, kept):
        assert client.post("/trial/press").status_code == 403
        assert kept() == []


class TestSendingTwice:
    def test_a_form_that_is_sent_twice_acts_once_and_is_answered_alike(self, client, kept, trail):
        sent = {**hidden(client.page("/trial/ask")), "called": "Ada"}
        first, second = (client.post("/trial/ask", data=sent) for _ in range(2))
        assert (first.status_code, first.location) == (second.status_code, second.location)
        assert kept() == ["Ada"]
        assert trail() == ["kept a name"]
        assert "You sent that already. It was done once." in client.get("/trial/ask").text

    def test_the_same_form_with_other_words_is_refused(self, client, kept):
        sent = hidden(client.page("/trial/ask"))
        client.post("/trial/ask", data={**sent, "called": "Ada"})
        answer = client.post("/trial/ask", data={**sent, "called": "Bea"})
        assert answer.status_code == 409
        assert "sent this form before with other answers" in answer.text
        assert kept() == ["Ada"]

    def test_a_form_with_a_mistake_can_be_put_right_and_sent_again(self, client, kept):
        sent = hidden(client.page("/trial/ask"))
        client.post("/trial/ask", data={**sent, "called": ""})
        assert client.post("/trial/ask", data={**sent, "called": "Ada"}).status_code == 303
        assert kept() == ["Ada"]

    def test_a_key_counts_for_one_address_and_one_person(self, app, client, kept):
        sent = hidden(client.page("/trial/ask"))
        client.post("/trial/ask", data={**sent, "called": "Ada"})
        client.post("/trial/counted", data={**sent, "called": "Bea"})
        other = app.test_client()
        theirs = hidden(other.page("/trial/ask"))
        other_actor = signed_in(other, Role.LINK_WORKER)
        assert other_actor.user_id
        other.post("/trial/ask", data={**theirs, "form_key": sent["form_key"], "called": "Cid"})
        assert kept() == ["Ada", "Bea", "Cid"]

    @pytest.mark.parametrize("key", ["", "short", "x" * 65, "tab\tin the middle of it", "é" * 20])
    def test_a_key_of_ones_own_making_is_not_kept(self, app, client, kept, key):
        sent = {**hidden(client.page("/trial/ask")), "form_key": key}
        assert client.post("/trial/ask", data={**sent, "called": "Ada"}).status_code == 303
        with app.extensions["petunias"].database.reading() as session:
            assert session.query(FormAnswer).count() == 0


class TestCounting:
    def test_what_is_sent_too_often_is_429_with_the_words_kept(self, client, kept):
        for name in ("Ada", "Bea", "Cid"):
            client.submit("/trial/counted", {"called": name})
        answer = client.submit("/trial/counted", {"called": "Dot"})
        assert answer.status_code == 429
        assert "often enough" in answer.text and 'value="Dot"' in answer.text
        assert kept() == ["Ada", "Bea", "Cid"]

    def test_mistakes_are_counted_too(self, client, kept):
        for _ in range(3):
            client.submit("/trial/counted", {"called": ""})
        assert client.submit("/trial/counted", {"called": "Ada"}).status_code == 429
        assert kept() == []

    def test_after_the_window_it_can_be_sent_again(self, client, clock, kept):
        for _ in range(4):
            client.submit("/trial/counted", {"called": ""})
        clock.passes(hours=1)
        assert client.submit("/trial/counted", {"called": "Ada"}).status_code == 303


def test_two_editors_of_one_version_one_is_kept_and_the_other_is_told_409(app, client):
    """The row changes between reading and writing; SQLAlchemy notices by its version."""
    from sqlalchemy.orm.exc import StaleDataError

    def late():
        raise StaleDataError

    feature = Feature("late", __name__)
    feature.route("/late", access=anyone, methods=["POST"], is_machine=True)(late)
    app.register_blueprint(feature)
    answer = client.post("/late")
    assert answer.status_code == 409
    assert "Nothing was overwritten" in answer.text


def hidden(page):
    """What a page's form sends along unseen."""
    return {
        name: value
        for name, value in page.form("called").filled({}, None)
        if name in {"csrf_token", "form_key"}
    }
