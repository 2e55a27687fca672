"""A referral is acknowledged at once, and letters say nothing about the person."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.mail import Letter
from referrals.lifecycle import State
from referrals.models import ReferralMove
from referrals.operations.acknowledging import acknowledge
from referrals.vocabulary import Source
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import leaves
from tests.cast_referrals import a_person, a_practice_manager, a_referral, a_referrer


def letters(session):
    session.flush()
    return [(one.template, one.address) for one in session.scalars(sa.select(Letter))]


def address_of(session, actor):
    from accounts.queries import email_of

    return email_of(session, actor.user_id)


@pytest.fixture
def nadia(session):
    return a_referrer(session, name="Nadia Nurse")


def test_it_is_received_by_the_program_and_the_referrer_hears(session, nadia):
    row = a_referral(session, a_person(session), state=State.SENT, sent_by=nadia)
    acknowledge(session, row.id, at=NOON)
    assert row.state is State.RECEIVED
    last = session.scalars(sa.select(ReferralMove).order_by(ReferralMove.number.desc())).first()
    assert last.who == "Petunias"
    assert letters(session) == [("referrals/received", address_of(session, nadia))]


@pytest.mark.parametrize("has_agreed", [True, False])
def test_it_promises_no_more_than_the_person_has_agreed_to(session, nadia, has_agreed):
    row = a_referral(session, a_person(session), state=State.SENT, sent_by=nadia)
    if has_agreed:
        a_yes_to_reports(session, row.person)
    acknowledge(session, row.id, at=NOON)
    (letter,) = session.scalars(sa.select(Letter))
    assert letter.facts["hears"] is has_agreed


def test_twice_does_it_once(session, nadia):
    row = a_referral(session, a_person(session), state=State.SENT, sent_by=nadia)
    acknowledge(session, row.id, at=NOON)
    acknowledge(session, row.id, at=NOON)
    assert len(letters(session)) == 1


def test_of_a_call_the_practices_manager_hears(session):
    asha, paul = a_link_worker(session), a_practice_manager(session)
    row = a_referral(
        session, a_person(session), state=State.SENT, sent_by=asha, source=Source.PHONE
    )
    acknowledge(session, row.id, at=NOON)
    assert letters(session) == [("referrals/received", address_of(session, paul))]


def test_where_danger_is_spoken_of_the_link_worker_and_the_managers_hear(session, nadia):
    asha, laura = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
    a_link_worker(session, name="Kofi Mensah")
    row = a_referral(
        session, a_person(session), state=State.SENT, sent_by=nadia, worker=asha,
        danger_at=NOON,
    )  # fmt: skip
    acknowledge(session, row.id, at=NOON)
    urgent = {to for template, to in letters(session) if template == "referrals/in_danger"}
    assert urgent == {address_of(session, asha), address_of(session, laura)}


def test_each_letter_says_truly_whose_case_it_is_and_who_else_was_told(session, nadia):
    asha, laura, mina = (
        a_link_worker(session, name="Asha Begum"), a_lead_manager(session), a_lead_manager(session),
    )  # fmt: skip
    row = a_referral(
        session, a_person(session), state=State.SENT, sent_by=nadia, worker=asha,
        danger_at=NOON,
    )  # fmt: skip
    acknowledge(session, row.id, at=NOON)
    session.flush()
    urgent = sa.select(Letter).where(Letter.template == "referrals/in_danger")
    found = {
        one.address: (one.facts["is_yours"], one.facts["also_told"])
        for one in session.scalars(urgent)
    }
    others = (False, "the link worker, the other managers and the practice")
    assert found == {
        address_of(session, asha): (True, "the managers and the practice"),
        address_of(session, laura): others,
        address_of(session, mina): others,
    }


def told(session):
    """What the letter of the arrival says of danger."""
    session.flush()
    wanted = sa.select(Letter).where(Letter.template == "referrals/received")
    facts = session.scalars(wanted).one().facts
    return facts["is_in_danger"], facts["told"]


@pytest.mark.parametrize(
    ("has_manager", "is_here", "expected"),
    [(True, True, "the link worker and the managers"), (False, True, "the link worker"),
     (True, False, "the managers"), (False, False, "")],
)  # fmt: skip
def test_the_practice_hears_that_danger_was_told_of_and_to_whom(
    session, nadia, has_manager, is_here, expected
):
    asha = a_link_worker(session, name="Asha Begum")
    row = a_referral(
        session, a_person(session), state=State.SENT, sent_by=nadia, worker=asha,
        danger_at=NOON,
    )  # fmt: skip
    if has_manager:
        a_lead_manager(session)
    if not is_here:
        leaves(session, asha)
    acknowledge(session, row.id, at=NOON)
    assert told(session) == (True, expected)


def test_danger_that_a_link_worker_wrote_of_is_not_the_practices_to_read(session, nadia):
    row = a_referral(
        session, a_person(session), state=State.SENT, sent_by=nadia,
        danger_at=NOON + timedelta(seconds=1),
    )  # fmt: skip
    acknowledge(session, row.id, at=NOON + timedelta(minutes=1))
    assert told(session) == (False, "")


def test_one_that_was_accepted_meanwhile_is_left_alone(session, nadia):
    row = a_referral(session, a_person(session), state=State.ALLOCATED, sent_by=nadia)
    acknowledge(session, row.id, at=NOON)
    assert row.state is State.ALLOCATED
    assert letters(session) == []
