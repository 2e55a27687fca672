"""The plan as a value: verbs give new values, nothing is lost, and it comes back from JSON whole."""

from datetime import date
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import NotFound, RuleBroken
from kernel.lifecycle import MoveNotAllowed
from referrals.lifecycle import GOAL, GoalMove, GoalState
from referrals.plans import Goal, Obstacle, Plan, Step, check_due

GOAL_ID, STEP_ID, OBSTACLE_ID = UUID(int=1), UUID(int=2), UUID(int=3)
WORDS = "I want to get up the stairs without stopping."
PLAN = Plan().set_goal(GOAL_ID, WORDS)
WITH_STEP = PLAN.take_on(GOAL_ID, Step(STEP_ID, "Walk to the corner shop", date(2026, 12, 1)))


def test_a_goal_is_what_the_person_says():
    assert PLAN.goal(GOAL_ID).words == WORDS
    assert PLAN.goal(GOAL_ID).state is GoalState.SET


def test_a_goal_without_words_is_refused_at_its_field():
    with pytest.raises(RuleBroken) as refused:
        Plan().set_goal(GOAL_ID, "  \n ")
    assert refused.value.field == "words"


def test_a_plan_without_a_goal_cannot_be_agreed():
    with pytest.raises(RuleBroken, match="own words"):
        Plan().check_can_be_agreed()
    PLAN.check_can_be_agreed()


def test_a_plan_whose_only_goal_was_let_go_cannot_be_agreed():
    with pytest.raises(RuleBroken, match="own words"):
        PLAN.move_goal(GOAL_ID, GoalMove.DROP).check_can_be_agreed()


def test_a_first_step_means_that_a_goal_is_worked_on():
    assert WITH_STEP.goal(GOAL_ID).state is GoalState.WORKING
    assert PLAN.goal(GOAL_ID).state is GoalState.SET


def test_a_step_needs_no_service():
    assert WITH_STEP.goal(GOAL_ID).steps[0].listing_id is None


def test_a_step_is_done_once():
    done = WITH_STEP.finish_step(STEP_ID, on=date(2026, 12, 1))
    again = done.finish_step(STEP_ID, on=date(2026, 12, 9))
    assert again.goal(GOAL_ID).steps[0].done_on == date(2026, 12, 1)


class TestAStepThatIsNotDone:
    def test_it_says_something_else(self):
        due = date(2027, 1, 2)
        plan = WITH_STEP.change_step(STEP_ID, text=" Walk far ", due_on=due, listing_id=None)
        assert plan.goal(GOAL_ID).steps == (Step(STEP_ID, "Walk far", due),)
        assert WITH_STEP.step(STEP_ID).text == "Walk to the corner shop"

    def test_it_needs_words(self):
        with pytest.raises(RuleBroken) as refused:
            WITH_STEP.change_step(STEP_ID, text=" ", due_on=None, listing_id=None)
        assert refused.value.field == "text"

    def test_it_can_be_taken_out_and_its_goal_stays(self):
        plan = WITH_STEP.take_on(GOAL_ID, Step(OBSTACLE_ID, "Ring Jo")).take_out(STEP_ID)
        assert [step.text for step in plan.goal(GOAL_ID).steps] == ["Ring Jo"]
        assert plan.goal(GOAL_ID).state is GoalState.WORKING


class TestAStepThatIsDone:
    DONE = WITH_STEP.finish_step(STEP_ID, on=date(2026, 12, 1))

    def test_it_is_neither_changed_nor_taken_out(self):
        with pytest.raises(RuleBroken, match="not done yet"):
            self.DONE.take_out(STEP_ID)
        with pytest.raises(RuleBroken, match="not done yet"):
            self.DONE.change_step(STEP_ID, text="Else", due_on=None, listing_id=None)

    def test_it_may_turn_out_not_to_be(self):
        assert self.DONE.take_back(STEP_ID) == WITH_STEP


@pytest.mark.parametrize(
    ("due_on", "stood", "is_refused"),
    [
        (date(2026, 11, 21), None, True),
        (date(2026, 11, 22), None, False),
        (date(2026, 11, 23), None, False),
        (date(2026, 11, 21), date(2026, 11, 21), False),
        (date(2026, 11, 20), date(2026, 11, 21), True),
        (None, date(2026, 11, 21), False),
    ],
)
def test_a_step_is_for_no_day_that_has_gone_unless_it_stood_there(due_on, stood, is_refused):
    today = date(2026, 11, 22)
    if not is_refused:
        check_due(due_on, today=today, stood=stood)
        return
    with pytest.raises(RuleBroken) as refused:
        check_due(due_on, today=today, stood=stood)
    assert refused.value.field == "due_on"


def test_a_goal_that_was_let_go_takes_no_more_steps():
    with pytest.raises(RuleBroken, match="Take it up again"):
        PLAN.move_goal(GOAL_ID, GoalMove.DROP).take_on(GOAL_ID, Step(STEP_ID, "Walk"))


def test_a_goal_that_was_changed_stays_and_another_takes_its_place():
    new = uuid4()
    plan = (
        PLAN.name_area(GOAL_ID, "moving")
        .reword(GOAL_ID, WORDS)
        .change_goal(GOAL_ID, new, "I want a dog.")
    )
    assert [goal.state for goal in plan.goals] == [GoalState.CHANGED, GoalState.SET]
    assert plan.goal(new).area == "moving"


def test_what_is_reached_cannot_be_let_go_but_taken_up_again():
    reached = PLAN.move_goal(GOAL_ID, GoalMove.ACHIEVE, result="Two floors")
    with pytest.raises(MoveNotAllowed):
        reached.move_goal(GOAL_ID, GoalMove.DROP)
    again = reached.move_goal(GOAL_ID, GoalMove.TAKE_UP).goal(GOAL_ID)
    assert (again.state, again.result) == (GoalState.WORKING, "Two floors")


def test_an_obstacle_says_what_was_tried_and_what_came_of_it():
    plan = PLAN.meet(OBSTACLE_ID, "The gym frightens me")
    with pytest.raises(RuleBroken) as refused:
        plan.try_out(OBSTACLE_ID, tried=" ", result="")
    assert refused.value.field == "tried"
    told = plan.try_out(OBSTACLE_ID, tried="Going with a friend", result="Still no").obstacles[0]
    assert (told.words, told.tried, told.result) == (
        "The gym frightens me",
        "Going with a friend",
        "Still no",
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda plan: plan.goal(STEP_ID),
        lambda plan: plan.reword(STEP_ID, "Other"),
        lambda plan: plan.finish_step(GOAL_ID, on=date(2026, 12, 1)),
        lambda plan: plan.try_out(GOAL_ID, tried="It", result=""),
    ],
)
def test_what_is_not_in_the_plan_is_not_found(act):
    with pytest.raises(NotFound):
        act(WITH_STEP)


def test_it_can_be_read_as_plain_lines():
    plan = WITH_STEP.finish_step(STEP_ID, on=date(2026, 12, 1)).meet(OBSTACLE_ID, "The stairs")
    assert plan.in_words().splitlines() == [
        f"{WORDS} (Working on it)",
        "– Walk to the corner shop (done)",
        "In the way: The stairs",
    ]


def test_every_word_of_it_is_in_its_plain_lines():
    said = Plan(
        (Goal(GOAL_ID, "one", steps=(Step(STEP_ID, "two"),), result="three"),),
        (Obstacle(OBSTACLE_ID, "four", "five", "six"),), "seven",
    )  # fmt: skip
    words = said.in_words()
    assert [
        one for one in ("one", "two", "three", "four", "five", "six", "seven") if one not in words
    ] == []


def test_what_changed_is_named():
    assert WITH_STEP.changed_from(PLAN) == ("goals",)
    assert WITH_STEP.say_what_changed("Everything").changed_from(WITH_STEP) == ("changed_for_me",)


# ---- any sequence of verbs -------------------------------------------------------------------

SAID = st.text(min_size=1, max_size=30).filter(lambda text: text.strip())
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["set", "reword", "move", "change", "step", "done", "meet", "try", "say"]),
        st.integers(0, 5),
        SAID,
    ),
    max_size=25,
)


def acted(plan: Plan, verb: str, number: int, words: str) -> Plan:  # noqa: PLR0911 - a table of acts
    """The plan after one act of the kind, on one of the goals or obstacles that there are."""
    goal = plan.goals[number % len(plan.goals)] if plan.goals else None
    obstacle = plan.obstacles[number % len(plan.obstacles)] if plan.obstacles else None
    match verb:
        case "set":
            return plan.set_goal(uuid4(), words)
        case "meet":
            return plan.meet(uuid4(), words)
        case "say":
            return plan.say_what_changed(words)
        case "try" if obstacle:
            return plan.try_out(obstacle.id, tried=words, result=words)
        case "reword" if goal:
            return plan.reword(goal.id, words)
        case "change" if goal and goal.state.is_open:
            return plan.change_goal(goal.id, uuid4(), words)
        case "step" if goal and goal.state.is_open:
            return plan.take_on(goal.id, Step(uuid4(), words, date(2026, 12, 1 + number)))
        case "done" if goal and goal.steps:
            return plan.finish_step(goal.steps[-1].id, on=date(2026, 12, 1 + number))
        case "move" if goal and (moves := GOAL.open_moves(goal.state)):
            return plan.move_goal(goal.id, moves[number % len(moves)], result=words)
    return plan


@given(ACTS)
def test_whatever_is_done_every_version_is_kept_and_no_goals_words_are_lost(acts):
    versions = [Plan()]
    for verb, number, words in acts:
        versions.append(acted(versions[-1], verb, number, words))
    kept = [Plan.from_json(version.to_json()) for version in versions]
    assert kept == versions
    for before, after in pairwise(versions):
        assert [goal.id for goal in before.goals] == [
            goal.id for goal in after.goals[: len(before.goals)]
        ]
        assert {step.id for goal in before.goals for step in goal.steps} <= {
            step.id for goal in after.goals for step in goal.steps
        }
        assert all(goal.words.strip() for goal in after.goals)
        assert {one.words for one in before.obstacles} <= {one.words for one in after.obstacles}
