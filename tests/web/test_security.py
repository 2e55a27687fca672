"""The same headers on every kind of answer, and no act that another site began."""

import pytest

from kernel.access import Role
from tests.cast import signed_in
from wsgi import create_app

ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    ),
}
OF_OUR_SITE = {**ALWAYS, "Cross-Origin-Resource-Policy": "same-origin"}
OF_OPEN_DATA = {
    **ALWAYS,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
GUARDED = {*OF_OPEN_DATA, "Strict-Transport-Security"}

KINDS = {
    "a page": ("GET", "/", 200),
    "a page without its body": ("HEAD", "/", 200),
    "what may be asked": ("OPTIONS", "/", 200),
    "a redirect": ("GET", "/trial/members", 302),
    "a page that is not there": ("GET", "/nothing", 404),
    "a wrong method": ("DELETE", "/", 405),
    "a form with a mistake": ("POST", "/trial/ask", 422),
    "a refusal": ("POST", "/trial/press", 403),
    "health": ("GET", "/healthz", 200),
}


def guards(answer):
    """The headers of an answer that guard it."""
    return {name: value for name, value in answer.headers.items() if name in GUARDED}


@pytest.mark.parametrize(("method", "address", "status"), KINDS.values(), ids=KINDS)
def test_every_kind_of_answer_has_exactly_these_headers(client, method, address, status):
    answer = client.open(address, method=method)
    assert answer.status_code == status
    assert guards(answer) == OF_OUR_SITE


def test_a_fault_has_them_too(client):
    client.expects_faults = True
    answer = client.get("/trial/fault")
    assert answer.status_code == 500
    assert guards(answer) == OF_OUR_SITE
    assert "Traceback" not in answer.text and "ZeroDivision" not in answer.text


def test_a_stylesheet_has_them_too_and_may_be_kept_by_all(app, client):
    address = app.jinja_env.globals["static_url"]("app.css")
    answer = client.get(address)
    assert guards(answer) == OF_OUR_SITE
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/api/oruk/v3/nothing", "/data/nothing.csv"])
def test_open_data_may_be_read_from_everywhere(client, address):
    assert guards(client.get(address)) == OF_OPEN_DATA


class TestKeepingAPage:
    def test_a_strangers_page_is_asked_for_again(self, client):
        assert client.get("/").headers["Cache-Control"] == "private, no-cache"

    def test_a_page_of_somebody_signed_in_is_never_kept(self, client):
        signed_in(client, Role.LINK_WORKER)
        assert client.get("/trial/members").headers["Cache-Control"] == "no-store"
        assert client.get("/nothing").headers["Cache-Control"] == "no-store"


class TestInProduction:
    @pytest.fixture
    def production(self, settings):
        from dataclasses import replace

        from tests.support.databases import close

        made = create_app(replace(settings, address="https://directory.example.nhs.uk", proxies=1))
        yield made
        close(made)

    def test_browsers_are_told_to_use_https_for_two_years(self, production):
        answer = production.test_client().get("/", base_url="https://directory.example.nhs.uk")
        assert answer.status_code == 200
        assert answer.headers["Strict-Transport-Security"] == (
            "max-age=63072000; includeSubDomains"
        )

    def test_cookies_are_for_this_host_over_https_alone(self, production):
        answer = production.test_client().get(
            "/sign-in", base_url="https://directory.example.nhs.uk"
        )
        cookies = answer.headers.getlist("Set-Cookie")
        assert cookies
        for cookie in cookies:
            assert cookie.startswith("__Host-")
            for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
                assert attribute in cookie
            assert "Domain" not in cookie

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_another_hosts_name_is_refused(self, production, method):
        answer = production.test_client().open(
            "/sign-in", method=method, base_url="https://evil.example"
        )
        assert answer.status_code == 400
        assert "evil.example" not in answer.text

    def test_a_monitor_on_the_same_machine_may_ask_for_health(self, production):
        answer = production.test_client().get("/healthz", base_url="http://127.0.0.1:8000")
        assert answer.status_code == 200

    def test_visitors_are_told_apart_by_what_the_proxy_says(self, production):
        from web.request import network

        @production.before_request
        def say():
            return network()

        answer = production.test_client().get(
            "/", base_url="https://directory.example.nhs.uk",
            headers={"X-Forwarded-For": "198.51.100.9, 203.0.113.7"},
        )  # fmt: skip
        assert answer.text == "203.0.113.7"


HERE = "http://localhost"
FROM = {
    "a page of ours, says a new browser": ({"Sec-Fetch-Site": "same-origin"}, True),
    "the person, says a new browser": ({"Sec-Fetch-Site": "none"}, True),
    "a page of ours that sends no referrer": (
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
    "a page of ours, says an old browser": ({"Origin": HERE}, True),
    "somewhere, says an old browser": ({"Origin": "null"}, True),
    "a browser that says nothing": ({}, True),
    "another site": ({"Sec-Fetch-Site": "cross-site"}, False),
    "a neighbour's host": ({"Sec-Fetch-Site": "same-site"}, False),
    "nonsense": ({"Sec-Fetch-Site": "perhaps"}, False),
    "another origin": ({"Origin": "https://evil.example"}, False),
    "another port": ({"Origin": "http://localhost:81"}, False),
    "another scheme": ({"Origin": "https://localhost"}, False),
    "another site that claims our origin": (
        {"Sec-Fetch-Site": "cross-site", "Origin": HERE}, False),
}  # fmt: skip


@pytest.mark.parametrize(("headers", "is_let_in"), FROM.values(), ids=FROM)
def test_only_our_own_pages_may_send(client, kept, headers, is_let_in):
    answer = client.post("/trial/machine", headers=headers)
    assert (answer.status_code == 204) == is_let_in
    assert (answer.status_code == 403) != is_let_in
    assert kept() == (["by machine"] if is_let_in else [])


def test_anybody_may_follow_a_link_from_another_site(client):
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
