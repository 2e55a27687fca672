"""A lifecycle says which moves there are, and refuses the others in words."""

from enum import StrEnum

import pytest

from kernel.errors import RuleBroken
from kernel.lifecycle import Lifecycle, MoveNotAllowed, move


class State(StrEnum):
    ASKED_FOR = "asked_for"
    PLANTED = "planted"
    IN_BLOOM = "in_bloom"
    GONE = "gone"


class Move(StrEnum):
    PLANT = "plant"
    BLOOM = "bloom"
    DIG_UP = "dig_up"


FLOWER = Lifecycle(
    start=State.ASKED_FOR,
    moves={
        Move.PLANT: move(State.ASKED_FOR, to=State.PLANTED),
        Move.BLOOM: move(State.PLANTED, to=State.IN_BLOOM),
        Move.DIG_UP: move(State.PLANTED, State.IN_BLOOM, to=State.GONE),
    },
)


def test_a_move_leads_to_the_next_state():
    assert FLOWER.after(State.ASKED_FOR, Move.PLANT) is State.PLANTED


@pytest.mark.parametrize("state", [State.PLANTED, State.IN_BLOOM])
def test_a_move_may_start_from_several_states(state):
    assert FLOWER.after(state, Move.DIG_UP) is State.GONE


def test_a_move_from_elsewhere_is_refused_in_words():
    with pytest.raises(MoveNotAllowed) as refusal:
        FLOWER.after(State.ASKED_FOR, Move.DIG_UP)
    assert refusal.value.message == "You cannot dig up something that is asked for."
    assert isinstance(refusal.value, RuleBroken)


def test_a_move_that_the_table_lacks_is_refused():
    without = Lifecycle(start=State.ASKED_FOR, moves={Move.PLANT: FLOWER.moves[Move.PLANT]})
    with pytest.raises(MoveNotAllowed):
        without.after(State.PLANTED, Move.BLOOM)


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (State.ASKED_FOR, (Move.PLANT,)),
        (State.PLANTED, (Move.BLOOM, Move.DIG_UP)),
        (State.GONE, ()),
    ],
)
def test_the_open_moves_of_a_state_come_in_the_order_of_the_table(state, moves):
    assert FLOWER.open_moves(state) == moves


def test_every_open_move_can_be_made_and_no_other():
    for state in State:
        for each in Move:
            if each in FLOWER.open_moves(state):
                assert FLOWER.after(state, each) in FLOWER.states()
            else:
                with pytest.raises(MoveNotAllowed):
                    FLOWER.after(state, each)


def test_a_sound_table_reaches_every_state_it_names():
    assert FLOWER.reachable() == FLOWER.states() == set(State)


def test_a_state_that_nothing_leads_to_shows():
    unsound = Lifecycle(
        start=State.ASKED_FOR, moves={Move.BLOOM: move(State.PLANTED, to=State.IN_BLOOM)}
    )
    assert unsound.states() - unsound.reachable() == {State.PLANTED, State.IN_BLOOM}


def test_a_move_from_nowhere_is_a_mistake_in_the_table():
    with pytest.raises(ValueError, match="at least one state"):
        move(to=State.GONE)
