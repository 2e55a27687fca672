"""Whose reading a practice may write down: of who agreed that it hears of them."""

import pytest

from kernel.errors import NotFound
from outcomes_star.queries.cases import practice_case
from referrals.lifecycle import State
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case
from tests.cast_referrals import a_referrer, sharing


def test_without_a_yes_a_practice_finds_nobody_to_ask(session):
    sharing(session, a_practice(session), a_lead_ntp(session))
    row = a_case(session, a_link_worker(session), state=State.ASSESSED)
    nadia = a_referrer(session)
    with pytest.raises(NotFound):
        practice_case(session, nadia, row.id, on=NOON.date())
    a_yes_to_reports(session, row.person)
    assert practice_case(session, nadia, row.id, on=NOON.date()).referral_id == row.id
