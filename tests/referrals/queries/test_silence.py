"""What went silent and was not told of: of one lead NTP at a time."""

from datetime import timedelta

from referrals.queries.silence import leads_with_cases, new_silences
from tests.cast import NOON, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_case

LATER = NOON + timedelta(days=60)


def test_one_lead_ntp_hears_nothing_of_anothers(session):
    row = a_case(session, a_link_worker(session))
    other = a_lead_ntp(session, "Southbank", is_host=False)
    assert leads_with_cases(session) == [row.lead_id]
    assert [one.referral_id for one in new_silences(session, row.lead_id, at=LATER)] == [row.id]
    assert new_silences(session, other.id, at=LATER) == ()
