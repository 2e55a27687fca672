"""Who is let in, where strangers are sent, and that a refusal tells nobody what there is."""

from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from kernel.access import ANYONE, SYSTEM, Actor, Role
from tests.cast import carry, signed_in
from tests.support.pages import Page
from tests.web.conftest import EDITORS_ONLY
from web.access import anyone, can, known
from web.access import signed_in as those_signed_in

EDITOR = Actor(user_id=uuid4(), roles=frozenset({Role.DIRECTORY_EDITOR}))
FINANCE = Actor(user_id=uuid4(), roles=frozenset({Role.LEAD_FINANCE}))
HOLDER = Actor(holds=uuid4())


@pytest.mark.parametrize(
    ("access", "let_in"),
    [
        (anyone, {ANYONE, HOLDER, FINANCE, EDITOR}),
        (known, {HOLDER, FINANCE, EDITOR}),
        (those_signed_in, {FINANCE, EDITOR}),
        (can(EDITORS_ONLY), {EDITOR}),
    ],
)
def test_who_is_let_in(access, let_in):
    assert {actor for actor in (ANYONE, HOLDER, FINANCE, EDITOR) if access.allows(actor)} == let_in
    assert access.says


def test_the_program_itself_may_do_everything():
    assert can(EDITORS_ONLY).allows(SYSTEM)


class TestAStranger:
    def test_is_sent_to_sign_in_and_back_again(self, client):
        answer = client.get("/trial/members?page=2")
        where = urlsplit(answer.location)
        assert (answer.status_code, where.netloc, where.path) == (302, "", "/sign-in")
        assert parse_qs(where.query) == {"next": ["/trial/members?page=2"]}

    def test_is_sent_to_sign_in_from_every_record_whether_it_is_there_or_not(self, client):
        assert urlsplit(client.get(f"/trial/own/{uuid4()}").location).path == "/sign-in"

    @pytest.mark.parametrize("host", ["evil.example", "localhost@evil.example"])
    def test_never_leaves_for_another_site(self, client, host):
        answer = client.get("//evil.example/../trial/members", headers={"Host": host})
        assert urlsplit(answer.location or "").netloc in {"", host}
        assert not (answer.location or "").startswith("//")

    def test_who_sends_a_form_is_told_how_not_to_lose_it(self, client, kept):
        answer = client.post("/trial/editors", data={"called": "Ada"})
        assert answer.status_code == 403
        assert "Nothing you wrote is lost" in answer.text
        assert kept() == []

    def test_who_was_signed_out_meanwhile_sends_again_what_they_wrote(self, client, kept):
        signed_in(client, Role.DIRECTORY_EDITOR)
        token = client.get_cookie("petunias").value
        form = dict(
            client.page("/trial/editors").form("called").filled({"called": "Ada\n“Lovelace”"})
        )
        client.delete_cookie("petunias")
        page = Page(client.post("/trial/editors", data={**form, "password": "secret"}).text)
        assert page.links["Sign in (opens in another window)"] == "/sign-in"
        again = page.form("called", button="Send it again")
        sent = dict(again.filled({}))
        assert sent["called"] == "Ada\n“Lovelace”"
        assert "password" not in sent
        carry(client, token)
        assert client.post(again.action, data=sent).status_code == 303
        assert kept() == ["Ada “Lovelace”"]

    def test_so_do_they_where_the_place_of_a_file_was_left_empty(self, client):
        signed_in(client, Role.DIRECTORY_EDITOR)
        form = dict(client.page("/trial/editors").form("called").filled({"called": "Ada"}))
        client.delete_cookie("petunias")
        empty = {**form, "photo": (BytesIO(), "")}
        page = Page(client.post("/trial/editors", data=empty).text)
        assert dict(page.form("called", button="Send it again").filled({}))["called"] == "Ada"

    def test_a_file_cannot_be_sent_again_for_them(self, client):
        signed_in(client, Role.DIRECTORY_EDITOR)
        form = dict(client.page("/trial/editors").form("called").filled({"called": "Ada"}))
        client.delete_cookie("petunias")
        with_file = {**form, "photo": (BytesIO(b"x"), "me.jpg")}
        assert "Send it again" not in client.post("/trial/editors", data=with_file).text

    def test_what_they_wrote_is_there_too_where_every_cookie_went(self, client):
        signed_in(client, Role.DIRECTORY_EDITOR)
        form = dict(client.page("/trial/editors").form("called").filled({"called": "Ada"}))
        for name in ("petunias", client.application.config["SESSION_COOKIE_NAME"]):
            client.delete_cookie(name)
        from_here = {"Sec-Fetch-Site": "same-origin"}
        page = Page(client.post("/trial/editors", data=form, headers=from_here).text)
        assert dict(page.form("called", button="Send it again").filled({}))["called"] == "Ada"

    def test_but_somebody_else_who_signs_in_there_neither_sends_nor_sees_it(self, client, kept):
        signed_in(client, Role.DIRECTORY_EDITOR)
        form = dict(client.page("/trial/editors").form("called").filled({"called": "Ada"}))
        signed_in(client, Role.DIRECTORY_EDITOR)
        answer = client.post("/trial/editors", data={**form, "called": ""})
        assert answer.status_code == 403
        answer = client.post("/trial/editors", data=form)
        assert answer.status_code == 403
        assert "Somebody else was signed in when this form was opened" in answer.text
        assert "Ada" not in answer.text
        assert kept() == []

    def test_but_nobody_elses_words_are_put_into_a_form_of_ours(self, client):
        answer = client.post("/trial/editors", data={"called": "Evil", "csrf_token": "made-up"})
        assert "Send it again" not in answer.text
        assert "Evil" not in answer.text


class TestSomebodyWithoutTheRole:
    def test_is_told_so_where_the_address_names_no_record(self, client, trail):
        signed_in(client, Role.LEAD_FINANCE)
        assert client.get("/trial/editors").status_code == 403
        assert trail()[-1] == "was refused"

    def test_gets_the_same_bytes_for_a_record_as_for_an_address_that_is_not_there(self, client):
        signed_in(client, Role.LEAD_FINANCE)
        refused = client.get(f"/trial/own/{uuid4()}")
        nothing = client.get(f"/trial/nothing/{uuid4()}")
        assert refused.status_code == nothing.status_code == 404
        assert refused.data == nothing.data
        assert dict(refused.headers) == dict(nothing.headers)

    def test_keeps_the_menu_and_is_not_asked_to_sign_in(self, client):
        signed_in(client, Role.LEAD_FINANCE)
        for address in ("/trial/editors", "/trial/nothing"):
            page = Page(client.get(address).text)
            assert page.links["Desk"] == "/desk"
            assert page.links["Sign out"] == "/sign-out"
            assert "Sign in" not in page.links

    def test_gets_the_same_when_sending(self, client):
        signed_in(client, Role.LEAD_FINANCE)
        refused = client.post(f"/trial/own/{uuid4()}")
        assert refused.status_code == 404
        assert refused.data == client.post(f"/trial/own/{uuid4()}").data
