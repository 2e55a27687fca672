"""Who sees what of a star."""

import pytest

from kernel.errors import NotFound
from outcomes_star.queries.stars import practice_panel, star_page
from referrals.lifecycle import State
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case


def test_what_a_practice_sees_nobody_else_does(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.ASSESSED)
    assert practice_panel(session, asha, row.id, on=NOON.date()) == ()


def test_what_nobody_was_asked_has_no_star(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.ASSESSED)
    with pytest.raises(NotFound):
        star_page(session, asha, row.id, "petunias-wheel", 1, at=NOON)
