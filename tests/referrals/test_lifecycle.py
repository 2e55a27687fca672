"""The moves of a referral, a plan, a goal and an onward link: each row is a sentence about what may follow what."""

import pytest

from kernel.lifecycle import MoveNotAllowed
from referrals.lifecycle import (
    ENDED,
    GOAL,
    ONWARD_LINK,
    OPEN,
    PLAN,
    REFERRAL,
    WITH_WORKER,
    GoalMove,
    GoalState,
    LinkMove,
    LinkState,
    Move,
    PlanMove,
    PlanState,
    State,
)

TABLE = [
    (State.DRAFT, Move.SEND, State.SENT),
    (State.SENT, Move.RECEIVE, State.RECEIVED),
    (State.RECEIVED, Move.ACCEPT, State.ALLOCATED),
    (State.RECEIVED, Move.RETURN, State.RETURNED),
    (State.RETURNED, Move.SEND, State.SENT),
    (State.ALLOCATED, Move.CONTACT, State.CONTACTING),
    (State.CONTACTING, Move.BOOK, State.BOOKED),
    (State.CONTACTING, Move.GIVE_UP, State.UNREACHABLE),
    (State.UNREACHABLE, Move.CONTACT, State.CONTACTING),
    (State.BOOKED, Move.MISS, State.MISSED),
    (State.MISSED, Move.BOOK, State.BOOKED),
    (State.BOOKED, Move.ASSESS, State.ASSESSED),
    (State.CONTACTING, Move.ASSESS, State.ASSESSED),
    (State.ASSESSED, Move.BEGIN, State.IN_PROGRAMME),
    (State.ASSESSED, Move.REDIRECT, State.REDIRECTED),
    (State.IN_PROGRAMME, Move.COMPLETE, State.COMPLETED),
    (State.COMPLETED, Move.MAINTAIN, State.MAINTAINING),
    (State.MAINTAINING, Move.SUSTAIN, State.SUSTAINED),
    (State.MAINTAINING, Move.LAPSE, State.LAPSED),
    (State.LAPSED, Move.REOPEN, State.REOPENED),
]


@pytest.mark.parametrize(("before", "move", "after"), TABLE)
def test_a_move_leads_on(before, move, after):
    assert REFERRAL.after(before, move) is after


@pytest.mark.parametrize(
    ("state", "move"),
    [
        (State.DRAFT, Move.ACCEPT),
        (State.DRAFT, Move.DECLINE),
        (State.ALLOCATED, Move.ACCEPT),
        (State.RECEIVED, Move.ASSESS),
        (State.ALLOCATED, Move.BEGIN),
        (State.ASSESSED, Move.COMPLETE),
        (State.DECLINED, Move.ACCEPT),
        (State.REOPENED, Move.REOPEN),
        (State.WITHDRAWN, Move.SEND),
    ],
)
def test_what_makes_no_sense_is_refused(state, move):
    with pytest.raises(MoveNotAllowed):
        REFERRAL.after(state, move)


@pytest.mark.parametrize("state", OPEN)
def test_people_may_decline_at_any_time_and_it_costs_them_nothing(state):
    after = REFERRAL.after(state, Move.DECLINE)
    assert after is State.DECLINED
    assert after.words == "Not this time"


@pytest.mark.parametrize("state", WITH_WORKER)
def test_a_link_worker_may_always_pass_somebody_on(state):
    assert REFERRAL.after(state, Move.REDIRECT) is State.REDIRECTED


def test_a_state_is_open_or_over_and_only_a_draft_is_neither():
    assert {state for state in State if state.is_open} == set(OPEN)
    assert set(State) - set(OPEN) - set(ENDED) == {State.DRAFT, State.REOPENED, State.WITHDRAWN}
    assert [state for state in State if not state.is_past_draft] == [State.DRAFT]


def test_nobody_has_accepted_what_waits():
    assert [state for state in State if state.is_waiting] == [State.SENT, State.RECEIVED]
    assert [state for state in State if state.is_followed] == [State.COMPLETED, State.MAINTAINING]


# ---- action plan and goal (A10.3) ------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "move", "after"),
    [
        (PlanState.DRAFTING, PlanMove.AGREE, PlanState.AGREED),
        (PlanState.AGREED, PlanMove.START, PlanState.ACTIVE),
        (PlanState.ACTIVE, PlanMove.REVIEW, PlanState.UNDER_REVIEW),
        (PlanState.UNDER_REVIEW, PlanMove.REVISE, PlanState.ACTIVE),
        (PlanState.ACTIVE, PlanMove.END, PlanState.ENDED),
        (PlanState.ENDED, PlanMove.MAINTAIN, PlanState.MAINTAINING),
        (PlanState.MAINTAINING, PlanMove.SUSTAIN, PlanState.CLOSED_SUSTAINED),
        (PlanState.MAINTAINING, PlanMove.LAPSE, PlanState.CLOSED_LAPSED),
        (PlanState.ENDED, PlanMove.LAPSE, PlanState.CLOSED_LAPSED),
        (PlanState.DRAFTING, PlanMove.CLOSE, PlanState.CLOSED_OTHER),
    ],
)
def test_a_plan_leads_on(before, move, after):
    assert PLAN.after(before, move) is after


@pytest.mark.parametrize(
    ("state", "move"),
    [
        (PlanState.DRAFTING, PlanMove.END),
        (PlanState.DRAFTING, PlanMove.REVIEW),
        (PlanState.ENDED, PlanMove.AGREE),
        (PlanState.ENDED, PlanMove.SUSTAIN),
        (PlanState.CLOSED_OTHER, PlanMove.CLOSE),
    ],
)
def test_a_plan_does_not_skip_what_matters(state, move):
    with pytest.raises(MoveNotAllowed):
        PLAN.after(state, move)


def test_one_active_plan_is_what_the_database_keeps_to_one():
    assert {state.value for state in PlanState if state.is_active} == {
        "drafting",
        "agreed",
        "active",
        "under-review",
    }
    assert [state for state in PlanState if state.is_followed] == [
        PlanState.ENDED,
        PlanState.MAINTAINING,
    ]


@pytest.mark.parametrize("state", [state for state in GoalState if not state.is_open])
def test_a_goal_that_is_over_can_be_taken_up_again_unless_another_took_its_place(state):
    may = GoalMove.TAKE_UP in GOAL.open_moves(state)
    assert may is (state is not GoalState.CHANGED)


@pytest.mark.parametrize("state", [GoalState.SET, GoalState.WORKING])
@pytest.mark.parametrize(
    "move", [GoalMove.ACHIEVE, GoalMove.PART_ACHIEVE, GoalMove.CHANGE, GoalMove.DROP]
)
def test_an_open_goal_may_end_in_any_way(state, move):
    assert not GOAL.after(state, move).is_open


# ---- onward links (A10.2) --------------------------------------------------------------------


@pytest.mark.parametrize(
    "moves",
    [
        "agree introduce accept attend finish",
        "agree introduce accept refuse rethink give-up",
        "agree introduce give-up",
        "agree attend finish",
        "agree attend stop",
        "agree introduce not-start",
        "decline",
        "agree introduce accept attend finish owe receive",
        "agree introduce attend receive",
        "agree introduce accept finish owe run-late receive",
        "agree introduce take-back",
        "agree introduce refuse accept attend stop",
        "agree introduce refuse rethink take-back",
    ],
)
def test_an_onward_link_goes_this_way(moves):
    state = ONWARD_LINK.start
    for move in moves.split():
        state = ONWARD_LINK.after(state, LinkMove(move))
    assert ONWARD_LINK.open_moves(state) in ((), (LinkMove.OWE,))


def test_a_group_is_asked_only_once_the_person_said_yes():
    with pytest.raises(MoveNotAllowed):
        ONWARD_LINK.after(LinkState.SUGGESTED, LinkMove.INTRODUCE)


def test_a_link_may_be_taken_back_while_it_is_open():
    may = [s for s in LinkState if LinkMove.TAKE_BACK in ONWARD_LINK.open_moves(s)]
    assert may == [state for state in LinkState if state.is_open]
