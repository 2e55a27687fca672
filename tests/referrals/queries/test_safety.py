"""Whose it is to write down that somebody is safe: their link worker's; the manager's while nobody has them."""

import pytest

from kernel.access import Role
from kernel.errors import NotFound
from referrals.queries.safety import can_make_safe, get_to_make_safe
from tests.cast import a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import a_referrer


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def row(session, asha):
    return a_case(session, asha)


def unheld(row):
    row.link_worker_id = None
    return row


def test_while_a_link_worker_has_the_case_it_is_hers_and_not_her_managers(session, asha, row):
    manager = a_lead_manager(session)
    assert can_make_safe(session, asha, row.id) and not can_make_safe(session, manager, row.id)
    with pytest.raises(NotFound):
        get_to_make_safe(session, manager, row.id)


def test_while_nobody_has_it_it_is_the_managers(session, asha, row):
    manager = a_lead_manager(session)
    assert get_to_make_safe(session, manager, unheld(row).id) is row
    assert not can_make_safe(session, asha, row.id)


def test_whoever_left_has_no_case(session, asha, row):
    leaves(session, asha)
    assert can_make_safe(session, a_lead_manager(session), row.id)


def test_a_manager_of_another_lead_ntp_is_a_stranger(session, row):
    elsewhere = a_lead_ntp(session, "Elsewhere Links")
    manager = an_actor(session, Role.LEAD_MANAGER, at=elsewhere)
    with pytest.raises(NotFound):
        get_to_make_safe(session, manager, unheld(row).id)


def test_a_practice_follows_it_and_writes_nothing_of_it_down(session, row):
    nurse = a_referrer(session)
    assert not can_make_safe(session, nurse, unheld(row).id)
