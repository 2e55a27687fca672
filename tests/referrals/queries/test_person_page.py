"""What somebody sees of themselves: nothing that others wrote, and who looked, by role and day."""

from datetime import date, timedelta

import pytest

from audit import operations as audit
from kernel.access import Role
from kernel.links import OneUseLink
from kernel.periods import day_in_london
from referrals.lifecycle import GoalMove, State
from referrals.operations import plan_steps, plans
from referrals.operations.meeting import Booking, book
from referrals.operations.plans import CameOf
from referrals.queries.person_page import (
    PURPOSE,
    STANDS,
    Goal,
    guessed_at,
    link_panel,
    own_page,
    printed_summary,
    who_saw,
)
from referrals.vocabulary import Channel, HowItGoes
from tests.cast import NOON, a_lead_manager, a_link_worker, an_actor
from tests.cast_answer import a_sent_report
from tests.cast_plans import GOAL, a_goal, an_agreed_case, the_plan
from tests.cast_referrals import a_person, a_referral, a_referrer


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


def look(session, who, kind, subject_id, at=NOON):
    audit.note_opened(session, who, [(kind, subject_id)], at=at)
    audit.seal_with("k" * 40)(session)


def test_there_are_words_for_every_state_and_they_are_short():
    assert set(STANDS) == set(State)
    assert all(len(words.split()) <= 25 for words in STANDS.values())


def test_it_says_who_helps_where_they_stand_and_what_the_practice_was_told(session, asha):
    report = a_sent_report(session, worker=asha)
    page = own_page(session, report.referral.person, at=NOON)
    assert (page.called, page.link_worker) == ("Maya Thornton", "Asha Begum")
    assert page.lead == "Better Services Enterprise" and page.phone == "0191 498 0123"
    assert page.stands == STANDS[State.ALLOCATED]
    (told,) = page.told
    assert (told.on, told.practice, told.is_codes_only) == (
        date(2026, 11, 22), "Weaver Street Surgery", False,
    )  # fmt: skip


def test_nothing_that_others_wrote_is_on_it(session, asha):
    person = a_person(session, carer="her son", access_needs="cannot climb stairs")
    row = a_referral(
        session, person, worker=asha, in_place="A nurse comes", what_matters="Her garden"
    )
    said = str(own_page(session, row.person, at=NOON))
    for words in ("husband", "stairs", "her son", "A nurse comes", "Her garden"):
        assert words not in said


def test_the_newest_referral_says_where_they_stand(session, asha):
    row = a_referral(session, worker=asha, state=State.COMPLETED)
    a_referral(session, row.person, worker=asha, state=State.BOOKED).started_at = NOON + timedelta(
        days=9
    )
    session.flush()
    assert own_page(session, row.person, at=NOON).stands == STANDS[State.BOOKED]


class TestWhatTheyWorkOn:
    def test_their_open_goals_with_the_steps_still_to_do(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        for text, due_on in (("Buy shoes", None), ("Walk to the park", date(2026, 12, 1))):
            plan_steps.take_on(
                session, asha, row.id, goal_id, text=text, due_on=due_on, listing_id=None, at=NOON
            )
        first, _ = the_plan(session, row).content.goals[0].steps
        plan_steps.finish_step(session, asha, row.id, first.id, at=NOON)
        (goal,) = own_page(session, row.person, at=NOON).goals
        assert (goal.words, goal.steps) == (GOAL, ("Walk to the park (by 1 December 2026)",))

    def test_what_stands_in_the_way_is_for_the_link_worker_alone(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        plans.meet_obstacle(session, asha, row.id, words="His brother drinks.", at=NOON)
        assert "brother" not in str(own_page(session, row.person, at=NOON))

    def test_their_next_meeting_and_then_the_day_of_the_review(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        at = NOON + timedelta(days=3)
        book(session, asha, row.id, Booking(Channel.FACE_TO_FACE, at, 45, "The library"), at=NOON)
        meeting, review = own_page(session, row.person, at=NOON).dates
        assert (meeting.at, meeting.where, meeting.is_day_only) == (at, "The library", False)
        assert meeting.what == "You and your link worker: face to face"
        assert review.what == "We look at your plan together" and review.is_day_only
        assert day_in_london(review.at) == the_plan(session, row).review_on

    def test_what_has_gone_by_is_no_next_date(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        book(session, asha, row.id, Booking(Channel.PHONE, NOON + timedelta(days=1), 20), at=NOON)
        assert own_page(session, row.person, at=NOON + timedelta(days=90)).dates == ()

    def test_once_the_work_is_done_each_goal_says_what_came_of_it_and_somebody_still_asks(
        self, session, asha
    ):
        row, goal_id = an_agreed_case(session, asha)
        plans.close(
            session, asha, row.id, came_of={goal_id: CameOf(GoalMove.ACHIEVE)}, changed_for_me="",
            seen=the_plan(session, row).version, at=NOON,
        )  # fmt: skip
        page = own_page(session, row.person, at=NOON)
        assert page.goals == (Goal(GOAL, came="Reached"),)
        assert [one.what for one in page.dates] == ["We ask how it goes"]
        plans.follow_up(session, asha, row.id, goes=HowItGoes.LAPSED, words="", at=NOON)
        assert own_page(session, row.person, at=NOON).goals == (Goal(GOAL, came="Reached"),)

    def test_a_plan_that_is_still_being_written_is_not_theirs_yet(self, session, asha):
        row = a_referral(session, worker=asha, state=State.ASSESSED)
        a_goal(session, asha, row)
        assert own_page(session, row.person, at=NOON).goals == ()

    def test_while_the_next_plan_is_written_they_see_what_they_agreed_last(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        plans.close(
            session, asha, row.id, came_of={goal_id: CameOf(GoalMove.ACHIEVE)}, changed_for_me="",
            seen=the_plan(session, row).version, at=NOON,
        )  # fmt: skip
        again = a_referral(session, row.person, worker=asha, state=State.ASSESSED)
        a_goal(session, asha, again, "I want to drink less.", at=NOON + timedelta(days=1))
        page = own_page(session, row.person, at=NOON)
        assert page.goals == (Goal(GOAL, came="Reached"),)
        assert [one.what for one in page.dates] == ["We ask how it goes"]

    def test_a_review_shows_nothing_new_until_it_is_finished(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        plans.start_review(session, asha, row.id, at=NOON + timedelta(days=1))
        a_goal(session, asha, row, "I want to drink less.", at=NOON + timedelta(days=2))
        assert [one.words for one in own_page(session, row.person, at=NOON).goals] == [GOAL]
        plans.finish_review(
            session, asha, row.id, words="", review_on=None, at=NOON + timedelta(days=2),
            seen=the_plan(session, row).version,
        )  # fmt: skip
        assert len(own_page(session, row.person, at=NOON).goals) == 2


class TestWhoSaw:
    def test_a_role_and_an_organisation_once_a_day(self, session, asha):
        report = a_sent_report(session, worker=asha)
        person_id = report.referral.person_id
        for _ in range(3):
            look(session, asha, "person", person_id)
        look(session, a_referrer(session), "report", report.id)
        look(session, a_lead_manager(session), "referral", report.referral_id,
             NOON + timedelta(days=1))  # fmt: skip
        assert [(one.on.day, one.who, one.organisation) for one in who_saw(session, person_id)] == [
            (23, "lead manager", "Better Services Enterprise"),
            (22, "practice staff", "Weaver Street Surgery"),
            (22, "link worker", "Better Services Enterprise"),
        ]

    def test_no_name_of_staff_is_told(self, session, asha):
        row = a_referral(session, worker=asha)
        look(session, asha, "person", row.person_id)
        assert "Asha" not in str(who_saw(session, row.person_id))

    def test_that_a_safeguarding_lead_looked_is_not_given_away(self, session, asha):
        """Somebody who harms them may read this page over their shoulder."""
        row = a_referral(session, worker=asha)
        look(session, an_actor(session, Role.SAFEGUARDING_LEAD), "person", row.person_id)
        (one,) = who_saw(session, row.person_id)
        assert one.who == "colleague"

    def test_what_others_were_looked_at_is_not_among_it(self, session, asha):
        row = a_referral(session, worker=asha)
        other = a_referral(session, a_person(session, "Omar Khalid"), worker=asha)
        look(session, asha, "person", other.person_id)
        assert who_saw(session, row.person_id) == ()


def test_on_paper_it_holds_what_matters_as_they_said_it(session, asha):
    row = a_referral(session, worker=asha, what_matters="My garden")
    page = printed_summary(session, asha, row.id, at=NOON)
    assert (page.matters, page.own.called) == ("My garden", "Maya Thornton")


def test_a_manager_sees_the_link_and_cannot_send_it(session, asha):
    row = a_referral(session, worker=asha)
    assert link_panel(session, asha, row.id, at=NOON).can_act
    panel = link_panel(session, a_lead_manager(session), row.id, at=NOON)
    assert (panel.can_act, panel.until) == (False, None)


class TestALinkThatEndedSinceSomebodyGuessed:
    def test_is_told_to_the_link_worker_and_to_no_colleague(self, session, asha):
        row, other = a_referral(session, worker=asha), a_link_worker(session)
        an_ended_link(session, row.person_id)
        assert [one.referral_id for one in guessed_at(session, asha, at=NOON)] == [row.id]
        assert guessed_at(session, other, at=NOON) == ()

    def test_nor_to_a_manager_who_is_a_link_worker_too(self, session, asha):
        """She may read the case, but it is not hers to ring about."""
        row = a_referral(session, worker=asha)
        an_ended_link(session, row.person_id)
        both = an_actor(session, Role.LEAD_MANAGER, Role.LINK_WORKER)
        assert guessed_at(session, both, at=NOON) == ()


def an_ended_link(session, person_id):
    session.add(
        OneUseLink(
            purpose=PURPOSE, subject_id=person_id, digest="d", made_at=NOON, failed_at=NOON,
            expires_at=NOON + timedelta(days=1),
        )
    )  # fmt: skip
    session.flush()
