"""What a practice finds of its own, whatever else somebody there may do."""

from dataclasses import replace

import pytest

from kernel.access import Role
from kernel.errors import NotFound
from referrals.queries.follow import get_own
from tests.cast import a_lead_manager
from tests.cast_referrals import a_referral


def test_whoever_also_oversees_a_lead_ntp_follows_no_patient_of_another_practice(session):
    row = a_referral(session)
    both = replace(a_lead_manager(session), roles=frozenset({Role.REFERRER, Role.LEAD_MANAGER}))
    with pytest.raises(NotFound):
        get_own(session, both, row.id)
