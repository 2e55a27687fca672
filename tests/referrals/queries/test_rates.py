"""How many were accepted and came, as their practice reads it."""

import pytest

from kernel.access import Role
from referrals.casework import Result
from referrals.lifecycle import State
from referrals.vocabulary import ReturnReason
from tests.cast import a_link_worker, signed_in
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_contact
from tests.cast_referrals import a_person, a_referral


@pytest.fixture
def nadia(client):
    return signed_in(client, Role.REFERRER, name="Nadia Nurse")


def test_what_came_of_them_is_counted_with_both_rates(client, nadia, database):
    with database.writing() as session:
        asha = a_link_worker(session)
        for number, state in enumerate(
            (State.ALLOCATED, State.BOOKED, State.RETURNED, State.DRAFT)
        ):
            person = a_person(session, f"Person {number}")
            more = {"return_reason": ReturnReason.INAPPROPRIATE} if state is State.RETURNED else {}
            row = a_referral(session, person, state=state, sent_by=nadia, worker=asha, **more)
            a_yes_to_reports(session, row.person)
            if state is State.BOOKED:
                a_contact(session, row, result=Result.DID_NOT_COME)
    words = client.page("/referrals/results").words
    assert "3 referrals were sent by our practice since 1 November 2025." in words
    assert "1 of 2 (50%) of those accepted" in words
    assert "1 of 3 (33%) of those sent" in words


def test_with_no_referrals_the_rates_say_none(client, nadia):
    assert "None yet of those accepted" in client.page("/referrals/results").words


def test_a_meeting_that_was_called_off_is_not_a_missed_one(client, nadia, database):
    with database.writing() as session:
        asha = a_link_worker(session, name="Asha Begum")
        off, came, later = (
            a_referral(session, a_person(session, name), state=State.ASSESSED, worker=asha)
            for name in ("Omar Khalid", "Ivy Lamb", "Maya Thornton")
        )
        for row in (off, came, later):
            a_yes_to_reports(session, row.person)
        a_contact(session, off, result=Result.CANCELLED_BY_PERSON)
        a_contact(session, came)
        a_contact(session, later, result=Result.DID_NOT_COME)
    assert "1 of 3 (33%) of those accepted" in client.page("/referrals/results").words
