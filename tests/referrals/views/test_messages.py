"""The way in for a practice's own system, over HTTP; and the page of its keys."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.operationoutcome import OperationOutcome
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from kernel.access import Role
from kernel.database import Base
from referrals.message_in import LARGEST
from referrals.models import PracticeKey, Referral
from referrals.operations import messages
from tests.cast import signed_in
from tests.cast_messages import a_connected_practice, a_message, as_body
from tests.support.pages import Page

WHERE = "/api/fhir/$process-message"
TYPE = "application/fhir+json"
SERVER_FAULT = 500


@pytest.fixture
def key(database):
    with database.writing() as session:
        return a_connected_practice(session)[1]


def post(client, body, key, type_=TYPE):
    return client.post(
        WHERE, data=body, content_type=type_, headers={"Authorization": f"Bearer {key}"}
    )


def everything(database):
    with database.reading() as session:
        return {
            name: sorted(map(tuple, session.execute(sa.select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
        }


def refusal(answer, status):
    assert answer.status_code == status
    assert answer.mimetype == TYPE
    return OperationOutcome.model_validate(answer.get_json()).issue[0]


class TestWithAGoodKey:
    def test_a_referral_is_taken_and_answered(self, client, database, key):
        answer = post(client, as_body(a_message()), key)
        assert (answer.status_code, answer.mimetype) == (200, TYPE)
        assert answer.headers["Cache-Control"] == "no-store"
        said = Bundle.model_validate(answer.get_json())
        with database.reading() as session:
            row = session.scalars(sa.select(Referral)).one()
            assert said.entry[1].resource.id == str(row.id)

    def test_sent_again_it_is_answered_byte_for_byte_the_same(self, client, key, clock):
        first = post(client, as_body(a_message()), key)
        clock.passes(hours=5)
        assert post(client, as_body(a_message()), key).data == first.data

    @pytest.mark.parametrize(
        ("message", "status", "says"),
        [
            (a_message(without="Consent"), 422, "State the patient's consent"),
            (a_message(Patient={"generalPractitioner": []}), 403, "must be your own"),
            (a_message(MessageHeader={"eventCoding": {}}), 422, "no other event"),
            (a_message(Patient={"name": []}), 400, "Give the patient's name"),
            ({}, 400, "no resourceType"),
        ],
    )
    def test_a_refusal_is_said_in_fhir_and_nothing_is_kept_but_that_it_came(
        self, client, database, key, message, status, says
    ):
        before = everything(database)
        issue = refusal(post(client, as_body(message), key), status)
        assert says in issue.diagnostics
        after = everything(database)
        assert len(after.pop("limit_count")) == 1 and not before.pop("limit_count")
        assert after == before

    def test_what_is_no_json_or_too_large_or_of_another_type(self, client, key):
        assert "no JSON" in refusal(post(client, b"{", key), 400).diagnostics
        assert "too large" in refusal(post(client, b" " * (LARGEST + 9), key), 413).diagnostics
        assert TYPE in refusal(post(client, b"{}", key, "text/xml"), 415).diagnostics
        assert TYPE in refusal(
            post(client, b"a=1", key, "application/x-www-form-urlencoded"), 415
        ).diagnostics  # fmt: skip

    def test_a_second_open_referral_is_a_conflict(self, client, key):
        post(client, as_body(a_message()), key)
        other = as_body(a_message(MessageHeader={"id": "another"}))
        assert "open referral already" in refusal(post(client, other, key), 409).diagnostics


def test_the_same_message_twice_at_the_same_moment_is_one_referral(app, database, key):
    app.test_client_class = FlaskClient
    body = as_body(a_message())
    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(lambda _: post(app.test_client(), body, key), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    with database.reading() as session:
        assert len(session.scalars(sa.select(Referral)).all()) == 1


class TestHowOften:
    MOST = 3

    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        monkeypatch.setattr(messages, "MESSAGES", replace(messages.MESSAGES, most=self.MOST))

    @pytest.mark.parametrize(
        ("body", "type_"),
        [(b"{", TYPE), (as_body(a_message(without="Consent")), TYPE), (b"{}", "text/xml")],
    )
    def test_a_bad_message_counts_too(self, client, key, body, type_):
        for _ in range(self.MOST):
            assert post(client, body, key, type_).status_code in {400, 415, 422}
        answer = post(client, as_body(a_message()), key)
        assert "Let it wait" in refusal(answer, 429).diagnostics
        assert int(answer.headers["Retry-After"]) > 0

    def test_so_does_one_that_was_sent_before(self, client, key):
        for _ in range(self.MOST):
            assert post(client, as_body(a_message()), key).status_code == 200
        refusal(post(client, as_body(a_message()), key), 429)

    def test_a_stranger_without_the_key_uses_nothing_up(self, client, key):
        for _ in range(self.MOST + 1):
            refusal(post(client, as_body(a_message()), "made-up"), 401)
        assert post(client, as_body(a_message()), key).status_code == 200


class Slowly(io.BytesIO):
    """A message that takes its time: something else happens while it comes."""

    def __init__(self, body, meanwhile):
        super().__init__(body)
        self.meanwhile = meanwhile

    def read(self, size=-1):
        self.meanwhile()
        return super().read(size)

    def readinto(self, buffer):
        self.meanwhile()
        return super().readinto(buffer)


def test_who_sends_slowly_keeps_nobody_from_writing(app, database, key):
    """On SQLite one lock is everybody's; on both, the row of the key is not held while we wait."""
    app.test_client_class = FlaskClient
    written = []

    def write():
        with database.writing() as session:
            session.execute(sa.update(PracticeKey).values(made_at=PracticeKey.made_at))
        written.append(True)

    body = as_body(a_message())
    answer = app.test_client().post(
        WHERE, input_stream=Slowly(body, write), content_type=TYPE, content_length=len(body),
        headers={"Authorization": f"Bearer {key}"},
    )  # fmt: skip
    assert answer.status_code == 200 and written


class TestWithoutOne:
    @pytest.mark.parametrize(
        "headers",
        [{}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic QTpC"},
         {"Authorization": "Bearer"}, {"Authorization": "Bearer \u00fc"}],
    )  # fmt: skip
    @pytest.mark.parametrize("body", [as_body(a_message()), b"{", b""])
    def test_nothing_is_read_stored_or_told(self, client, database, key, headers, body):
        before = everything(database)
        answer = client.post(WHERE, data=body, content_type="text/plain", headers=headers)
        assert refusal(answer, 401).diagnostics == "Send the practice's key as a bearer token."
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert everything(database) == before

    def test_a_key_that_was_taken_back_is_answered_like_one_that_never_was(self, client, key):
        signed_in(client, Role.PRACTICE_MANAGER)
        client.submit("/practice-keys", button=_button(client.page("/practice-keys")))
        old = post(client, as_body(a_message()), key)
        none = post(client, as_body(a_message()), "made-up")
        assert (old.status_code, old.data) == (none.status_code, none.data) == (401, none.data)


def _button(page):
    return next(words for words in all_buttons(page) if "Take it" in words)


def all_buttons(page):
    return [words for form in page.tree.iter("form") for words in _buttons(form)]


def _buttons(form):
    from tests.support.pages import words_of

    return [words_of(button) for button in form.iter("button")]


class TestThePageOfKeys:
    def test_a_key_is_made_shown_once_and_works(self, client, database, key):
        signed_in(client, Role.PRACTICE_MANAGER, name="Pat Manager")
        page = client.page(client.page("/reports").links["Referring from your own system"])
        assert "http://localhost/api/fhir/$process-message" in page.words
        made = client.submit("/practice-keys", button="Make a key").get_data(as_text=True)
        new = made.partition("<code>petunias-")[2].partition("</code>")[0]
        assert len(new) > 30 and new not in client.page("/practice-keys").words
        assert post(client, as_body(a_message()), f"petunias-{new}").status_code == 200
        assert "Last used on 22 November 2026" in client.page("/practice-keys").words

    def test_each_key_has_a_name_and_stays_in_the_list_once_it_is_taken_back(self, client):
        signed_in(client, Role.PRACTICE_MANAGER, name="Pat Manager")
        client.submit("/practice-keys", button="Make a key")
        client.submit("/practice-keys", {"name": "EMIS server, <main> site"}, button="Make a key")
        words = client.page("/practice-keys").words
        assert "Our record system" in words and "EMIS server, <main> site" in words
        button = next(one for one in all_buttons(client.page("/practice-keys")) if "<main>" in one)
        client.submit("/practice-keys", button=button)
        works, _, taken = client.page("/practice-keys").words.partition("Keys that you took back")
        assert "<main>" in taken and "<main>" not in works
        assert "Taken back on 22 November 2026" in taken and "Never used" in taken

    def test_a_key_without_a_name_is_not_made(self, client):
        signed_in(client, Role.PRACTICE_MANAGER)
        answer = client.submit("/practice-keys", {"name": " "}, button="Make a key")
        assert answer.status_code == 422
        assert Page(answer.text).mistakes == ["Say which system it is for."]
        assert "There is no key." in client.page("/practice-keys").words

    def test_a_page_that_is_loaded_again_makes_no_second_key(self, client):
        signed_in(client, Role.PRACTICE_MANAGER)
        sent = client.page("/practice-keys").form(button="Make a key").filled({}, "Make a key")
        assert "Your new key" in client.post("/practice-keys", data=dict(sent)).text
        assert client.post("/practice-keys", data=dict(sent)).location == "/practice-keys"
        words = client.page("/practice-keys").words
        assert (words.count("Not used yet"), "Your new key" in words) == (1, False)
        client.submit("/practice-keys", {"name": "Branch"}, button="Make a key")
        assert client.page("/practice-keys").words.count("Not used yet") == 2

    def test_two_keys_that_work_have_two_names(self, client):
        signed_in(client, Role.PRACTICE_MANAGER)
        client.submit("/practice-keys", button="Make a key")
        page = client.refused_page(
            "/practice-keys", {"name": "our RECORD system"}, button="Make a key"
        )
        assert page.mistakes == ["You have a key of that name. Give this one another."]
        button = next(one for one in all_buttons(page) if "Take it" in one)
        client.submit("/practice-keys", button=button)
        client.submit("/practice-keys", {"name": "Our record system"}, button="Make a key")
        assert client.page("/practice-keys").words.count("Our record system") == 2 * 2 - 1

    def test_a_practice_without_a_code_is_told_what_is_missing(self, client):
        signed_in(client, Role.PRACTICE_MANAGER)
        page = client.page("/practice-keys")
        assert "We do not know the ODS code" in page.words
        assert "There is no key." in page.words


def test_what_we_can_do_is_for_everybody_to_read(client):
    said = client.get("/api/fhir/metadata").get_json()
    assert said["resourceType"] == "CapabilityStatement"


# ---- odd messages ----------------------------------------------------------------------------

LEAF: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=30)
    | st.sampled_from(["Patient", "urn:uuid:patient-1", "urn:uuid:role-1", "active", "\x00"])
)
NAMES = st.sampled_from(["reference", "resourceType", "value", "code", "text", "identifier"])
TABLE = st.dictionaries(NAMES, LEAF, max_size=3)
ODD = LEAF | TABLE | st.lists(LEAF | TABLE, max_size=3) | st.dictionaries(NAMES, TABLE, max_size=2)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a message."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inside if isinstance(value, dict | list) else ():
        yield from places(one, (*path, name))


def changed(message: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """The message with something odd at a place."""
    if not path:
        return odd
    spot = message
    for name in path[:-1]:
        spot = spot[name]
    spot[path[-1]] = odd
    return message


PLACES = list(places(a_message()))


@pytest.mark.filterwarnings("ignore::UnicodeWarning")
@hypothesis.settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spots=st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=3))
def test_no_odd_message_is_a_fault(client, key, spots):
    message = a_message()
    for path, odd in spots:
        try:
            message = changed(message, path, odd)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier oddity took the place away
    answer = post(client, json.dumps(message), key)
    assert answer.status_code < SERVER_FAULT
    assert answer.mimetype == TYPE


@hypothesis.settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_no_odd_bytes_are_a_fault(client, key, body):
    assert post(client, body, key).status_code in {400, 403, 409}
