"""A yes stands until it is taken back, and for one lead NTP."""

import sqlalchemy as sa

from referrals.models import Consent
from referrals.queries.consents import may_support
from tests.cast import NOON, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_case


def test_a_yes_is_for_one_lead_ntp_and_until_it_is_taken_back(session):
    row = a_case(session, a_link_worker(session))
    other = a_lead_ntp(session, "Southbank", is_host=False)
    assert may_support(session, row.person_id, row.lead_id)
    assert not may_support(session, row.person_id, other.id)
    session.execute(sa.update(Consent).values(withdrawn_at=NOON))
    assert not may_support(session, row.person_id, row.lead_id)
