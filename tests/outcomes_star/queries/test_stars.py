"""Who sees what of a star."""

from outcomes_star.queries.stars import practice_panel
from referrals.lifecycle import State
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case


def test_what_a_practice_sees_nobody_else_does(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.ASSESSED)
    assert practice_panel(session, asha, row.id, on=NOON.date()) == ()
