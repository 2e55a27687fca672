"""Each move has a page with one question; a stale page is told what happened, and a double press acts once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.access import Role
from referrals.casework import Result
from referrals.forms.heeding import NOT_FOR_PRACTICE
from referrals.lifecycle import State
from referrals.models import Referral, ReferralMove
from tests.cast import NOON, signed_in
from tests.cast_caseload import a_case, a_contact

GIVE_UP = "They could not be reached"
MOVES = [
    (State.RECEIVED, "Accept", "Accept", {}, State.ALLOCATED),
    (State.RECEIVED, "Send back", "Send back", {"reason": "duplicate", "because": "We have her"}, State.RETURNED),
    (State.ALLOCATED, "Record “not this time”", "Note it", {"answer": "not-now"}, State.DECLINED),
    (State.ALLOCATED, "Pass on to other help", "Pass on", {"where_to": "The clinic"}, State.REDIRECTED),
    (State.SUSTAINED, "Record that they need help again", "Record it", {"what_slipped": "Sleep"},
     State.LAPSED),
    (State.LAPSED, "Open again", "Begin a new episode", {"why_now": "It slipped"}, State.REOPENED),
]  # fmt: skip


@pytest.fixture
def open_case(client, database):
    """A case of the link worker who is signed in, in a state."""
    asha = signed_in(client, Role.LINK_WORKER)

    def make(state: State) -> Referral:
        with database.writing() as session:
            return a_case(session, asha, state=state)

    return make


@pytest.mark.parametrize(
    ("state", "link", "button", "answers", "after"), MOVES, ids=[one[1] for one in MOVES]
)
def test_the_button_leads_to_a_question_and_the_answer_moves_the_case(
    client, database, open_case, state, link, button, answers, after
):
    row = open_case(state)
    address = client.page(f"/cases/{row.id}").links[link]
    assert client.submit(address, answers, button=button).status_code == 303
    with database.reading() as session:
        assert session.get_one(Referral, row.id).state is after


def test_the_new_episode_is_where_one_lands(client, open_case):
    row = open_case(State.LAPSED)
    answer = client.submit(f"/cases/{row.id}/reopen", {"why_now": "It slipped"})
    assert str(row.id) not in answer.location
    assert "Accepted by a link worker" in client.page(answer.location).words


def test_too_few_tries_are_counted_in_words(client, database, open_case):
    row = open_case(State.CONTACTING)
    page = client.refused_page(f"/cases/{row.id}/give-up", button=GIVE_UP)
    assert "They were tried on 0 different days." in page.mistakes[0]
    with database.writing() as session:
        for day in range(3):
            when = NOON - timedelta(days=day)
            a_contact(session, row, result=Result.NO_ANSWER, at=when)
    assert client.submit(f"/cases/{row.id}/give-up", button=GIVE_UP).status_code == 303


def test_who_passes_somebody_on_and_is_worried_comes_to_the_worry(client, open_case):
    row = open_case(State.ALLOCATED)
    answer = client.submit(
        f"/cases/{row.id}/pass-on", {"where_to": "The clinic", "is_worried": "y"}
    )
    assert answer.location.endswith(f"/cases/{row.id}/concern")


def test_a_page_that_is_too_old_says_what_happened(client, open_case):
    row = open_case(State.RECEIVED)
    sent = dict(client.page(f"/cases/{row.id}/accept").form(button="Accept").filled({}))
    assert client.post(f"/cases/{row.id}/accept", data=sent).status_code == 303
    again = sent | {"form_key": "another-key-of-this-page"}
    answer = client.post(f"/cases/{row.id}/accept", data=again)
    assert answer.status_code == 409
    assert "Perhaps somebody else was first." in answer.get_data(as_text=True)
    assert client.get(f"/cases/{row.id}/accept").status_code == 409


def test_a_button_that_is_pressed_twice_acts_once(client, database, open_case):
    row = open_case(State.RECEIVED)
    sent = dict(client.page(f"/cases/{row.id}/accept").form(button="Accept").filled({}))
    answers = [client.post(f"/cases/{row.id}/accept", data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    with database.reading() as session:
        made = sa.select(sa.func.count()).where(ReferralMove.referral_id == row.id)
        assert session.scalar(made) == 3


@pytest.mark.parametrize(
    ("state", "page"),
    [
        (State.ALLOCATED, "decline"), (State.ALLOCATED, "pass-on"), (State.BOOKED, "missed"),
        (State.SUSTAINED, "lapse"), (State.LAPSED, "reopen"), (State.LAPSED, "done/again"),
        (State.ASSESSED, "support-level"), (State.ALLOCATED, "assess"),
    ],
)  # fmt: skip
def test_a_question_that_the_practice_does_not_read_says_so(client, open_case, state, page):
    row = open_case(state)
    assert NOT_FOR_PRACTICE in client.page(f"/cases/{row.id}/{page}").words


def test_what_the_practice_reads_of_a_referral_that_goes_back_is_asked_as_such(client, open_case):
    words = client.page(f"/cases/{open_case(State.RECEIVED).id}/send-back").words
    assert "What should the practice know?" in words and NOT_FOR_PRACTICE not in words
