"""Words of danger put a case first and are told of once a day; the practice learns nothing of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from accounts import queries as accounts
from kernel.access import Actor
from kernel.mail import Letter
from referrals.clocks import Clock
from referrals.lifecycle import Move, State
from referrals.operations.clocks import stop
from referrals.operations.heeding import Heeded, heed
from referrals.queries.case import story
from referrals.queries.caseload import caseload
from referrals.queries.desk import managers_desk, workers_desk
from referrals.queries.follow import follow_page
from referrals.queries.inbox import inbox_page
from referrals.queries.standing import is_in_danger
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import a_referral, a_referrer


def told(session):
    return len(session.scalars(sa.select(Letter)).all())


def heeded(session, actor, row, at=NOON):
    return heed(session, actor, row.id, where="In the contact log", at=at)


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


def test_the_worker_and_the_managers_are_told_once_a_day(session, asha):
    a_lead_manager(session)
    row = a_case(session, asha)
    assert heeded(session, asha, row) is Heeded.NOW
    assert heeded(session, asha, row, at=NOON + timedelta(hours=1)) is Heeded.EARLIER
    assert told(session) == 2
    heeded(session, asha, row, at=NOON + timedelta(days=1))
    assert told(session) == 4


def test_once_somebody_answered_the_danger_new_words_are_told_of_anew(session, asha):
    row = a_case(session, asha)
    heeded(session, asha, row)
    later, last = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    stop(session, asha, row.id, Clock.SAFETY, how="The crisis team rings her", at=later)
    session.flush()
    assert heeded(session, asha, row, at=last) is Heeded.NOW
    assert told(session) == 2


def test_what_the_link_worker_wrote_does_not_hide_what_a_group_writes(session, asha):
    row = a_case(session, asha)
    group, other = Actor(holds=uuid4()), Actor(holds=uuid4())
    written = [heeded(session, one, row) for one in (asha, group, group, other)]
    assert written == [Heeded.NOW, Heeded.NOW, Heeded.EARLIER, Heeded.NOW]
    assert told(session) == 3


def test_where_nobody_can_hear_nobody_is_said_to_have_been_told(session, asha):
    row = a_case(session, asha)
    leaves(session, asha)
    assert heeded(session, asha, row) is Heeded.NOBODY
    a_lead_manager(session)
    assert heeded(session, asha, row) is Heeded.NOW


def test_the_story_says_who_wrote_them_where_and_what_was_done(session, asha):
    row = a_case(session, asha)
    heeded(session, asha, row)
    later = NOON + timedelta(hours=1)
    stop(session, asha, row.id, Clock.SAFETY, how="The crisis team rings her", at=later)
    session.flush()
    ended, said = [one for one in story(session, row.id) if one.at >= NOON and one.why][:2]
    assert (said.what, said.who, said.why) == (
        "Words of danger were written", "Asha Begum", "In the contact log",
    )  # fmt: skip
    assert (ended.what, ended.who, ended.why) == (
        "Made sure that they are safe", "Asha Begum", "The crisis team rings her",
    )  # fmt: skip


def test_of_one_that_ended_the_persons_running_case_is_meant(session, asha):
    old = a_case(session, asha, state=State.DECLINED)
    new = a_referral(session, old.person, worker=asha)
    assert heeded(session, asha, old) is Heeded.NOW
    assert (old.danger_at, new.danger_at) == (None, NOON)


def test_of_one_that_ended_whoever_is_there_is_told_that_nobody_goes_on_with_it(session, asha):
    laura = a_lead_manager(session)
    row = a_case(session, asha, state=State.DECLINED)
    leaves(session, asha)
    assert heeded(session, asha, row) is Heeded.OVER
    (letter,) = session.scalars(sa.select(Letter)).all()
    assert (letter.address, letter.facts["is_over"]) == (
        accounts.email_of(session, laura.user_id), True,
    )  # fmt: skip
    assert is_in_danger(session, laura, row.id, at=NOON)
    stop(session, asha, row.id, Clock.SAFETY, how="The crisis team rings her", at=NOON)
    session.flush()
    assert not is_in_danger(session, laura, row.id, at=NOON)


def test_once_nobody_looks_after_it_any_more_it_is_told_of_again(session, asha):
    """The work had ended long before; what was told while it was looked after asked somebody to go on."""
    row = a_case(session, asha, state=State.MAINTAINING, ended_at=NOON - timedelta(days=300))
    assert heeded(session, asha, row) is Heeded.NOW
    later = NOON + timedelta(hours=1)
    session.add(row.make(Move.SUSTAIN, by=asha, at=later))
    assert heed(session, asha, row.id, where="x", at=later) is Heeded.OVER


def test_a_draft_is_told_of_to_nobody(session, asha):
    a_lead_manager(session)
    row = a_case(session, asha, state=State.DRAFT)
    assert heeded(session, asha, row) is Heeded.NOBODY and told(session) == 0


def test_it_comes_first_on_both_desks_and_in_the_inbox(session, asha):
    laura = a_lead_manager(session)
    a_case(session, asha, "First Long", sent_at=NOON - timedelta(days=30))
    row = a_case(session, asha, "Maya Thornton")
    heeded(session, asha, row)
    for who in (asha, laura):
        assert [one.is_in_danger for one in caseload(session, who, at=NOON).lines] == [True, False]
    assert workers_desk(session, asha, at=NOON).in_danger == 1
    assert managers_desk(session, laura, at=NOON).in_danger == 1
    leaves(session, asha)
    assert [one.is_in_danger for one in inbox_page(session, laura, at=NOON).queue] == [True, False]


def test_the_practice_does_not_learn_what_a_link_worker_wrote(session, asha):
    row = a_case(session, asha)
    heeded(session, asha, row)
    page = follow_page(session, a_referrer(session), row.id)
    assert page.danger is None
    row.why_now = "She wants to die"
    assert follow_page(session, a_referrer(session), row.id).danger
