"""Acts on a plan: one for a person, every version kept, attendance decides nothing, nobody overwrites."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from referrals.lifecycle import GoalMove, GoalState, PlanState, State
from referrals.models import ActionPlan, ActionPlanMove, PlanReview, PlanVersion, ReferralMove
from referrals.operations import plan_steps, plans
from referrals.operations.plans import CameOf
from referrals.operations.working import lapse
from referrals.queries.plans import plan_page
from referrals.reviews import months_after
from referrals.vocabulary import HowItGoes, ReviewKind
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_plans import GOAL, a_goal, an_agreed_case, the_plan
from tests.cast_referrals import a_person, a_referral, a_referrer

LATER = NOON + timedelta(weeks=7)


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


def versions_of(session, plan):
    return session.scalars(
        sa.select(PlanVersion).where(PlanVersion.plan_id == plan.id).order_by(PlanVersion.number)
    ).all()


class TestWriting:
    def test_the_first_goal_begins_the_plan(self, session, asha):
        row = a_referral(session, worker=asha, state=State.BOOKED)
        goal_id = a_goal(session, asha, row)
        plan = the_plan(session, row)
        assert (plan.state, plan.content.goal(goal_id).words) == (PlanState.DRAFTING, GOAL)
        assert [(one.number, one.who) for one in versions_of(session, plan)] == [(1, "Asha Begum")]

    def test_one_plan_for_a_person_across_all_their_cases(self, session, asha):
        person = a_person(session)
        person.conditions = ["Diabetes", "Low mood"]
        one = a_referral(session, person, worker=asha, state=State.ASSESSED)
        other = a_referral(session, person, worker=asha, state=State.ASSESSED)
        a_goal(session, asha, one)
        a_goal(session, asha, other, "I want to sleep.")
        assert the_plan(session, one) is the_plan(session, other)
        assert len(the_plan(session, one).content.goals) == 2

    def test_the_database_itself_refuses_a_second_active_plan(self, session, asha):
        row = a_referral(session, worker=asha, state=State.ASSESSED)
        a_goal(session, asha, row)
        session.add(ActionPlan.begin(person_id=row.person_id, referral_id=row.id, at=NOON))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()

    def test_a_colleague_a_manager_and_a_practice_write_nothing(self, session, asha):
        row = a_referral(session, worker=asha, state=State.ASSESSED)
        with pytest.raises(NotFound):
            a_goal(session, a_link_worker(session), row)
        for other in (a_lead_manager(session), a_referrer(session)):
            with pytest.raises(NotAllowed):
                a_goal(session, other, row)

    def test_a_case_that_nobody_accepted_or_that_is_over_has_no_plan(self, session, asha):
        for state in (State.RECEIVED, State.DECLINED):
            row = a_referral(session, a_person(session), worker=asha, state=state)
            with pytest.raises(RuleBroken):
                a_goal(session, asha, row)

    def test_what_the_person_said_before_stays_in_the_earlier_version(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        plan = the_plan(session, row)
        plans.reword(
            session, asha, row.id, goal_id, words="I want a dog.",
            seen=plan.version, at=NOON,
        )  # fmt: skip
        said = [one.content.goal(goal_id).words for one in versions_of(session, plan)]
        assert said == [GOAL, "I want a dog."]

    def test_a_goal_is_given_an_area_and_keeps_it_when_it_is_said_differently(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        plans.name_area(session, asha, row.id, goal_id, area="moving", at=NOON)
        seen = the_plan(session, row).version
        plans.reword(session, asha, row.id, goal_id, words="I want a dog.", seen=seen, at=NOON)
        goal = the_plan(session, row).content.goal(goal_id)
        assert (goal.area, goal.words) == ("moving", "I want a dog.")

    def test_of_two_editors_the_second_gets_both_texts_and_overwrites_nothing(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        seen = the_plan(session, row).version
        more = {"seen": seen, "at": NOON}
        plans.reword(session, asha, row.id, goal_id, words="First", **more)
        with pytest.raises(Conflict) as refused:
            plans.reword(session, asha, row.id, goal_id, words="Second", **more)
        assert "First" in refused.value.theirs
        assert the_plan(session, row).content.goal(goal_id).words == "First"

    def test_obstacles_say_what_was_tried_and_what_came_of_it(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        plans.meet_obstacle(session, asha, row.id, words="The gym frightens me", at=NOON)
        plan = the_plan(session, row)
        plans.try_out(
            session, asha, row.id, plan.content.obstacles[0].id, tried="A friend came along",
            result="Still no", seen=plan.version, at=NOON,
        )  # fmt: skip
        assert plan.content.obstacles[0].result == "Still no"


class TestAgreeing:
    def test_agreeing_begins_the_work_and_sets_the_first_review(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        plan = the_plan(session, row)
        assert (row.state, plan.state) == (State.IN_PROGRAMME, PlanState.AGREED)
        assert (plan.next_review, plan.review_on) == (ReviewKind.SIX_WEEKS, date(2027, 1, 3))

    def test_a_plan_without_the_persons_own_words_cannot_be_agreed(self, session, asha):
        row = a_referral(session, worker=asha, state=State.ASSESSED)
        goal_id = a_goal(session, asha, row)
        plan = the_plan(session, row)
        plans.move_goal(
            session, asha, row.id, goal_id, move=GoalMove.DROP, result="", seen=plan.version,
            at=NOON,
        )  # fmt: skip
        with pytest.raises(RuleBroken, match="own words"):
            plans.agree(session, asha, row.id, seen=plan.version, at=NOON)
        assert row.state is State.ASSESSED

    def test_a_plan_is_agreed_after_the_first_meeting(self, session, asha):
        row = a_referral(session, worker=asha, state=State.BOOKED)
        a_goal(session, asha, row)
        with pytest.raises(RuleBroken, match="first meeting"):
            plans.agree(session, asha, row.id, seen=the_plan(session, row).version, at=NOON)

    def test_a_second_case_of_the_person_begins_under_the_plan_that_there_is(self, session, asha):
        one, _ = an_agreed_case(session, asha)
        other = a_referral(session, one.person, worker=asha, state=State.ASSESSED)
        plans.agree(session, asha, other.id, seen=the_plan(session, one).version, at=LATER)
        assert other.state is State.IN_PROGRAMME
        assert the_plan(session, one).agreed_on == NOON.date()

    def test_the_first_thing_done_under_an_agreed_plan_starts_it(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        plan_steps.take_on(
            session, asha, row.id, goal_id, text="Walk", due_on=None, listing_id=None, at=NOON
        )
        assert the_plan(session, row).state is PlanState.ACTIVE


class TestReviewing:
    def test_a_review_keeps_the_earlier_version_and_sets_the_next(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        plan = the_plan(session, row)
        plans.start_review(session, asha, row.id, at=LATER)
        assert plan.state is PlanState.UNDER_REVIEW
        plans.finish_review(
            session, asha, row.id, words="It goes well", review_on=None, seen=plan.version,
            at=LATER,
        )  # fmt: skip
        held = session.scalars(sa.select(PlanReview)).one()
        assert (held.kind, held.words, held.plan_number) == (
            ReviewKind.SIX_WEEKS,
            "It goes well",
            2,
        )
        assert (plan.state, plan.next_review) == (PlanState.ACTIVE, ReviewKind.SIX_MONTHS)
        assert len(versions_of(session, plan)) == 2

    def test_the_link_worker_may_choose_another_day_but_not_one_that_is_past(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        plan = the_plan(session, row)
        plans.start_review(session, asha, row.id, at=LATER)
        more = {"words": "", "seen": plan.version, "at": LATER}
        with pytest.raises(RuleBroken):
            plans.finish_review(session, asha, row.id, review_on=LATER.date(), **more)
        plans.finish_review(session, asha, row.id, review_on=date(2027, 3, 1), **more)
        assert plan.review_on == date(2027, 3, 1)

    def looked_over(self, session, asha, row, *, at, review_on=None):
        plan = the_plan(session, row)
        plans.start_review(session, asha, row.id, at=at)
        plans.finish_review(
            session, asha, row.id, words="", review_on=review_on, seen=plan.version, at=at
        )
        return plan.next_review, plan.review_on

    def test_pressing_twice_on_the_day_of_agreeing_leaves_the_day_of_the_next(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        for _ in range(2):
            coming = self.looked_over(session, asha, row, at=NOON)
        assert coming == (ReviewKind.SIX_WEEKS, date(2027, 1, 3))

    def test_pressing_twice_when_it_is_time_is_one_review_and_one_extra(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        for _ in range(2):
            coming = self.looked_over(session, asha, row, at=LATER)
        assert coming == (ReviewKind.SIX_MONTHS, date(2027, 5, 22))
        held = plan_page(session, asha, row.id, at=LATER).reviews
        assert [(one.when, one.is_extra) for one in held] == [
            ("7 weeks after agreeing", True), ("7 weeks after agreeing", False),
        ]  # fmt: skip

    def test_an_extra_one_may_still_move_the_next(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        coming = self.looked_over(session, asha, row, at=NOON, review_on=date(2026, 12, 20))
        assert coming == (ReviewKind.SIX_WEEKS, date(2026, 12, 20))

    def test_the_version_says_how_long_after_agreeing_it_was(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        self.looked_over(session, asha, row, at=NOON)
        because = [one.because for one in versions_of(session, the_plan(session, row))]
        assert "Review on the day of agreeing" in because


def closed(session, asha, row, goal_id, move=GoalMove.ACHIEVE, words="Two floors", at=LATER):
    plans.close(
        session, asha, row.id, came_of={goal_id: CameOf(move, words)},
        changed_for_me="I have a dog, and I know my neighbours.",
        seen=the_plan(session, row).version, at=at,
    )  # fmt: skip


class TestClosing:
    def test_a_case_is_finished_with_what_came_of_each_goal(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        closed(session, asha, row, goal_id)
        plan = the_plan(session, row)
        assert (row.state, plan.state) == (State.COMPLETED, PlanState.ENDED)
        assert plan.content.goal(goal_id).state is GoalState.ACHIEVED
        assert plan.content.changed_for_me == "I have a dog, and I know my neighbours."
        assert (plan.next_review, plan.review_on) == (ReviewKind.SIX_MONTHS, date(2027, 7, 10))

    def test_nobody_ever_came_anywhere_and_it_is_a_success(self, session, asha):
        """A-CASE-02: nothing that a group says or does not say is asked when a case is finished."""
        row, goal_id = an_agreed_case(session, asha)
        closed(session, asha, row, goal_id)
        assert row.state is State.COMPLETED
        assert "attend" not in plans.close.__doc__

    def test_a_goal_about_which_nothing_is_said_keeps_the_case_open(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        other = a_goal(session, asha, row, "I want to sleep.")
        with pytest.raises(RuleBroken) as refused:
            closed(session, asha, row, goal_id)
        assert refused.value.field == f"goal_{other}"

    def test_a_plan_goes_on_while_another_case_works_under_it(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        a_referral(session, row.person, worker=asha, state=State.IN_PROGRAMME)
        closed(session, asha, row, goal_id)
        assert row.state is State.COMPLETED
        assert the_plan(session, row).state.is_active

    def test_a_new_episode_begins_a_new_plan(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        closed(session, asha, row, goal_id)
        again = a_referral(session, row.person, worker=asha, state=State.ASSESSED)
        a_goal(session, asha, again, "I want to walk further.")
        assert the_plan(session, again).referral_id == again.id


class TestFollowingUp:
    @pytest.fixture
    def row(self, session, asha):
        referral, goal_id = an_agreed_case(session, asha)
        closed(session, asha, referral, goal_id)
        return referral

    def follow(self, session, asha, row, goes=HowItGoes.KEEPING, months=6):
        at = LATER + timedelta(days=31 * months)
        plans.follow_up(session, asha, row.id, goes=goes, words="Every morning", at=at)

    def test_keeping_it_up_is_followed_until_a_year_is_over(self, session, asha, row):
        plan = the_plan(session, row)
        self.follow(session, asha, row)
        assert (row.state, plan.state) == (State.MAINTAINING, PlanState.MAINTAINING)
        assert plan.next_review is ReviewKind.TWELVE_MONTHS
        self.follow(session, asha, row, months=12)
        assert (row.state, plan.state) == (State.SUSTAINED, PlanState.CLOSED_SUSTAINED)
        assert plan.review_on is None

    def test_a_year_is_counted_from_the_end_and_not_from_the_agreement(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        plan, end = the_plan(session, row), NOON + timedelta(days=300)
        plans.close(
            session, asha, row.id, came_of={goal_id: CameOf(GoalMove.ACHIEVE)},
            changed_for_me="", seen=plan.version, at=end,
        )  # fmt: skip
        assert plan.review_on == months_after(end.date(), 6)

    def test_who_is_asked_early_has_not_kept_it_up_for_a_year(self, session, asha, row):
        plan = the_plan(session, row)
        self.follow(session, asha, row)
        day = plan.review_on
        self.follow(session, asha, row, months=7)
        assert (row.state, plan.state) == (State.MAINTAINING, PlanState.MAINTAINING)
        assert (plan.next_review, plan.review_on) == (ReviewKind.TWELVE_MONTHS, day)

    def test_who_is_asked_again_and_again_at_first_is_still_asked_after_six_months(
        self, session, asha, row
    ):
        for _ in range(2):
            self.follow(session, asha, row, months=1)
        plan = the_plan(session, row)
        assert (plan.next_review, plan.review_on) == (ReviewKind.SIX_MONTHS, date(2027, 7, 10))

    def test_a_lapse_is_recorded_without_a_word_of_blame(self, session, asha, row):
        self.follow(session, asha, row, HowItGoes.LAPSED)
        plan = the_plan(session, row)
        assert (row.state, plan.state) == (State.LAPSED, PlanState.CLOSED_LAPSED)
        words = f"{State.LAPSED.words} {PlanState.CLOSED_LAPSED.words} {HowItGoes.LAPSED.words}"
        assert not {"fail", "failed", "fault", "bad"} & set(words.lower().split())
        last = session.scalars(sa.select(ReferralMove).order_by(ReferralMove.number.desc()))
        assert last.first().because == "Every morning"

    def test_it_is_not_asked_before_the_work_is_done(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        with pytest.raises(RuleBroken):
            self.follow(session, asha, row)


class TestTwoCasesUnderOnePlan:
    """One plan for a person across all conditions (A-R3-03): what is asked of them holds for each case."""

    @pytest.fixture
    def first(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        return row, goal_id

    @pytest.fixture
    def second(self, session, asha, first):
        return a_referral(session, first[0].person, worker=asha, state=State.IN_PROGRAMME)

    @pytest.fixture
    def both(self, session, asha, first, second):
        closed(session, asha, *first)
        goal_id = a_goal(session, asha, second, "I want to cook.")
        closed(session, asha, second, goal_id)
        return first[0], second

    def test_both_are_kept_up_together_for_a_year(self, session, asha, both):
        one, other = both
        for months, state in ((6, State.MAINTAINING), (12, State.SUSTAINED)):
            at = LATER + timedelta(days=31 * months)
            plans.follow_up(session, asha, other.id, goes=HowItGoes.KEEPING, words="", at=at)
            assert (one.state, other.state) == (state, state)

    def test_both_lapse(self, session, asha, both):
        one, other = both
        at = LATER + timedelta(days=200)
        plans.follow_up(session, asha, one.id, goes=HowItGoes.LAPSED, words="Winter", at=at)
        assert (one.state, other.state) == (State.LAPSED, State.LAPSED)

    def test_after_a_year_too(self, session, asha, both):
        one, other = both
        for months in (6, 12):
            at = LATER + timedelta(days=31 * months)
            plans.follow_up(session, asha, one.id, goes=HowItGoes.KEEPING, words="", at=at)
        lapse(session, asha, one.id, what_slipped="She moved.", at=LATER + timedelta(days=500))
        for _ in range(2):
            plans.lapse(session, one.id, at=LATER + timedelta(days=500))
        assert (one.state, other.state) == (State.LAPSED, State.LAPSED)

    def test_a_case_that_was_finished_under_an_earlier_plan_stays_as_it_is(
        self, session, asha, first
    ):
        closed(session, asha, *first)
        again = a_referral(session, first[0].person, worker=asha, state=State.ASSESSED)
        at = LATER + timedelta(days=1)
        goal_id = a_goal(session, asha, again, "I want to cook.", at=at)
        plan = the_plan(session, again)
        plans.agree(session, asha, again.id, seen=plan.version, at=at)
        closed(session, asha, again, goal_id, at=at)
        at = LATER + timedelta(days=200)
        plans.follow_up(session, asha, again.id, goes=HowItGoes.LAPSED, words="", at=at)
        assert (again.state, first[0].state) == (State.LAPSED, State.COMPLETED)

    def test_one_that_ends_otherwise_leaves_the_other_looked_after(
        self, session, asha, first, second
    ):
        closed(session, asha, *first)
        session.add(second.make(plans.Move.DECLINE, by=asha, at=LATER))
        session.flush()
        plans.stop(session, second.id, at=LATER)
        plan = the_plan(session, second)
        assert (plan.state, plan.next_review) == (PlanState.ENDED, ReviewKind.SIX_MONTHS)
        at = LATER + timedelta(days=200)
        plans.follow_up(session, asha, first[0].id, goes=HowItGoes.KEEPING, words="", at=at)
        assert first[0].state is State.MAINTAINING


class TestStopping:
    def test_a_case_that_ends_otherwise_stops_its_plan_once(self, session, asha):
        row, _ = an_agreed_case(session, asha)
        session.add(row.make(plans.Move.DECLINE, by=asha, at=NOON))
        session.flush()
        for _ in range(2):
            plans.stop(session, row.id, at=NOON)
        assert the_plan(session, row).state is PlanState.CLOSED_OTHER
        moves = session.scalars(sa.select(ActionPlanMove.after)).all()
        assert list(moves).count(PlanState.CLOSED_OTHER) == 1

    def test_a_finished_or_open_case_is_left_alone(self, session, asha):
        row, goal_id = an_agreed_case(session, asha)
        plans.stop(session, row.id, at=NOON)
        assert the_plan(session, row).state is PlanState.AGREED
        closed(session, asha, row, goal_id)
        plans.stop(session, row.id, at=NOON)
        assert the_plan(session, row).state is PlanState.ENDED
        plans.stop(session, uuid4(), at=NOON)


SAID = st.text("abc ÄŁ\n", min_size=1, max_size=12).filter(lambda text: text.strip())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("gsorm"), SAID), max_size=10))
def test_any_sequence_of_acts_keeps_every_version_of_every_goal(session, acts):
    asha = a_link_worker(session)
    row, first = an_agreed_case(session, asha, person=a_person(session))
    plan = the_plan(session, row)
    said = [plan.content]
    for verb, words in acts:
        match verb:
            case "g":
                a_goal(session, asha, row, words)
            case "s":
                step = {"text": words, "due_on": None, "listing_id": None, "at": NOON}
                plan_steps.take_on(session, asha, row.id, first, **step)
            case "o":
                plans.meet_obstacle(session, asha, row.id, words=words, at=NOON)
            case "r":
                more = {"seen": plan.version, "at": NOON}
                plans.reword(session, asha, row.id, first, words=words, **more)
            case "m":
                plans.start_review(session, asha, row.id, at=NOON)
                more = {"words": words, "review_on": None, "seen": plan.version, "at": NOON}
                plans.finish_review(session, asha, row.id, **more)
        said.append(plan.content)
    kept = versions_of(session, plan)
    assert [one.content for one in kept] == said
    assert [one.number for one in kept] == list(range(1, len(said) + 1))
