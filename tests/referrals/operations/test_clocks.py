"""A link worker says how something was done, and its clock stops."""

import pytest
import sqlalchemy as sa

from kernel.errors import NotFound, RuleBroken
from referrals.clocks import BY_HAND, SILENCE, Clock
from referrals.models import ClockStop
from referrals.operations.clocks import make_safe, stop_by_hand
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_caseload import a_case


@pytest.mark.parametrize("clock", BY_HAND)
def test_reports_and_asking_again_can_be_done_elsewhere(session, clock):
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


class TestMakingSafe:
    def test_her_link_worker_says_how(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        make_safe(session, asha, row.id, how="The crisis team rings her", seen=NOON, at=NOON)
        assert self.stopped(session, row) == ("The crisis team rings her", asha.user_id)

    def test_a_manager_says_how_while_nobody_has_the_case(self, session):
        manager, row = a_lead_manager(session), a_case(session, a_link_worker(session))
        with pytest.raises(NotFound):
            make_safe(session, manager, row.id, how="Rang her sister", seen=NOON, at=NOON)
        row.link_worker_id = None
        make_safe(session, manager, row.id, how="Rang her sister", seen=NOON, at=NOON)
        assert self.stopped(session, row) == ("Rang her sister", manager.user_id)

    def stopped(self, session, row):
        wanted = sa.select(ClockStop).where(
            ClockStop.referral_id == row.id, ClockStop.clock == Clock.SAFETY
        )
        found = session.scalars(wanted).one()
        return found.how, found.by
