"""Whoever waits for a first meeting that we cancelled is told apart from whoever could not come."""

from datetime import timedelta

import pytest

from kernel.periods import day_in_london
from referrals.casework import Result
from referrals.lifecycle import State
from referrals.operations.contacts import Said, log_contact, put_contact_right
from referrals.operations.meeting import Booking, book
from referrals.queries import follow
from referrals.queries.called_off import is_ours, split, stands, words_of
from referrals.queries.person_page import own_page
from referrals.vocabulary import Channel
from tests.cast import NOON, a_link_worker
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case
from tests.cast_referrals import a_nurse_who_refers

OURS = "First meeting to be arranged again: called off by us"
THEIRS = "First meeting to be arranged again: they could not come"
LATER = NOON + timedelta(hours=3)


@pytest.fixture
def asha(session):
    return a_link_worker(session)


def said(result):
    return Said(Channel.FACE_TO_FACE, result, 0, NOON, reason="Asha was ill")


def not_met(session, asha, result, name="Maya Thornton"):
    row = a_case(session, asha, name)
    book(session, asha, row.id, Booking(Channel.PHONE, LATER, 45), at=NOON)
    return row, log_contact(session, asha, row.id, said(result), at=NOON)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result.CANCELLED_BY_US, OURS),
        (Result.CANCELLED_BY_PERSON, THEIRS),
        (Result.DID_NOT_COME, THEIRS),
    ],
)
def test_the_contact_log_says_who_cancelled(session, asha, result, words):
    row, _ = not_met(session, asha, result)
    assert stands(session, row) == words


def test_a_contact_that_is_put_right_changes_the_words(session, asha):
    row, slip = not_met(session, asha, Result.DID_NOT_COME)
    put_contact_right(session, asha, row.id, slip.id, said(Result.CANCELLED_BY_US), at=LATER)
    assert row.state is State.MISSED and stands(session, row) == OURS


def test_a_case_that_went_on_says_nothing_of_it(session, asha):
    row, _ = not_met(session, asha, Result.CANCELLED_BY_US)
    book(session, asha, row.id, Booking(Channel.PHONE, LATER, 45), at=NOON)
    assert not is_ours(session, row) and stands(session, row) == "First meeting booked"


def test_the_practice_reads_the_same_and_counts_them_apart(session, asha):
    nurse = a_nurse_who_refers(session, asha)
    for result in (Result.CANCELLED_BY_US, Result.DID_NOT_COME):
        row, _ = not_met(session, asha, result, f"Person of {result}")
        row.practice_id, row.sent_at, row.accepted_at = nurse.organisation_id, NOON, NOON
        a_yes_to_reports(session, row.person)
        session.flush()
        page = follow.follow_page(session, nurse, row.id)
        ours = result is Result.CANCELLED_BY_US
        assert page.stands == (OURS if ours else THEIRS)
        assert page.stands in [step.detail for step in page.steps]
        assert not ours or "could not" not in str(page.story)
    counted = follow.results(session, nurse, since=day_in_london(NOON), from_moment=NOON)
    assert counted.by_state == ((THEIRS, 1), (OURS, 1))
    assert counted.missed == 1


def test_the_persons_own_page_blames_nobody(session, asha):
    ours, _ = not_met(session, asha, Result.CANCELLED_BY_US)
    theirs, _ = not_met(session, asha, Result.DID_NOT_COME, "Omar Khalid")
    says = own_page(session, ours.person, at=NOON).stands
    assert says == "We had to call off your first meeting. We will find another day."
    assert own_page(session, theirs.person, at=NOON).stands.startswith("Your first meeting did not")


def test_counts_add_up():
    counts = [(State.BOOKED, 2), (State.MISSED, 3)]
    assert split(counts, ours=1) == (("First meeting booked", 2), (THEIRS, 2), (OURS, 1))
    assert split(counts, ours=3) == (("First meeting booked", 2), (OURS, 3))


def test_other_states_keep_their_words():
    assert words_of(State.BOOKED, is_ours=True) == State.BOOKED.words
