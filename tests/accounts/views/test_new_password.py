"""A new password by a letter; nobody can find out by it who has an account (reliability.md P10)."""

import re

import pytest
from sqlalchemy import event

from kernel.access import Role
from tests import cast
from tests.cast import PASSWORD
from tests.support.pages import Page

EMAIL = "asha@anytown.example"
FRESH = "violet umbrella stairs"


@pytest.fixture
def world(app):
    return app.extensions["petunias"].database


@pytest.fixture
def worker(world):
    with world.writing() as session:
        return cast.a_user(session, Role.LINK_WORKER, email=EMAIL, name="Asha Begum").id


def ask(client, email=EMAIL):
    return client.submit("/new-password", {"email": email})


class TestTheLetter:
    def test_its_link_leads_to_a_page_with_a_button(self, client, worker, letters):
        assert ask(client).headers["Location"] == "/new-password/sent"
        (letter,) = letters()
        assert letter.to == EMAIL
        assert client.page(letter.link).heading == "Choose a new password"

    def test_opening_it_changes_nothing(self, client, worker, letters):
        ask(client)
        link = letters()[0].link
        for _ in range(3):
            client.page(link)
        answer = client.submit(link, {"password": FRESH})
        assert answer.headers["Location"] == "/sign-in/code"

    def test_it_works_once(self, client, worker, letters):
        ask(client)
        link = letters()[0].link
        sent = dict(client.page(link).form("password").filled({"password": FRESH}))
        client.post(link, data=sent)
        assert client.get(link).status_code == 404
        again = client.post(
            link, data={**sent, "form_key": "k" * 24, "password": "another one here"}
        )
        assert again.status_code == 422
        assert "This link has ended" in again.text

    def test_it_works_for_half_an_hour(self, client, worker, letters, clock):
        ask(client)
        link = letters()[0].link
        clock.passes(minutes=30)
        assert client.get(link).status_code == 404

    def test_whoever_is_signed_in_anywhere_is_signed_out(self, client, app, worker, letters, world):
        there = app.test_client()
        with world.reading() as session:
            user = session.get_one(cast.User, worker)
            session.expunge_all()
        cast.signed_in(there, Role.LINK_WORKER, user=user)
        ask(client)
        client.submit(letters()[0].link, {"password": FRESH})
        assert there.get("/desk").status_code == 302

    def test_the_owner_hears_of_the_change(self, client, worker, letters, clock):
        ask(client)
        clock.passes(minutes=1)
        client.submit(letters()[0].link, {"password": FRESH})
        assert letters()[-1].subject == "Your password for Petunias was changed"

    def test_a_weak_password_is_refused_and_the_link_still_works(self, client, worker, letters):
        ask(client)
        link = letters()[0].link
        assert client.submit(link, {"password": "password123"}).status_code == 422
        assert client.submit(link, {"password": FRESH}).status_code == 303

    def test_a_link_that_is_none(self, client):
        page = client.page("/new-password/x", status=404)
        assert page.heading == "This link has ended"

    def test_the_letters_page_is_never_searched_for(self, client, worker, letters):
        ask(client)
        assert 'content="noindex"' in client.get(letters()[0].link).text


class TestWhoHasAnAccount:
    """P10: the same page and the same work for an address that nobody has."""

    def test_the_answer_is_the_same_to_the_byte(self, client, worker):
        known, unknown = ask(client), ask(client, "nobody@anytown.example")
        assert known.get_data() == unknown.get_data()
        assert known.status_code == unknown.status_code
        assert _steady(known.headers) == _steady(unknown.headers)

    def test_so_is_that_of_signing_in(self, client, worker):
        answers = [
            client.submit("/sign-in", {"email": email, "password": "wrong"}).text.replace(email, "")
            for email in (EMAIL, "nobody@anytown.example")
        ]
        assert _without_tokens(answers[0]) == _without_tokens(answers[1])

    def test_and_the_work_done_is_the_same(self, client, worker, world):
        ask(client, "somebody@anytown.example")  # the first of a network makes a row of its own
        known = _statements(world, lambda: ask(client))
        unknown = _statements(world, lambda: ask(client, "nobody@anytown.example"))
        assert known == unknown

    def test_and_the_limit(self, client, worker):
        answers = [
            [ask(client, email).status_code for _ in range(5)]
            for email in (EMAIL, "nobody@anytown.example")
        ]
        assert answers == [[303, 303, 303, 429, 429]] * 2

    def test_an_address_without_an_account_is_told_by_letter_alone(self, client, letters):
        ask(client, "nobody@anytown.example")
        (letter,) = letters()
        assert (letter.to, "There is no account with it" in letter.text) == (
            "nobody@anytown.example",
            True,
        )

    def test_there_are_never_more_letters_than_a_person_could_want(self, client, worker, letters):
        for _ in range(6):
            ask(client)
        assert len(letters()) == 3


class TestAnotherHost:
    @pytest.mark.parametrize("headers", [
        {"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example"}, {"X-Original-Host": "evil.example"},
        {"X-Host": "evil.example"},
    ])  # fmt: skip
    def test_it_never_gets_into_a_letter(self, client, worker, letters, headers):
        base = "http://evil.example" if "Host" in headers else "http://localhost"
        page = Page(client.get("/new-password", base_url=base, headers=headers).text)
        sent = dict(page.form("email").filled({"email": EMAIL}))
        client.post("/new-password", data=sent, base_url=base, headers=headers)
        written = letters()
        assert all("evil" not in letter.text + letter.subject for letter in written)
        assert len(written) == 1


def _steady(headers):
    return sorted((name, value) for name, value in headers if name not in {"Set-Cookie", "Date"})


def _without_tokens(html):
    return re.sub(
        r'(name="(csrf_token|form_key)"[^>]*value=")[^"]*',
        r"\1",
        re.sub(r'value="[^"]*"([^>]*name="(csrf_token|form_key)")', r"\1", html),
    )


def _statements(database, act):
    """What was asked of the database, without the values."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(database.engine, "after_cursor_execute", note)
    act()
    event.remove(database.engine, "after_cursor_execute", note)
    return asked


def test_the_old_password_works_no_longer(client, worker, letters):
    ask(client)
    client.submit(letters()[0].link, {"password": FRESH})
    client.delete_cookie("petunias")
    assert client.submit("/sign-in", {"email": EMAIL, "password": PASSWORD}).status_code == 422
    assert client.submit("/sign-in", {"email": EMAIL, "password": FRESH}).status_code == 303
