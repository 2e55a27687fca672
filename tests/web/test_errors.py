"""Every refusal and fault is a page that says what to do, also when the database is away."""

import sqlite3
import threading

import pytest
from gunicorn.http.errors import ChunkMissingTerminator
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from kernel import database as kernel_database
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken, TooMany
from tests.cast import carry, signed_in
from tests.support.client import WatchfulClient
from tests.support.databases import close
from tests.support.pages import Page
from web.access import anyone
from web.feature import Feature
from wsgi import create_app

REFUSALS = [
    (NotFound(), 404, "We cannot find that page"),
    (NotAllowed(), 403, "You cannot do this"),
    (NotAllowed("Only on Sundays."), 403, "Only on Sundays."),
    (RuleBroken("A rule says no."), 409, "A rule says no."),
    (Conflict("Somebody was first."), 409, "Somebody was first."),
    (TooMany("Slowly.", retry_after=61), 429, "You can try again in 2 minutes."),
    (OperationalError("", {}, sqlite3.OperationalError("disk I/O error")), 503, "half done"),
    (ChunkMissingTerminator(b"x"), 400, "We could not understand"),
    (InterfaceError("", {}, sqlite3.InterfaceError("gone")), 503, "half done"),
    (NoConnectionFree("pool"), 503, "half done"),
    (IntegrityError("", {}, sqlite3.IntegrityError("no such row")), 500, "our mistake"),
    (ZeroDivisionError(), 500, "our mistake"),
]


def raising(app, error):
    """An address where this is raised."""

    def view():
        raise error

    feature = Feature("raising", __name__)
    feature.route("/raising", access=anyone)(view)
    feature.route("/api/raising", access=anyone, endpoint="machines")(view)
    app.register_blueprint(feature)
    app.test_client_class = WatchfulClient
    visitor = app.test_client()
    visitor.expects_faults = True
    return visitor


@pytest.mark.parametrize(
    ("error", "status", "says"), REFUSALS, ids=[f"{type(e).__name__}-{s}" for e, s, _ in REFUSALS]
)
def test_each_has_its_page(app, error, status, says):
    answer = raising(app, error).get("/raising")
    assert answer.status_code == status
    page = Page(answer.text)
    assert page.heading and says in page.words
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("error", "status"), [(one, status) for one, status, _ in REFUSALS])
def test_a_machine_is_told_in_json(app, error, status):
    answer = raising(app, error).get("/api/raising")
    assert answer.status_code == answer.json["error"] == status
    assert answer.json["message"]


def test_it_is_said_when_to_try_again(app):
    answer = raising(app, TooMany("Slowly.", retry_after=61)).get("/raising")
    assert answer.headers["Retry-After"] == "61"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/nothing", 404), ("PUT", "/", 405), ("GET", "/listings/not-an-id", 404)],
)
def test_the_webs_own_refusals_have_pages_too(client, method, address, status):
    answer = client.open(address, method=method)
    assert answer.status_code == status
    assert Page(answer.text).heading
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_program_is_told_what_is_wrong_with_its_address(client):
    answer = client.get("/api/nothing-like-this")
    assert answer.status_code == 404
    assert answer.json["message"].startswith("There is nothing at this address")


def test_what_is_too_large_is_refused(client):
    answer = client.post("/trial/ask", data={"called": "x" * 7_000_000})
    assert answer.status_code == 413
    assert "too large" in Page(answer.text).heading


class TestAConflict:
    def test_gives_back_what_was_written_and_shows_what_is_there(self, client):
        answer = client.submit("/trial/ask", {"called": "late", "password": "open sesame"})
        words = Page(answer.text).words
        assert answer.status_code == 409
        assert "What you wrote Name late" in words
        assert "What is there now Their name." in words
        assert "open sesame" not in answer.text

    def test_shows_no_empty_headings(self, app):
        words = Page(raising(app, Conflict("Late.")).get("/raising").text).words
        assert "What you wrote" not in words and "What is there now" not in words


def test_the_log_says_what_failed_and_repeats_no_row(app, caplog):
    error = IntegrityError(
        "INSERT", {"name": "Ada Lovelace"}, Exception("duplicate\nDETAIL: (Ada Lovelace)")
    )
    error.hide_parameters = True
    raising(app, error).get("/raising")
    assert "duplicate" in caplog.text and "test_errors.py" in caplog.text
    assert "Ada" not in caplog.text


@pytest.fixture(params=["sqlite:////nowhere/at/all.sqlite", "postgresql://127.0.0.1:1/none"])
def cut_off(request, tmp_path):
    """A visitor of a site whose database is away."""
    from config import Settings

    made = create_app(
        Settings(data=tmp_path, database_url=request.param, address="http://localhost",
                 secret_key="k" * 40, audit_key="k" * 40, is_testing=True)
    )  # fmt: skip
    visitor = made.test_client()
    yield visitor
    close(made)


class TestWithoutADatabase:
    @pytest.mark.parametrize("is_known", [False, True])
    def test_a_page_says_to_try_again(self, cut_off, is_known):
        if is_known:
            carry(cut_off, "a token that nobody can look up")
        answer = cut_off.get("/search?q=dogs")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
        assert "busy for a moment" in Page(answer.text).heading
        assert "Content-Security-Policy" in answer.headers

    @pytest.mark.parametrize("is_known", [False, True])
    def test_a_page_that_is_not_there_never_becomes_a_fault(self, cut_off, is_known):
        if is_known:
            carry(cut_off, "a token that nobody can look up")
        assert cut_off.get("/nothing").status_code in {404, 503}
        assert cut_off.post("/nothing", headers={"Origin": "http://evil.example"}).status_code in {
            403, 503
        }  # fmt: skip

    def test_stylesheets_are_there(self, cut_off):
        address = cut_off.application.jinja_env.globals["static_url"]("app.css")
        assert cut_off.get(address).status_code == 200


class TestWhileAnotherWrites:
    @pytest.fixture(autouse=True)
    def short_waits(self, monkeypatch):
        """Ten seconds are for people; a test waits for one."""
        monkeypatch.setattr(kernel_database, "BUSY_SECONDS", 1)

    def test_who_waited_too_long_is_asked_to_try_again(self, app, client, kept):
        sent = client.page("/trial/ask").form("called").filled({"called": "Ada"}, None)
        held, ended = threading.Event(), threading.Event()
        holding = threading.Thread(target=hold_the_lock, args=(app, held, ended))
        holding.start()
        try:
            assert held.wait(5)
            answer = client.post("/trial/ask", data=dict(sent))
            assert answer.status_code == 503
            assert client.get("/nothing").status_code == 404, "Reading goes on."
        finally:
            ended.set()
            holding.join()
        assert client.post("/trial/ask", data=dict(sent)).status_code == 303
        assert kept() == ["Ada"]


def hold_the_lock(app, held, ended):
    """Be another program that writes, for as long as the test likes."""
    database = app.extensions["petunias"].database
    with database.writing() as session:
        if not database.is_sqlite:
            session.connection().exec_driver_sql("LOCK TABLE timed_run, form_answer")
        session.connection()
        held.set()
        ended.wait(20)


class TestARefusedAttempt:
    def test_of_somebody_known_is_in_the_audit(self, client, trail):
        signed_in(client, Role.LEAD_FINANCE)
        before = len(trail())
        client.get("/trial/editors")
        assert trail()[before:] == ["was refused"]

    def test_of_a_stranger_is_not(self, client, trail):
        client.post("/trial/editors")
        assert trail() == []

    def test_is_answered_even_if_it_cannot_be_noted(self, app, client):
        from tests.support.refusing import refusing

        signed_in(client, Role.LEAD_FINANCE)
        with refusing(app.extensions["petunias"].database, "audit_line"):
            assert client.get("/trial/editors").status_code == 403
