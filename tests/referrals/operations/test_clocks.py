"""A link worker says how something was done, and its clock stops."""

import pytest
import sqlalchemy as sa

from kernel.errors import NotFound, RuleBroken
from referrals.clocks import BY_HAND, SILENCE, Clock
from referrals.models import ClockStop
from referrals.operations.clocks import stop_by_hand
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case


@pytest.mark.parametrize("clock", BY_HAND)
def test_reports_and_reviews_can_be_done_elsewhere(session, clock):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    stop_by_hand(session, asha, row.id, clock, how="On the phone", at=NOON)
    stopped = session.scalars(sa.select(ClockStop).where(ClockStop.referral_id == row.id)).one()
    assert (stopped.clock, stopped.how, stopped.by) == (clock, "On the phone", asha.user_id)


@pytest.mark.parametrize("clock", [clock for clock in SILENCE if clock not in BY_HAND])
def test_silence_cannot_be_talked_away(session, clock):
    asha = a_link_worker(session)
    with pytest.raises(RuleBroken):
        stop_by_hand(session, asha, a_case(session, asha).id, clock, how="x", at=NOON)


def test_a_colleague_stops_nothing(session):
    row = a_case(session, a_link_worker(session))
    with pytest.raises(NotFound):
        stop_by_hand(session, a_link_worker(session), row.id, Clock.REPORT, how="x", at=NOON)
