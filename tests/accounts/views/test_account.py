"""My account."""

import pyotp
import pytest

from kernel.access import Role
from tests import cast
from tests.cast import PASSWORD, SECRET

FRESH = "violet umbrella stairs"


@pytest.fixture
def user(app):
    with app.extensions["petunias"].database.writing() as session:
        return cast.a_user(
            session, Role.LINK_WORKER, name="Asha Begum", email="asha@anytown.example"
        )


@pytest.fixture
def me(client, user):
    return cast.signed_in(client, Role.LINK_WORKER, user=user)


def test_it_shows_who_one_is(client, me):
    words = client.page("/account").words
    for expected in (
        "Asha Begum",
        "asha@anytown.example",
        "Better Services Enterprise: link worker",
    ):
        assert expected in words


def test_a_new_name_is_shown_everywhere(client, me):
    client.submit("/account/name", {"name": "  Asha   Begum-Field "})
    assert "Asha Begum-Field" in client.page("/desk").words


class TestThePassword:
    @pytest.mark.parametrize(("old", "new", "mistake"), [
        ("wrong", FRESH, "That is not your password now."),
        (PASSWORD, "short", "Use 10 characters or more."),
        (PASSWORD, "asha@anytown.example", "easy to guess"),
        ("", FRESH, "Enter the password that you have now."),
    ])  # fmt: skip
    def test_what_is_wrong_is_said(self, client, me, old, new, mistake):
        answer = client.submit("/account/password", {"old_password": old, "password": new})
        assert answer.status_code == 422
        assert mistake in answer.text

    def test_it_changes(self, app, client, me):
        client.submit("/account/password", {"old_password": PASSWORD, "password": FRESH})
        there = app.test_client()
        assert (
            there.submit(
                "/sign-in", {"email": "asha@anytown.example", "password": FRESH}
            ).status_code
            == 303
        )

    def test_passwords_are_never_shown_again(self, client, me):
        answer = client.submit("/account/password", {"old_password": PASSWORD, "password": "short"})
        assert PASSWORD not in answer.text
        assert 'value="short"' not in answer.text


class TestThePhone:
    def test_a_new_one_needs_the_password_too(self, client, me, clock):
        answer, _ = self.change(client, clock, "wrong")
        assert answer.status_code == 422
        answer, _ = self.change(client, clock, PASSWORD)
        assert answer.headers["Location"] == "/account"

    def test_the_old_one_no_longer_counts(self, app, client, me, clock):
        _, secret = self.change(client, clock, PASSWORD)
        clock.passes(minutes=1)
        there = app.test_client()
        there.submit("/sign-in", {"email": "asha@anytown.example", "password": PASSWORD})
        old, new = pyotp.TOTP(SECRET).at(clock.now), pyotp.TOTP(secret).at(clock.now)
        assert there.submit("/sign-in/code", {"code": old}).status_code == 422
        assert there.submit("/sign-in/code", {"code": new}).status_code == 303

    def change(self, client, clock, password):
        sent = dict(client.page("/account/phone").form("code").filled({}))
        code = pyotp.TOTP(sent["secret"]).at(clock.now)
        answer = client.post(
            "/account/phone", data={**sent, "code": code, "old_password": password}
        )
        return answer, sent["secret"]


class TestWhereOneIsSignedIn:
    @pytest.fixture
    def there(self, app, user, me):
        other = app.test_client()
        cast.signed_in(other, Role.LINK_WORKER, user=user)
        return other

    def test_both_places_are_listed(self, client, there):
        words = client.page("/account").words
        assert words.count("Signed in on") == 2
        assert words.count("This is here") == 1

    def test_one_can_be_signed_out_from_here(self, client, there):
        page = client.page("/account")
        (button,) = [
            words
            for form in page.tree.iter("form")
            for words in [" ".join("".join(form.itertext()).split())]
            if words.startswith("Sign out there")
        ]
        client.submit("/account", button=button)
        assert there.get("/desk").status_code == 302
        assert client.get("/desk").status_code == 200

    def test_all_others_can(self, client, there):
        client.submit("/account", button="Sign out everywhere else")
        assert there.get("/desk").status_code == 302
        assert client.get("/desk").status_code == 200

    def test_nobody_elses(self, app, client, there):
        page = client.page("/account")
        action = next(
            form.get("action")
            for form in page.tree.iter("form")
            if form.get("action", "").endswith("/end")
        )
        stranger = app.test_client()
        cast.signed_in(stranger, Role.LINK_WORKER)
        sent = dict(stranger.page("/account/name").form("name").filled({}))
        assert stranger.post(action, data=sent).status_code == 404
        assert there.get("/desk").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/account", "/account/name", "/account/password", "/account/phone", "/desk", "/switch"],
)
def test_strangers_are_asked_to_sign_in(client, address):
    assert client.get(address).headers["Location"].startswith("/sign-in?next=")


def test_an_empty_desk_says_so_kindly(client, me):
    assert "Nothing waits for you, Asha Begum." in client.page("/desk").words
