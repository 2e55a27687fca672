"""What must always be true of referrals, and how it shows when it is not."""

import pytest
import sqlalchemy as sa

from referrals.invariants import INVARIANTS
from referrals.lifecycle import State
from referrals.models import Consent, PlanVersion, Referral, ReferralMove
from referrals.vocabulary import Recipient
from tests.cast import a_lead_ntp, a_link_worker, a_practice
from tests.cast_answer import a_sent_report
from tests.cast_plans import a_link, a_shelter, the_plan
from tests.cast_referrals import a_referral

CHECKS = {one.name: one.check for one in INVARIANTS}


@pytest.mark.parametrize("state", State)
def test_nothing_is_wrong_with_a_referral_that_moved_by_its_verbs(session, state):
    a_referral(session, state=state)
    assert [wrong for check in CHECKS.values() for wrong in check(session)] == []


def test_a_state_that_no_move_led_to_is_found(session):
    row = a_referral(session, state=State.ALLOCATED)
    session.execute(sa.update(Referral).values(state=State.COMPLETED))
    session.expire_all()
    assert [wrong for wrong in CHECKS["referral histories"](session) if str(row.id) in wrong]


def test_a_move_that_was_taken_out_is_found(session):
    a_referral(session, state=State.BOOKED)
    session.execute(sa.delete(ReferralMove).where(ReferralMove.number == 2))
    assert list(CHECKS["referral histories"](session))


def test_a_referral_of_another_practice_than_its_person_is_found(session):
    row = a_referral(session)
    row.practice_id = a_practice(session, "Old Quay Practice").id
    session.flush()
    assert list(CHECKS["referrals sent"](session))


def test_a_referral_that_was_sent_at_no_time_is_found(session):
    a_referral(session).sent_at = None
    session.flush()
    assert list(CHECKS["referrals sent"](session))


@pytest.fixture
def link(session):
    a_lead_ntp(session)
    return a_link(session, a_link_worker(session), a_shelter(session))


def test_nothing_is_wrong_with_a_plan_and_a_link_made_by_their_verbs(session, link):
    assert [wrong for check in CHECKS.values() for wrong in check(session)] == []


def test_a_version_of_a_plan_that_is_gone_is_found(session, link):
    session.execute(sa.delete(PlanVersion))
    assert list(CHECKS["plan versions"](session))


def test_a_plan_that_was_changed_behind_its_versions_is_found(session, link):
    plan = the_plan(session, session.get_one(Referral, link.referral_id))
    plan.content = plan.content.say_what_changed("Nobody knows")
    session.flush()
    assert list(CHECKS["plan versions"](session))


def test_an_introduction_without_a_yes_is_found(session, link):
    session.execute(sa.delete(Consent).where(Consent.recipient == Recipient.GROUP))
    assert list(CHECKS["introductions"](session))


def test_a_report_that_was_changed_after_it_was_sent_is_found(session):
    report = a_sent_report(session)
    assert list(CHECKS["reports"](session)) == []
    report.content = {**report.content, "name": "Somebody Else"}
    session.flush()
    assert list(CHECKS["reports"](session)) == [
        f"Report {report.id} was changed after it was sent."
    ]
