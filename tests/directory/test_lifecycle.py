"""A listing's states and moves (A10.4): read as a table, and walked."""

import pytest

from directory.lifecycle import EDITORS_MOVES, LISTING, Move, State
from kernel.lifecycle import MoveNotAllowed


def test_every_state_can_be_reached() -> None:
    assert LISTING.reachable() == set(State)


def test_every_move_is_in_the_table() -> None:
    assert set(LISTING.moves) == set(Move)


def test_only_a_live_or_hidden_listing_is_public() -> None:
    assert {state for state in State if state.is_public} == {State.LIVE, State.HIDDEN}


def test_what_comes_back_when_it_is_confirmed_was_let_pass() -> None:
    let_pass = {state for state in State if state.is_let_pass}
    assert let_pass == {State.LIVE, State.HIDDEN, State.ARCHIVED}


def test_default_search_shows_live_listings_only() -> None:
    assert [state for state in State if state.is_in_default_search] == [State.LIVE]


@pytest.mark.parametrize(
    ("moves", "end"),
    [
        pytest.param([Move.SUBMIT, Move.CONFIRM], State.LIVE, id="a clean listing"),
        pytest.param([Move.SUBMIT, Move.HOLD, Move.PUBLISH], State.LIVE, id="a flagged one"),
        pytest.param([Move.PUBLISH], State.LIVE, id="one of a checked batch"),
        pytest.param([Move.SUBMIT, Move.REJECT], State.REJECTED, id="spam"),
        pytest.param([Move.PUBLISH, Move.HIDE, Move.REVIVE], State.LIVE, id="confirmed late"),
        pytest.param(
            [Move.PUBLISH, Move.HIDE, Move.ARCHIVE, Move.REVIVE], State.LIVE, id="confirmed at last"
        ),
        pytest.param([Move.PUBLISH, Move.SUSPEND, Move.RELEASE], State.LIVE, id="found to be safe"),
        pytest.param(
            [Move.PUBLISH, Move.SUSPEND, Move.WITHDRAW], State.WITHDRAWN, id="gave up meanwhile"
        ),
        pytest.param([Move.PUBLISH, Move.WITHDRAW, Move.RESTORE], State.WAITING, id="came back"),
        pytest.param([Move.REJECT, Move.RESTORE], State.WAITING, id="rejected by mistake"),
        pytest.param([Move.PUBLISH, Move.HOLD], State.WAITING, id="an odd edit of a live one"),
    ],
)
def test_a_listing_goes_its_way(moves: list[Move], end: State) -> None:
    state = LISTING.start
    for step in moves:
        state = LISTING.after(state, step)
    assert state is end


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.DRAFT, Move.CONFIRM),
        (State.WAITING, Move.CONFIRM),
        (State.UNCONFIRMED, Move.PUBLISH),
        (State.SUSPENDED, Move.REVIVE),
        (State.WITHDRAWN, Move.REVIVE),
        (State.REJECTED, Move.PUBLISH),
        (State.LIVE, Move.ARCHIVE),
        (State.LIVE, Move.SUBMIT),
    ],
)
def test_a_move_out_of_turn_is_refused(state: State, step: Move) -> None:
    with pytest.raises(MoveNotAllowed):
        LISTING.after(state, step)


@pytest.mark.parametrize("state", [State.WAITING, State.SUSPENDED, State.WITHDRAWN, State.REJECTED])
def test_nothing_that_was_stopped_comes_back_without_an_editor(state: State) -> None:
    found, to_visit = {state}, [state]
    while to_visit:
        here = to_visit.pop()
        open_moves = set(LISTING.open_moves(here)) - EDITORS_MOVES
        new = {LISTING.after(here, step) for step in open_moves} - found
        found |= new
        to_visit.extend(new)
    assert not any(reached.is_public for reached in found)


def test_nothing_leaves_a_final_state_but_by_being_brought_back() -> None:
    back = {Move.RESTORE, Move.REVIVE, Move.SUSPEND, Move.WITHDRAW}
    for state in State:
        if state.is_final:
            assert set(LISTING.open_moves(state)) <= back


def test_every_state_has_words() -> None:
    assert all(state.words for state in State)
