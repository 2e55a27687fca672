"""Whoever writes how somebody is reached: what waits goes there, or nowhere, and an old link ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel import links
from kernel.access import Role
from kernel.mail import Letter
from referrals.casework import Reminder
from referrals.contact_rules import ContactRules
from referrals.models import Referral
from referrals.operations import meeting, person_page, refer, requests
from referrals.queries import refer as referring
from referrals.queries.person_page import PURPOSE
from referrals.vocabulary import Channel, RequestKind
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice, an_actor
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral, a_referrer, sharing

NIGHT = NOON + timedelta(hours=10)


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def nadia(session):
    sharing(session, a_practice(session), a_lead_ntp(session))
    return a_referrer(session, name="Nadia Nurse")


@pytest.fixture
def row(session, asha, nadia):
    person = a_person(session, nhs_number=NHS_NUMBER, phone="", email="old@example.org")
    return a_referral(session, person, worker=asha, sent_by=nadia)


@pytest.fixture
def token(session, row):
    return links.issue(
        session, purpose=PURPOSE, subject_id=row.person_id, lifetime=person_page.LIFETIME, at=NOON
    )


@pytest.fixture
def letter(session, row, asha, token):
    """One that waits for the morning, while a link is out."""
    person = row.person
    person_page.write_to(
        session, person, template="referrals/no_answer", facts={"lead": "x"}, at=NIGHT
    )
    session.flush()
    return session.scalars(sa.select(Letter)).one()


def holds(session, token):
    return links.find(session, token, purpose=PURPOSE, at=NIGHT) is not None


def a_meeting(session, asha, row):
    booking = meeting.Booking(Channel.PHONE, NOON + timedelta(days=3), 30)
    return meeting.book(session, asha, row.id, booking, at=NOON)


def written(row, **facts):
    return replace(referring.answers_about(row.person), why_now="Sees nobody.", **facts)


class TestThePractice:
    def test_that_refers_them_again_by_their_number(self, session, asha, nadia, row, letter, token):
        made = a_meeting(session, asha, row)
        answers = written(row, rules=ContactRules(no_email=True))
        refer.start(session, nadia, answers, at=NIGHT)
        assert letter.refused and letter.facts == {}
        assert made.reminder is Reminder.NOT_POSSIBLE
        assert not holds(session, token)

    def test_that_writes_on_what_came_back(self, session, nadia, row, letter, token):
        again = refer.start_again(session, nadia, row.id, at=NIGHT)
        session.flush()
        answers = written(row, email="new@example.org")
        refer.rewrite(session, nadia, again.id, answers, seen=referring.seen(again), at=NIGHT)
        assert letter.address == "new@example.org"
        assert not holds(session, token)

    def test_that_writes_nothing_new_of_it(self, session, nadia, row, letter, token):
        refer.start(session, nadia, written(row, language="Bengali"), at=NIGHT)
        assert (letter.address, letter.refused) == ("old@example.org", "")
        assert holds(session, token)

    def test_whose_referral_is_of_somebody_new(self, session, nadia):
        answers = referring.Answers(name="Omar Khalid", phone="07700 900999", why_now="x")
        refer.start(session, nadia, answers, at=NIGHT)
        assert session.scalar(sa.select(sa.func.count()).select_from(Referral)) == 1


def test_a_privacy_officer_who_puts_it_right(session, asha, row, letter, token):
    made = a_meeting(session, asha, row)
    made.reminder = Reminder.NOT_POSSIBLE
    officer = an_actor(session, Role.PRIVACY_OFFICER, at=a_lead_ntp(session))
    asked = requests.file_request(
        session, officer, row.person_id, kind=RequestKind.RECTIFICATION, received_on=NOON.date(),
        asks="x", at=NOON,
    )  # fmt: skip
    requests.put_right(
        session, officer, asked.id, facts={"email": "new@example.org"}, because="y",
        version=row.person.version, at=NIGHT,
    )  # fmt: skip
    assert letter.address == "new@example.org"
    assert made.reminder is Reminder.WAITING
    assert not holds(session, token)
