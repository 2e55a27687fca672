"""A referral that was sent is acknowledged as soon as the worker has drained the outbox."""

import pytest

from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.operations.heeding import heed
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_caseload import a_case
from tests.cast_referrals import named_worker, sharing

NUMBERS = ("ring 999", "NHS 111, option 2", "Samaritans on 116 123", "not an emergency service")


def refer(client, database, why_now, **more):
    with database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
        named_worker(session, a_practice(session), a_link_worker(session, name="Asha Begum"))
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    answers = {"name": "Maya Thornton", "phone": "07700 900123", "consent": "told",
               "why_now": why_now, **more}  # fmt: skip
    return client.submit("/referrals/new", answers, button="Send referral").location


def test_where_danger_is_written_the_practice_is_told_whom_to_ring(client, database, letters):
    refer(client, database, "She wants to die.")
    (arrived,) = (one for one in letters() if "arrived" in one.subject)
    assert "Do not wait for us if somebody is in danger" in arrived.subject
    assert "chase" not in arrived.text
    assert [one for one in NUMBERS if one not in arrived.text] == []
    assert "We have told the link worker today." in arrived.text
    assert "may not read it before Monday 23 November." in arrived.text
    assert "is to try to reach the person by 23 November 2026." in arrived.text
    assert "It speaks of danger: do not wait for us." in client.page("/referrals").words


def test_beside_the_number_to_ring_stands_when_it_is_answered(client, database, letters):
    with database.writing() as session:
        lead = a_lead_ntp(session)
        lead.phone, lead.hours = "01632 960200", "Monday to Friday, 9am to 5pm."
    refer(client, database, "She wants to die.")
    (arrived,) = (one for one in letters() if "arrived" in one.subject)
    assert (
        "Please ring them as well, on 01632 960200. The hours are: Monday to Friday, 9am to 5pm. "
        "At other times there may be no answer."
    ) in arrived.text


def test_where_it_is_not_nobody_need_chase_it(client, database, letters):
    refer(client, database, "She sees nobody.")
    (arrived,) = (one for one in letters() if "arrived" in one.subject)
    assert (arrived.subject, "You need not chase it." in arrived.text) == (
        "Your referral has arrived",
        True,
    )
    assert [one for one in NUMBERS if one in arrived.text] == []
    assert "danger" not in client.page("/referrals").words


def test_the_practice_has_a_letter_that_names_nobody(client, database, letters):
    where = refer(client, database, "She wants to die.")
    posted = letters()
    assert [one.subject for one in posted if "arrived" in one.subject]
    assert [one.subject for one in posted if "danger" in one.subject]
    for one in posted:
        assert "Maya" not in one.text
        assert "die" not in one.text.split()
    assert posted[0].link in {where, where.replace("/referrals/", "/cases/")}
    with database.reading() as session:
        assert session.get(Referral, _id(where)).state is State.RECEIVED
    assert "● Received: Now" in client.page(where).words


def test_the_letter_of_danger_says_whose_the_case_is_and_who_else_was_told(
    client, database, letters
):
    with database.writing() as session:
        a_lead_manager(session)
    refer(client, database, "She wants to die.")
    urgent = [one.text for one in letters() if "words of danger" in one.subject]
    hers, managers = sorted(urgent, key=lambda text: "yours" not in text)
    assert "Please read them now: the case is yours." in hers
    assert "We told the managers and the practice too." in hers
    assert "Asha Begum" not in hers
    assert "Please read them now: Asha Begum has the case." in managers
    assert "We told the link worker and the practice too." in managers


def test_where_nobody_else_was_told_it_says_so(client, database, letters):
    with database.writing() as session:
        asha = a_link_worker(session)
        row = a_case(session, asha)
        heed(session, asha, row.id, where="In the contact log", at=NOON)
    (letter,) = letters()
    assert "Nobody else was told. We rang no emergency service." in letter.text


@pytest.mark.parametrize(
    ("urgency", "says"),
    [
        ("urgent", "It is urgent: Asha Begum is to try to reach the person by 24 November 2026."),
        (
            "soon",
            "Sooner than usual: Asha Begum is to try to reach the person by 27 November 2026.",
        ),
        ("routine", ""),
    ],
)
def test_the_letter_says_by_which_day_they_are_reached(client, database, letters, urgency, says):
    refer(client, database, "She sees nobody.", urgency=urgency)
    (arrived,) = (one for one in letters() if "arrived" in one.subject)
    assert says in arrived.text
    assert ("is to try to reach" in arrived.text) is bool(says)


def _id(address):
    from uuid import UUID

    return UUID(address.rpartition("/")[2])
