"""Whose reviews are due, and whose plan a version is of."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.access import Role
from kernel.errors import NotFound
from referrals.models import PlanVersion
from referrals.queries.plans import reviews_due, version_page
from tests.cast import NOON, a_link_worker, an_actor
from tests.cast_plans import a_goal, an_agreed_case
from tests.cast_referrals import a_person

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


def test_an_earlier_version_is_that_of_the_persons_own_plan(session):
    asha = a_link_worker(session)
    row, _ = an_agreed_case(session, asha)
    other, _ = an_agreed_case(session, asha, person=a_person(session, "Omar Khalid"))
    a_goal(session, asha, other, "I want to cook again.")
    session.flush()
    latest = session.scalar(sa.select(sa.func.max(PlanVersion.number)))
    assert version_page(session, asha, other.id, latest, at=NOON).line.number == latest
    with pytest.raises(NotFound):
        version_page(session, asha, row.id, latest, at=NOON)
