"""A yes stands until it is taken back, and for one lead NTP."""

from dataclasses import replace

import sqlalchemy as sa

from referrals.models import Consent
from referrals.queries.consents import consent_page, lately_taken_back, may_support
from tests.cast import NOON, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_case


def test_a_yes_is_for_one_lead_ntp_and_until_it_is_taken_back(session):
    row = a_case(session, a_link_worker(session))
    other = a_lead_ntp(session, "Southbank", is_host=False)
    assert may_support(session, row.person_id, row.lead_id)
    assert not may_support(session, row.person_id, other.id)
    session.execute(sa.update(Consent).values(withdrawn_at=NOON))
    assert not may_support(session, row.person_id, row.lead_id)


def test_the_page_of_somebody_has_their_own_yes_and_nobody_elses(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    a_case(session, asha, "Omar Khalid")
    (own,) = consent_page(session, asha, row.person_id).standing
    assert session.get_one(Consent, own.id).person_id == row.person_id


def test_who_took_their_yes_back_is_named_where_they_were_helped_and_not_elsewhere(session):
    asha = a_link_worker(session)
    a_case(session, asha)
    session.execute(sa.update(Consent).values(withdrawn_at=NOON))
    assert [one.name for one in lately_taken_back(session, asha, at=NOON)] == ["Maya Thornton"]
    other = a_lead_ntp(session, "Southbank", is_host=False)
    elsewhere = replace(asha, organisation_id=other.id)
    assert lately_taken_back(session, elsewhere, at=NOON) == ()
