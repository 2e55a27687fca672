"""What the work adds to a report: numbers, states and the person's own words, and no blame."""

from datetime import timedelta

import pytest

from accounts.vocabulary import DataItem
from referrals.casework import Result
from referrals.criteria import MentalHealth, Mobility, OngoingInput
from referrals.lifecycle import GoalMove, LinkState, PlanState, State
from referrals.models import Assessment, Referral
from referrals.operations import plans
from referrals.operations.plans import CameOf
from referrals.queries.report_parts import (
    STANDS,
    contact_lines,
    first_meeting_lines,
    goal_lines,
    link_lines,
    outcome_lines,
)
from referrals.queries.report_sections import composed
from referrals.reporting import Occasion, Words
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_contact
from tests.cast_plans import GOAL, a_goal, a_link, a_shelter, an_agreed_case, the_plan
from tests.cast_referrals import a_person, a_referral


def said(lines) -> list[tuple[str, str]]:
    return [(line.term, line.words) for line in lines]


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


def finished(session, asha, *, move=GoalMove.ACHIEVE, changed="I get up the stairs."):
    """A case that was finished, with what came of its one goal."""
    row, goal_id = an_agreed_case(session, asha)
    plans.close(
        session, asha, row.id, came_of={goal_id: CameOf(move, "Six kilos.")},
        changed_for_me=changed, seen=the_plan(session, row).version, at=NOON,
    )  # fmt: skip
    return row


class TestContacts:
    def test_they_are_counted_with_their_minutes_and_what_could_not_be(self, session, asha):
        row = a_referral(session, worker=asha)
        a_contact(session, row, minutes=40)
        a_contact(session, row, minutes=5, result=Result.NO_ANSWER)
        a_contact(session, row, minutes=0, result=Result.DID_NOT_COME)
        assert said(contact_lines(session, row)) == [
            ("Talks and meetings", "1"), ("Minutes in all", "45"),
            ("Meetings they could not come to", "1"),
        ]  # fmt: skip

    def test_where_nothing_was_missed_nothing_is_said_of_it(self, session, asha):
        row = a_referral(session, worker=asha)
        assert contact_lines(session, row) == ()
        a_contact(session, row)
        assert "could not come" not in str(contact_lines(session, row))

    def test_no_note_goes_with_them(self, session, asha):
        row = a_referral(session, worker=asha)
        a_contact(session, row).note = "He shouted in the hall."
        assert "shouted" not in str(contact_lines(session, row))


def test_the_first_meeting_says_what_was_found(session, asha):
    row = a_referral(session, worker=asha, state=State.ASSESSED)
    assert first_meeting_lines(session, row) == ()
    session.add(
        Assessment(
            referral_id=row.id, number=1, co_morbidities=2, mental_health=MentalHealth.LOW,
            mobility=Mobility.SOME, ongoing_input=OngoingInput.MEDIUM, profile={},
            by=asha.user_id, who=asha.called, at=NOON,
        )
    )  # fmt: skip
    session.flush()
    assert said(first_meeting_lines(session, row)) == [
        ("Long-term conditions", "2"), ("In themselves", "Low mood"),
        ("Getting about", "Some things are hard"),
        ("How we go on with them", "A few more meetings and calls"),
    ]  # fmt: skip


class TestThePlan:
    def test_goals_are_in_the_persons_words(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        assert said(goal_lines(session, row)) == [("Set", f"“{GOAL}”")]
        assert outcome_lines(session, row) == ()

    def test_what_the_person_has_not_said_yes_to_is_not_told(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        plans.start_review(session, asha, row.id, at=NOON + timedelta(days=1))
        a_goal(session, asha, row, "I want to drink less.", at=NOON + timedelta(days=2))
        assert said(goal_lines(session, row)) == [("Set", f"“{GOAL}”")]
        fresh = a_referral(session, a_person(session, "Omar Khalid"), worker=asha,
                           state=State.ASSESSED)  # fmt: skip
        a_goal(session, asha, fresh)
        assert goal_lines(session, fresh) == ()

    def test_at_the_end_it_says_what_came_of_each_and_what_changed(self, session, asha):
        row = finished(session, asha)
        assert said(goal_lines(session, row)) == [("Reached", f"“{GOAL}” Six kilos.")]
        assert said(outcome_lines(session, row)) == [
            ("Goals reached", "1 of 1"), ("In their own words", "I get up the stairs."),
        ]  # fmt: skip

    def test_the_plan_of_an_earlier_episode_is_not_in_the_next_ones_report(self, session, asha):
        row = finished(session, asha)
        again = a_referral(session, row.person, worker=asha, state=State.ASSESSED)
        assert the_plan(session, again).state is PlanState.ENDED
        assert goal_lines(session, again) == () == outcome_lines(session, again)


class TestLinks:
    def test_they_are_activities_and_where_each_stands(self, session, asha):
        link = a_link(session, asha, a_shelter(session))
        row = session.get_one(Referral, link.referral_id)
        assert said(link_lines(session, row)) == [(link.title, "Asked")]

    def test_what_the_group_said_among_its_own_is_not_told(self, session, asha):
        link = a_link(session, asha, a_shelter(session))
        link.group_says, link.value_words = "We fear his temper.", "£40 a head"
        link.state = LinkState.REFUSED
        session.flush()
        row = session.get_one(Referral, link.referral_id)
        assert said(link_lines(session, row)) == [(link.title, "Was not possible")]

    @pytest.mark.parametrize(
        "state", [LinkState.SUGGESTED, LinkState.DECLINED, LinkState.TAKEN_BACK]
    )
    def test_what_was_only_thought_of_is_left_away(self, state):
        assert state not in STANDS

    def test_there_are_words_for_every_other_state(self):
        assert len(STANDS) == len(LinkState) - 3


def test_each_part_goes_only_as_far_as_was_agreed_to_share(session, asha):
    row = finished(session, asha)
    a_contact(session, row)

    def keys(*shared):
        content = composed(session, row, Occasion.CLOSING, Words(), shared=shared)
        return {one.key for one in content.sections}

    assert keys(DataItem.ACTION_PLAN) == {"goals"}
    assert keys(DataItem.ATTENDANCE) == {"contacts"}
    assert {"changed", "goals", "contacts"} <= keys(*DataItem)
