"""Words of danger are shown where they stand, until somebody says what was done."""

from datetime import timedelta

import pytest

from kernel.errors import NotFound
from referrals.casework import Result
from referrals.lifecycle import State
from referrals.operations import clocks
from referrals.operations.contacts import Said, log_contact
from referrals.operations.heeding import heed
from referrals.queries.danger_places import danger_places
from referrals.vocabulary import Channel
from tests.cast import NOON, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_case

DANGER = "Talks of taking all her tablets"
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def asha(session):
    a_lead_ntp(session)
    return a_link_worker(session, name="Asha Begum")


def test_a_note_in_the_contact_log_is_quoted_with_who_wrote_it_and_when(session, asha):
    row = a_case(session, asha, state=State.ASSESSED)
    said = Said(Channel.PHONE, Result.REACHED, 5, NOON, note=DANGER)
    log_contact(session, asha, row.id, said, at=NOON)
    heed(session, asha, row.id, where="In the contact log", at=NOON)
    (place,) = danger_places(session, asha, row.id, at=LATER)
    assert (place.where, place.who, place.at) == ("In the contact log", "Asha Begum", NOON)
    assert place.quoted == (DANGER,)


def test_words_of_the_referral_are_quoted_too(session, asha):
    row = a_case(session, asha)
    row.why_now = DANGER
    heed(session, asha, row.id, where="In the referral", at=NOON)
    assert danger_places(session, asha, row.id, at=LATER)[0].quoted == (DANGER,)


@pytest.mark.parametrize("field", ["carer", "safe_times", "access_needs", "conditions"])
def test_so_are_words_about_the_person_that_came_with_it(session, asha, field):
    row = a_case(session, asha)
    setattr(row.person, field, [DANGER] if field == "conditions" else DANGER)
    session.flush()
    heed(session, asha, row.id, where="In the referral", at=NOON)
    assert danger_places(session, asha, row.id, at=LATER)[0].quoted == (DANGER,)


def test_what_is_not_found_is_named_without_its_words(session, asha):
    row = a_case(session, asha)
    heed(session, asha, row.id, where="In the action plan", at=NOON)
    (place,) = danger_places(session, asha, row.id, at=LATER)
    assert (place.where, place.quoted) == ("In the action plan", ())


def test_what_was_answered_is_named_no_more_and_a_stranger_finds_nothing(session, asha):
    row = a_case(session, asha)
    heed(session, asha, row.id, where="In the action plan", at=NOON)
    with pytest.raises(NotFound):
        danger_places(session, a_link_worker(session), row.id, at=NOON)
    clocks.make_safe(session, asha, row.id, how="Rang her", seen=NOON, at=LATER)
    assert danger_places(session, asha, row.id, at=LATER) == ()
