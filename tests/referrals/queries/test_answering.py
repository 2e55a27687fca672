"""What a group sees: a first name, and no more than the person agreed to."""

import pytest
import sqlalchemy as sa

from kernel.errors import NotFound
from referrals.models import Consent
from referrals.operations.links import Leave
from referrals.queries.answering import answer_page, get_own_register
from referrals.vocabulary import Recipient
from tests.cast import NOON, a_lead_ntp, a_link_worker
from tests.cast_plans import a_link, a_shelter, a_token

ALL = Leave(said_yes=True, phone=True, email=True, access=True)


@pytest.fixture
def asha(session):
    a_lead_ntp(session)
    return a_link_worker(session, name="Asha Begum")


def seen(session, asha, leave, **person):
    link = a_link(session, asha, a_shelter(session), leave=leave, buddy="Jo from the shelter")
    for name, value in {"access_needs": "A chair with arms", **person}.items():
        setattr(link.person, name, value)
    return answer_page(session, a_token(session, link), at=NOON)


def test_a_first_name_and_who_comes_along(session, asha):
    page = seen(session, asha, Leave(said_yes=True))
    told = page.introduction
    assert (told.first_name, told.buddy) == ("Maya", "Jo from the shelter")
    assert (told.phone, told.email, told.access_needs, told.rules) == ("", "", "", ())
    assert (page.link_worker, page.lead) == ("Asha Begum", "Better Services Enterprise")
    for secret in ("Thornton", "weight", "stairs", "1948", "husband"):
        assert secret not in repr(page)


def test_what_was_agreed_is_told_with_the_rules_of_getting_in_touch(session, asha):
    told = seen(session, asha, ALL, no_voicemail=True).introduction
    assert (told.phone, told.email) == ("07700 900123", "maya@example.org")
    assert told.access_needs == "A chair with arms"
    assert told.rules == ("Leave no message.",)


def test_contact_rules_hold_for_groups_too(session, asha):
    told = seen(session, asha, ALL, no_phone=True, no_email=True).introduction
    assert (told.phone, told.email, told.can_be_reached) == ("", "", False)


def test_a_sheet_names_nobody_of_whom_the_group_does_not_know(session, asha):
    shelter = a_shelter(session)
    known = a_link(session, asha, shelter)
    unknown = a_link(session, asha, shelter, is_asked=False)
    assert get_own_register(session, asha, known.referral_id, known.id).first_name == "Maya"
    with pytest.raises(NotFound):
        get_own_register(session, asha, unknown.referral_id, unknown.id)
    for consent in session.scalars(sa.select(Consent)):
        consent.withdrawn_at = NOON if consent.recipient is Recipient.GROUP else None
    session.flush()
    with pytest.raises(NotFound):
        get_own_register(session, asha, known.referral_id, known.id)
