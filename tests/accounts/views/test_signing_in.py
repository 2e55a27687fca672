"""Signing in, in and out of the browser (reliability.md P8, P9, P11)."""

from urllib.parse import urlsplit

import pyotp
import pytest

from accounts import operations
from kernel.access import SYSTEM, Role
from tests import cast
from tests.cast import PASSWORD, SECRET

EMAIL = "asha@anytown.example"
WRONG = "The e-mail address or the password is wrong. Check both and try again."


@pytest.fixture
def world(app):
    return app.extensions["petunias"].database


@pytest.fixture
def worker(world):
    """Asha, a link worker with a phone; her id."""
    with world.writing() as session:
        return cast.a_user(session, Role.LINK_WORKER, email=EMAIL, name="Asha Begum").id


@pytest.fixture
def analyst(world):
    """Anna, who sees no people and has no phone; her id."""
    with world.writing() as session:
        return cast.a_user(session, Role.ANALYST, email="anna@anytown.example", has_phone=False).id


def sign_in(client, email=EMAIL, password=PASSWORD, address="/sign-in"):
    return client.submit(address, {"email": email, "password": password})


def code(clock):
    return pyotp.TOTP(SECRET).at(clock.now)


def is_in(client):
    return client.get("/desk").status_code == 200


def test_those_who_work_here_find_the_way_in_and_those_who_are_in_no_longer_see_it(client, app):
    assert client.page("/about").links["Sign in"] == "/sign-in"
    cast.signed_in(client, Role.LINK_WORKER)
    assert "Sign in" not in client.page("/about").links


class TestSigningIn:
    def test_a_link_worker_gives_password_and_code(self, client, worker, clock):
        answer = sign_in(client)
        assert urlsplit(answer.headers["Location"]).path == "/sign-in/code"
        assert not is_in(client)
        answer = client.submit("/sign-in/code", {"code": code(clock)})
        assert answer.headers["Location"] == "/desk"
        assert is_in(client)

    def test_an_analyst_gives_a_password(self, client, analyst):
        sign_in(client, "anna@anytown.example")
        assert is_in(client)

    def test_where_somebody_was_going_they_arrive(self, client, worker, clock):
        wanted = client.get("/agreements?x=1").headers["Location"]
        answer = sign_in(client, address=wanted)
        answer = client.submit(answer.headers["Location"], {"code": code(clock)})
        assert answer.headers["Location"] == "/agreements?x=1"

    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self, client, worker):
        answer = sign_in(client, password="wrong")
        assert answer.status_code == 422
        assert WRONG in answer.text
        assert f'value="{EMAIL}"' in answer.text
        assert "wrong" not in answer.text.replace(WRONG, "")

    def test_a_password_alone_opens_nothing(self, client, worker):
        sign_in(client)
        for address in ("/desk", "/account", "/agreements", "/people", "/account/phone"):
            answer = client.get(address)
            assert answer.headers["Location"].startswith("/sign-in?next="), address
        assert client.get("/sign-in").headers["Location"] == "/sign-in/code"

    def test_nobody_else_gets_to_the_second_step(self, client, worker):
        assert client.get("/sign-in/code").headers["Location"].startswith("/sign-in?")
        cast.signed_in(client, Role.LINK_WORKER)
        assert client.get("/sign-in/code").status_code == 403
        assert client.get("/sign-in/set-up-phone").status_code == 403

    def test_signing_out_from_half_way(self, client, worker):
        sign_in(client)
        client.submit("/sign-out", button="Sign out")
        assert client.get("/sign-in/code").headers["Location"].startswith("/sign-in?")


class TestSettingUpAPhone:
    def test_it_comes_before_anything_else(self, client, world, clock):
        with world.writing() as session:
            cast.a_user(session, Role.LINK_WORKER, email="new@anytown.example", has_phone=False)
        answer = sign_in(client, "new@anytown.example")
        assert answer.headers["Location"] == "/sign-in/set-up-phone"
        page = client.page("/sign-in/set-up-phone")
        secret = dict(page.form("code").filled({}))["secret"]
        assert " ".join(secret[at : at + 4] for at in range(0, 32, 4)) in page.words
        refused = client.submit("/sign-in/set-up-phone", {"code": "000000"})
        assert refused.status_code == 422
        answer = client.post(
            "/sign-in/set-up-phone",
            data={**dict(page.form("code").filled({})), "code": pyotp.TOTP(secret).at(clock.now)},
        )
        assert answer.headers["Location"] == "/desk"
        assert is_in(client)

    def test_nobody_may_keep_a_copy_of_the_page(self, client, world):
        with world.writing() as session:
            cast.a_user(session, Role.LINK_WORKER, email="new@anytown.example", has_phone=False)
        sign_in(client, "new@anytown.example")
        assert client.get("/sign-in/set-up-phone").headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("secret", ["", "short", "x" * 9000, "<script>"])
    def test_a_secret_that_is_none_is_answered_with_a_new_one(self, client, world, secret):
        with world.writing() as session:
            cast.a_user(session, Role.LINK_WORKER, email="new@anytown.example", has_phone=False)
        sign_in(client, "new@anytown.example")
        sent = dict(client.page("/sign-in/set-up-phone").form("code").filled({"code": "123456"}))
        answer = client.post("/sign-in/set-up-phone", data={**sent, "secret": secret})
        assert answer.status_code == 422
        assert "Open this page again" in answer.text


class TestReplay:
    """P8: an old cookie is worth nothing."""

    def test_a_cookie_that_somebody_set_beforehand_is_not_kept(self, client, analyst):
        cast.carry(client, "chosen by an attacker")
        sign_in(client, "anna@anytown.example")
        assert cast.held_token(client) != "chosen by an attacker"
        cast.carry(client, "chosen by an attacker")
        assert not is_in(client)

    def test_the_cookie_changes_with_the_code(self, client, worker, clock):
        sign_in(client)
        before = cast.held_token(client)
        client.submit("/sign-in/code", {"code": code(clock)})
        assert cast.held_token(client) != before
        cast.carry(client, before)
        assert not is_in(client)

    def test_after_signing_out(self, client):
        cast.signed_in(client, Role.LINK_WORKER)
        token = cast.held_token(client)
        client.submit("/desk", button="Sign out")
        assert cast.held_token(client) == ""
        cast.carry(client, token)
        assert not is_in(client)

    def test_after_a_new_password(self, client, app, worker, world):
        with world.reading() as session:
            user = session.get_one(cast.User, worker)
            session.expunge_all()
        there = app.test_client()
        cast.signed_in(there, Role.LINK_WORKER, user=user)
        cast.signed_in(client, Role.LINK_WORKER, user=user)
        token = cast.held_token(client)
        client.submit(
            "/account/password", {"old_password": PASSWORD, "password": "violet umbrella stairs"}
        )
        assert is_in(client)
        assert not is_in(there)
        cast.carry(client, token)
        assert not is_in(client)

    def test_after_half_an_hour_idle(self, client, clock):
        cast.signed_in(client, Role.LINK_WORKER)
        clock.passes(minutes=29)
        assert is_in(client)
        clock.passes(minutes=30)
        assert not is_in(client)

    def test_after_twelve_hours_however_busy(self, client, clock):
        cast.signed_in(client, Role.LINK_WORKER)
        for _ in range(35):
            clock.passes(minutes=20)
            assert is_in(client)
        clock.passes(minutes=20)
        assert not is_in(client)

    def test_signing_in_as_somebody_else_ends_the_first_session(self, client, worker, analyst):
        sign_in(client, "anna@anytown.example")
        first = cast.held_token(client)
        form = dict(client.page("/account/name").form("name").filled({}))
        client.post(
            "/sign-in",
            data={
                "csrf_token": form["csrf_token"],
                "email": EMAIL,
                "password": PASSWORD,
                "form_key": "k" * 24,
            },
        )
        cast.carry(client, first)
        assert not is_in(client)

    def test_the_cookie_is_for_this_site_and_no_script(self, client, analyst):
        cookie = sign_in(client, "anna@anytown.example").headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {
            part.strip() for part in cookie.split(";")
        }

    def test_a_try_that_fails_leaves_the_cookie_alone(self, client, worker):
        cast.signed_in(client, Role.LINK_WORKER)
        before = cast.held_token(client)
        answer = client.submit(
            "/account/password", {"old_password": "wrong", "password": "violet umbrella stairs"}
        )
        assert answer.status_code == 422
        assert cast.held_token(client) == before
        assert is_in(client)


class TestActingForAnother:
    @pytest.fixture
    def two_seats(self, client, world):
        actor = cast.signed_in(client, Role.LINK_WORKER)
        with world.writing() as session:
            practice = cast.a_practice(session)
            operations.grant(
                session,
                SYSTEM,
                user_id=actor.user_id,
                organisation_id=practice.id,
                roles=[Role.REFERRER],
                at=cast.NOON,
            )
        return practice.id

    def test_the_page_lists_both_and_a_button_changes(self, client, two_seats):
        page = client.page("/switch")
        assert "Act for Weaver Street Surgery" in page.words
        client.submit("/switch", button="Act for Weaver Street Surgery")
        assert "referrer" in client.page("/desk").words

    def test_nobody_can_act_where_they_do_not_belong(self, client, two_seats, world):
        with world.writing() as session:
            other = cast.a_practice(session, "Hilltop Medical Practice").id
        form = dict(client.page("/switch").form(button="Act for Weaver Street Surgery").filled({}))
        assert client.post(f"/switch/{other}", data=form).status_code == 404

    def test_whoever_has_one_role_is_not_offered_another(self, client):
        cast.signed_in(client, Role.LINK_WORKER)
        assert "Change role" not in client.page("/desk").words
