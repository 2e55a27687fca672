"""No case ends over danger that nobody has answered, and a practice reads what became of what it wrote."""

from datetime import timedelta

import pytest

from accounts.models import Organisation
from kernel.access import Role
from referrals.casework import Result
from referrals.clocks import Clock
from referrals.lifecycle import GoalMove, State
from referrals.models import Referral
from referrals.operations.clocks import AS_IT_ENDED, DANGER_STANDS, stop
from referrals.operations.heeding import heed
from referrals.vocabulary import Urgency
from tests.cast import NOON, a_link_worker, signed_in
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case, a_contact
from tests.cast_plans import an_agreed_case
from tests.cast_referrals import a_person, a_referral

TICK = "I have made sure that they are safe"
NOT_READ = "still may not be read before Monday 23 November"
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


@pytest.fixture
def nadia(client):
    return signed_in(client, Role.REFERRER, name="Nadia Nurse")


def some(database, nadia, state, **facts):
    """A referral of whose progress the practice may hear."""
    with database.writing() as session:
        row = a_referral(session, a_person(session), state=state, sent_by=nadia, **facts)
        a_yes_to_reports(session, row.person)
        return row


class TestDangerThatThePracticeWroteOf:
    @pytest.mark.parametrize(
        ("state", "expected"),
        [(State.RECEIVED, (True, False)), (State.ALLOCATED, (False, True)),
         (State.ASSESSED, (False, True)), (State.DECLINED, (False, False))],
    )  # fmt: skip
    def test_once_it_was_accepted_the_page_says_that_it_was_read(
        self, client, nadia, database, state, expected
    ):
        with database.writing() as session:
            worker = a_link_worker(session, name="Asha Begum")
        row = some(database, nadia, state, worker=worker, why_now="She wants to die")
        words = client.page(f"/referrals/{row.id}").words
        assert (NOT_READ in words, "we have read it" in words) == expected
        assert ("looks after them" in words) is expected[1]
        assert ("do not wait for us" in client.page("/referrals").words) is expected[0]

    def test_beside_the_number_to_ring_stands_when_it_is_answered(self, client, nadia, database):
        row = some(database, nadia, State.RECEIVED, why_now="She wants to die")
        with database.writing() as session:
            lead = session.get_one(Organisation, row.lead_id)
            lead.phone, lead.hours = "01632 960200", "Monday to Friday, 9am to 5pm"
        notice = client.page(f"/referrals/{row.id}").words
        assert (
            "on 01632 960200 as well. The hours are: Monday to Friday, 9am to 5pm. "
            "At other times there may be no answer."
        ) in notice

    def test_the_day_is_the_one_that_the_link_worker_reads(self, client, nadia, database):
        danger = {"why_now": "She wants to die", "urgency": Urgency.URGENT, "danger_at": NOON}
        row = some(database, nadia, State.RECEIVED, **danger)
        assert "to reach them by 23 November 2026." in client.page(f"/referrals/{row.id}").words

    def test_once_somebody_answered_the_danger_too(self, client, nadia, database):
        row = some(database, nadia, State.RECEIVED, why_now="She wants to die")
        with database.writing() as session:
            worker = a_link_worker(session)
            stop(session, worker, row.id, Clock.SAFETY, how="Rang her sister", at=row.sent_at)
        words = client.page(f"/referrals/{row.id}").words
        assert NOT_READ not in words and "we have read it" in words
        assert "Rang her sister" not in words

    def test_a_practice_that_may_not_hear_of_it_reads_the_same_before_and_after(
        self, client, nadia, database
    ):
        pages = []
        for state in (State.RECEIVED, State.ASSESSED):
            with database.writing() as session:
                row = a_referral(
                    session, a_person(session), state=state, sent_by=nadia,
                    why_now="She wants to die",
                )  # fmt: skip
            words = client.page(f"/referrals/{row.id}").words
            assert "cannot say here who has read it" in words and NOT_READ not in words
            pages.append("we have read it" in words)
        assert pages == [False, False]
        assert "It speaks of danger: do not wait for us." in client.page("/referrals").words
