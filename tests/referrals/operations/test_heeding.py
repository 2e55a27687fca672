"""Words of danger put a case first and are told of once a day; the practice learns nothing of them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.mail import Letter
from referrals.lifecycle import State
from referrals.operations.heeding import heed
from referrals.queries.caseload import caseload
from referrals.queries.desk import managers_desk, workers_desk
from referrals.queries.follow import follow_page
from referrals.queries.inbox import inbox_page
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import a_referral, a_referrer


def told(session):
    return len(session.scalars(sa.select(Letter)).all())


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


def test_the_worker_and_the_managers_are_told_once_a_day(session, asha):
    a_lead_manager(session)
    row = a_case(session, asha)
    assert heed(session, asha, row.id, at=NOON)
    assert heed(session, asha, row.id, at=NOON + timedelta(hours=1))
    assert told(session) == 2
    heed(session, asha, row.id, at=NOON + timedelta(days=1))
    assert told(session) == 4


def test_of_one_that_ended_the_persons_running_case_is_meant(session, asha):
    old = a_case(session, asha, state=State.DECLINED)
    assert not heed(session, asha, old.id, at=NOON)
    new = a_referral(session, old.person, worker=asha)
    assert heed(session, asha, old.id, at=NOON)
    assert (old.danger_at, new.danger_at) == (None, NOON)


def test_it_comes_first_on_both_desks_and_in_the_inbox(session, asha):
    laura = a_lead_manager(session)
    a_case(session, asha, "First Long", sent_at=NOON - timedelta(days=30))
    row = a_case(session, asha, "Maya Thornton")
    heed(session, asha, row.id, at=NOON)
    for who in (asha, laura):
        assert [one.is_in_danger for one in caseload(session, who, at=NOON).lines] == [True, False]
    assert workers_desk(session, asha, at=NOON).in_danger == 1
    assert managers_desk(session, laura, at=NOON).in_danger == 1
    leaves(session, asha)
    assert [one.is_in_danger for one in inbox_page(session, laura, at=NOON).queue] == [True, False]


def test_the_practice_does_not_learn_what_a_link_worker_wrote(session, asha):
    row = a_case(session, asha)
    heed(session, asha, row.id, at=NOON)
    page = follow_page(session, a_referrer(session), row.id)
    assert not page.has_crisis_words
    row.why_now = "She wants to die"
    assert follow_page(session, a_referrer(session), row.id).has_crisis_words
