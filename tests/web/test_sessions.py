"""The cookie that says who somebody is: only a number, looked up afresh each time."""

import pytest
from flask import g

from kernel.access import Role
from tests.cast import carry, held_token, signed_in
from web import sessions
from web.access import anyone
from web.feature import Feature


@pytest.fixture
def doors(app):
    """Addresses that give a token and take it away."""

    def come_in():
        return {"token": sessions.new_token()}

    def go_out():
        sessions.drop_token()
        return {"token": sessions.current_token()}

    feature = Feature("doors", __name__)
    feature.route("/come-in", access=anyone)(come_in)
    feature.route("/go-out", access=anyone)(go_out)
    app.register_blueprint(feature)


def test_a_token_leaves_with_the_answer_and_no_script_can_read_it(client, doors):
    answer = client.get("/come-in")
    cookie = answer.headers["Set-Cookie"]
    assert cookie == f"petunias={answer.json['token']}; HttpOnly; Path=/; SameSite=Lax"


def test_it_is_gone_when_the_browser_is_closed(client, doors):
    assert "Expires" not in client.get("/come-in").headers["Set-Cookie"]


def test_tokens_are_long_and_never_the_same(client, doors):
    tokens = {client.get("/come-in").json["token"] for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43, "256 bits"


def test_a_dropped_token_is_taken_from_the_browser(client, doors):
    client.get("/come-in")
    client.get("/go-out")
    assert held_token(client) == ""


@pytest.mark.parametrize("token", ["x", "x" * 4000, "é", "0", "'; drop table user_session; --"])
def test_a_made_up_token_is_nobody(client, token):
    carry(client, token)
    assert client.get("/trial/members").status_code == 302


def test_who_somebody_is_is_asked_once_a_request(app, client):
    signed_in(client, Role.LINK_WORKER)
    asked = []

    @app.before_request
    def count():
        asked.append(g.visitor)

    client.get("/trial/members")
    assert len(asked) == 1 and asked[0].actor.is_signed_in


def test_who_asks_for_a_stylesheet_is_not_looked_up(app, client):
    signed_in(client, Role.LINK_WORKER)
    seen = []
    app.after_request(lambda answer: seen.append("visitor" in g) or answer)
    client.get(app.jinja_env.globals["static_url"]("app.css"))
    assert seen == [False]
