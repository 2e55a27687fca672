"""What a lead NTP has arranged, and what holds until it does."""

import pytest

from kernel.access import ANYONE
from kernel.errors import NotAllowed
from referrals.clocks import Limits
from referrals.queries.arranged import (
    limits_of,
    own_lead,
    safeguarding_lead,
    settings_page,
    workers_now,
)
from tests.cast import a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_safeguarding_lead, leaves
from tests.cast_referrals import id_of


def test_until_something_is_changed_the_benchmarks_hold(session):
    manager = a_lead_manager(session)
    assert limits_of(session, manager.organisation_id) == Limits()
    page = settings_page(session, manager)
    assert (page.version, page.safeguarding_lead_id) == (0, None)


def test_a_link_worker_changes_no_settings(session):
    with pytest.raises(NotAllowed):
        settings_page(session, a_link_worker(session))


def test_whoever_was_named_and_has_left_is_named_no_more(session):
    sophie = a_safeguarding_lead(session)
    assert safeguarding_lead(session, sophie.organisation_id) == sophie.user_id
    leaves(session, sophie)
    assert safeguarding_lead(session, sophie.organisation_id) is None


def test_only_link_workers_of_today_and_of_here_work_here(session):
    asha, daniel = a_link_worker(session), a_link_worker(session)
    a_link_worker(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    leaves(session, daniel)
    assert workers_now(session, asha.organisation_id) == {id_of(asha)}


def test_whoever_acts_for_no_organisation_has_no_lead_ntp(session):
    with pytest.raises(LookupError):
        own_lead(ANYONE)
