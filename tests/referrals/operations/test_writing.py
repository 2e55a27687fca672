"""Whatever writes to a person goes through one door, and keeps their rules there (P16)."""

import pytest
import sqlalchemy as sa

from kernel.mail import Letter
from kernel.outbox import OutboxItem
from referrals.operations.writing import way_to, write_to
from referrals.vocabulary import Channel
from tests.cast import NOON
from tests.cast_referrals import a_person


@pytest.mark.parametrize(
    ("facts", "way"),
    [
        ({}, Channel.TEXT),
        ({"no_text": True}, Channel.EMAIL),
        ({"phone": ""}, Channel.EMAIL),
        ({"no_text": True, "no_email": True}, None),
        ({"no_text": True, "email": ""}, None),
        ({"phone": "", "email": ""}, None),
        ({"phone": "0191 498 0123"}, Channel.EMAIL),
        ({"phone": "0191 498 0123", "email": ""}, None),
    ],
)
def test_somebody_is_written_to_as_they_allow(session, facts, way):
    person = a_person(session, **facts)
    assert way_to(person) is way


def test_who_allows_nothing_gets_nothing(session):
    person = a_person(session, no_text=True, no_email=True)
    assert write_to(session, person, template="referrals/x", facts={}, at=NOON) is None
    assert session.scalar(sa.select(sa.func.count()).select_from(Letter)) == 0


def test_a_letter_goes_to_the_address_of_its_way(session):
    person = a_person(session, no_text=True)
    write_to(session, person, template="referrals/x", facts={}, at=NOON)
    letter = session.scalars(sa.select(Letter)).one()
    assert (letter.address, letter.about_id) == ("maya@example.org", person.id)


def test_nothing_goes_by_itself_to_who_named_safe_times(session):
    person = a_person(session, safe_times="Weekday mornings")
    assert write_to(session, person, template="referrals/x", facts={}, at=NOON) is None
    told = {"template": "referrals/x", "facts": {}, "at": NOON, "is_safe_now": True}
    assert write_to(session, person, **told) is Channel.TEXT


@pytest.mark.parametrize(
    ("facts", "is_safe_now", "listener"),
    [({}, False, "send_by_day"), ({"safe_times": "Mornings"}, True, "send_at_once")],
)
def test_it_goes_by_day_and_at_once_only_when_it_is_said_to_be_safe(
    session, facts, is_safe_now, listener
):
    person = a_person(session, **facts)
    write_to(session, person, template="referrals/x", facts={}, at=NOON, is_safe_now=is_safe_now)
    session.flush()
    waiting = session.scalars(sa.select(OutboxItem.listener))
    assert [one.rpartition(".")[2] for one in waiting] == [listener]
