"""A manager sets the clocks; of two who do so at once the second is told."""

import pytest

from kernel.errors import Conflict, NotAllowed, RuleBroken
from referrals.clocks import Limits
from referrals.operations.arranging import change_settings
from referrals.queries.arranged import limits_of
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_referrals import id_of

MORE = {"takes_self_referrals": False, "safeguarding_lead_id": None, "at": NOON}


def test_what_was_set_holds(session):
    manager, limits = a_lead_manager(session), Limits(1, 2, 3, 4, 5, 6, 7, 8)
    change_settings(session, manager, limits, version=0, **MORE)
    assert limits_of(session, manager.organisation_id) == limits


def test_of_two_the_second_is_told(session):
    manager = a_lead_manager(session)
    change_settings(session, manager, Limits(), version=0, **MORE)
    with pytest.raises(Conflict):
        change_settings(session, manager, Limits(), version=0, **MORE)
    change_settings(session, manager, Limits(read=3), version=1, **MORE)


def test_only_who_holds_the_role_can_be_named(session):
    manager, asha = a_lead_manager(session), a_link_worker(session)
    with pytest.raises(RuleBroken, match="holds the role"):
        change_settings(
            session, manager, Limits(), version=0, **MORE | {"safeguarding_lead_id": id_of(asha)}
        )


def test_a_link_worker_sets_nothing(session):
    with pytest.raises(NotAllowed):
        change_settings(session, a_link_worker(session), Limits(), version=0, **MORE)
