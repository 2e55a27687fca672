"""Where danger stands: an index finds the same cases as the clocks do."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.periods import holidays_in_england
from referrals.clocks import Clock, Facts, Limits, running
from referrals.lifecycle import State
from referrals.models import ClockStop, Referral
from referrals.queries import danger
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case

BEFORE, AFTER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)


@pytest.fixture
def asha(session):
    return a_link_worker(session)


def answered(session, row, at, clock=Clock.SAFETY):
    session.add(ClockStop(referral_id=row.id, clock=clock, how="Rang her", by=None, at=at))
    session.flush()


def is_found(session, row):
    return session.scalar(sa.select(Referral.id).where(Referral.id == row.id, danger.stands()))


@pytest.mark.parametrize("written", [None, BEFORE, NOON, AFTER])
@pytest.mark.parametrize("done", [None, BEFORE, NOON, AFTER])
@pytest.mark.parametrize("state", [State.RECEIVED, State.DECLINED, State.REOPENED, State.SUSTAINED])
def test_what_is_found_is_what_its_clock_says(session, asha, state, written, done):
    row = a_case(session, asha, state=state, sent_at=NOON, danger_at=written)
    stops = {Clock.SAFETY: done} if done else {}
    if done:
        answered(session, row, done)
    facts = Facts(row.state, row.sent_at, stops=stops, danger_at=row.danger_at)
    dues = running(facts, Limits(), holidays=holidays_in_england())
    stands = any(due.clock is Clock.SAFETY for due in dues)
    assert (is_found(session, row) is not None) == stands
    if state is not State.REOPENED:
        assert danger.is_unanswered(session, row) == stands


def test_the_stop_of_another_clock_answers_no_danger(session, asha):
    row = a_case(session, asha, danger_at=NOON)
    answered(session, row, AFTER, clock=Clock.REPORT)
    assert is_found(session, row) == row.id


def test_of_a_draft_nobody_is_told(session, asha):
    row = a_case(session, asha, state=State.DRAFT, danger_at=NOON)
    assert is_found(session, row) is None
