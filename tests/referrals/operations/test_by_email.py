"""An e-mail that somebody asked for: to the address of today, as they allow it, or not at all."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel import messages
from kernel.errors import NotFound, RuleBroken
from kernel.mail import Letter
from kernel.outbox import OutboxItem
from referrals.lifecycle import State
from referrals.operations import person_page
from referrals.operations.by_email import email_what_they_asked_for
from referrals.operations.reaching import followed
from referrals.queries.writing import NO_WAY_LEFT, TOO_LATE, held_back
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case
from tests.cast_referrals import a_referral


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def row(session, asha):
    return a_case(session, asha, state=State.ASSESSED)


def send(session, actor, row, **more):
    said = {"template": "referrals/x", "facts": {"n": 1}, "is_safe_now": False, "at": NOON} | more
    return email_what_they_asked_for(session, actor, row.id, **said)


def letters(session):
    return session.scalars(sa.select(Letter)).all()


def test_it_goes_by_e_mail_though_a_text_would_be_the_first_way(session, asha, row):
    assert send(session, asha, row).id == row.person_id
    (letter,) = letters(session)
    assert (letter.channel, letter.address) == (messages.Channel.EMAIL, "maya@example.org")
    assert letter.is_fixed and letter.about_id == row.person_id


@pytest.mark.parametrize("facts", [{"no_email": True}, {"email": ""}])
def test_who_wants_no_e_mail_gets_none(session, asha, row, facts):
    for name, value in facts.items():
        setattr(row.person, name, value)
    with pytest.raises(RuleBroken, match="Print it for them instead"):
        send(session, asha, row)
    assert letters(session) == []


def test_to_who_named_safe_times_it_goes_at_once_when_it_is_one(session, asha, row):
    row.person.safe_times = "Mondays"
    with pytest.raises(RuleBroken, match="Mondays") as refused:
        send(session, asha, row)
    assert refused.value.field == "is_safe_now" and letters(session) == []
    send(session, asha, row, is_safe_now=True)
    waiting = session.scalars(sa.select(OutboxItem.listener)).all()
    assert [one.rpartition(".")[2] for one in waiting] == ["send_at_once"]


def test_what_could_not_go_while_it_was_safe_is_held_back_and_said(session, asha, row):
    row.person.safe_times = "Mondays"
    send(session, asha, row, is_safe_now=True)
    assert person_page.hold_back(session, at=NOON + timedelta(hours=1)) == 1
    (letter,) = letters(session)
    assert (letter.refused, letter.facts) == (TOO_LATE, {})
    assert len(held_back(session, row.person_id, template="referrals/x")) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("email", "new@example.org"), ("no_email", True), ("safe_times", "Mondays")]
)
def test_it_follows_nobody_to_another_address_or_to_a_text(session, asha, row, name, value):
    send(session, asha, row)
    with followed(session, row.person, at=NOON):
        setattr(row.person, name, value)
    (letter,) = letters(session)
    assert (letter.refused, letter.facts) == (NO_WAY_LEFT, {})


def test_another_number_does_not_hold_it_back(session, asha, row):
    send(session, asha, row)
    with followed(session, row.person, at=NOON):
        row.person.phone = "07700 900456"
    (letter,) = letters(session)
    assert (letter.refused, letter.address) == ("", "maya@example.org")


def test_a_colleagues_person_is_not_found_and_is_written_to_by_the_colleague(session, asha, row):
    daniel = a_link_worker(session, name="Daniel Crowe")
    with pytest.raises(NotFound):
        send(session, daniel, row)
    done = a_case(session, asha, "Done Before", state=State.COMPLETED)
    a_referral(session, done.person, state=State.ASSESSED, worker=daniel)
    with pytest.raises(NotFound):
        send(session, asha, done)
