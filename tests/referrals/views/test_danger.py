"""No case ends over danger that nobody has answered: its form asks, and says where it is written."""

from datetime import timedelta

import pytest

from kernel.access import Role
from referrals.casework import Result
from referrals.lifecycle import GoalMove, State
from referrals.models import Referral
from referrals.operations.clocks import AS_IT_ENDED, DANGER_STANDS
from referrals.operations.heeding import heed
from tests.cast import NOON, signed_in
from tests.cast_caseload import a_case, a_contact
from tests.cast_plans import an_agreed_case

TICK = "I have made sure that they are safe"
BANNER = "Somebody may be in danger"
ENDS = [
    (State.ASSESSED, "decline", {"answer": "no"}, State.DECLINED),
    (State.ASSESSED, "pass-on", {"where_to": "The clinic"}, State.REDIRECTED),
    (State.RECEIVED, "send-back", {"reason": "duplicate", "because": "We have her"}, State.RETURNED),
    (State.LAPSED, "done/again", {"how": "She goes to her sister"}, State.LAPSED),
]  # fmt: skip


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


def in_danger(database, asha, state):
    with database.writing() as session:
        row = a_case(session, asha, state=state)
        heed(session, asha, row.id, where="In the contact log", at=NOON)
        return row


@pytest.mark.parametrize(("state", "page", "answers", "after"), ENDS)
def test_a_case_in_danger_ends_with_a_tick_that_they_are_safe(
    client, database, asha, state, page, answers, after
):
    row = in_danger(database, asha, state)
    address = f"/cases/{row.id}/{page}"
    refused = client.refused_page(address, answers)
    assert refused.mistakes == [DANGER_STANDS]
    assert TICK in refused.words and "Where the words are: In the contact log" in refused.words
    assert refused.links["write down what was done"] == f"/cases/{row.id}/done/safety"
    assert client.submit(address, answers | {"is_safe": "y"}).status_code == 303
    words = client.page(f"/cases/{row.id}").words
    assert BANNER not in words
    assert f"Made sure that they are safe {AS_IT_ENDED}" in words
    with database.reading() as session:
        assert session.get_one(Referral, row.id).state is after


def test_the_work_is_finished_with_the_tick_too(client, database, asha):
    with database.writing() as session:
        row, goal_id = an_agreed_case(session, asha)
        heed(session, asha, row.id, where="In the action plan", at=NOON)
    address = f"/cases/{row.id}/plan/close"
    answers = {f"goal_{goal_id}": GoalMove.ACHIEVE.value}
    assert client.refused_page(address, answers).mistakes == [DANGER_STANDS]
    assert client.submit(address, answers | {"is_safe": "y"}).status_code == 303
    assert BANNER not in client.page(f"/cases/{row.id}").words


def test_whoever_could_not_be_reached_and_is_in_danger_is_not_given_up_without_it(
    client, database, asha
):
    row = in_danger(database, asha, State.CONTACTING)
    with database.writing() as session:
        for day in range(3):
            a_contact(session, row, result=Result.NO_ANSWER, at=NOON - timedelta(days=day))
    address = f"/cases/{row.id}/give-up"
    button = "They could not be reached"
    assert client.refused_page(address, button=button).mistakes == [DANGER_STANDS]
    assert client.submit(address, {"is_safe": "y"}, button=button).status_code == 303


def test_who_wrote_down_what_was_done_is_asked_nothing_more(client, database, asha):
    row = in_danger(database, asha, State.ASSESSED)
    client.submit(f"/cases/{row.id}/done/safety", {"how": "The crisis team rings her"})
    address = f"/cases/{row.id}/decline"
    assert TICK not in client.page(address).words
    assert client.submit(address, {"answer": "no"}).status_code == 303


@pytest.mark.parametrize("page", ["decline", "pass-on", "done/report", "done/safety"])
def test_where_nobody_is_in_danger_nothing_is_asked(client, database, asha, page):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
    assert TICK not in client.page(f"/cases/{row.id}/{page}").words
