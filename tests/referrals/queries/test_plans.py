"""Whose reviews are due: those of one's own cases, while one works with them."""

from dataclasses import replace
from datetime import timedelta

from kernel.access import Role
from referrals.queries.plans import reviews_due
from tests.cast import NOON, a_link_worker, an_actor
from tests.cast_plans import an_agreed_case

SIX_WEEKS_ON = NOON.date() + timedelta(weeks=6)


def test_a_review_is_due_for_whoever_has_the_case_and_for_no_colleague(session):
    asha = a_link_worker(session)
    row, _ = an_agreed_case(session, asha)
    (due,) = reviews_due(session, asha, today=SIX_WEEKS_ON)
    assert due.referral_id == row.id
    both = an_actor(session, Role.LINK_WORKER, Role.LEAD_MANAGER)
    for colleague in (a_link_worker(session), both):
        assert reviews_due(session, colleague, today=SIX_WEEKS_ON) == ()


def test_a_manager_holds_no_reviews_of_cases_she_had_as_a_link_worker(session):
    asha = a_link_worker(session)
    an_agreed_case(session, asha)
    manager = replace(asha, roles=frozenset({Role.LEAD_MANAGER}))
    assert reviews_due(session, manager, today=SIX_WEEKS_ON) == ()
