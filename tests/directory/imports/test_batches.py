"""A list is in the directory when it has been read to its end, and not a moment before."""

import pytest

from directory.imports.batches import BATCH, BatchMove, BatchState
from kernel.lifecycle import MoveNotAllowed


def test_every_state_can_be_reached_and_every_move_is_in_the_table():
    assert BATCH.reachable() == BATCH.states() == set(BatchState)
    assert set(BATCH.moves) == set(BatchMove)


@pytest.mark.parametrize("state", [BatchState.READY, BatchState.PUBLISHED, BatchState.CANCELLED])
def test_what_came_in_or_was_cancelled_is_not_read_again(state):
    with pytest.raises(MoveNotAllowed):
        BATCH.after(state, BatchMove.READ)


def test_nothing_is_published_before_it_is_read():
    from_where = [state for state in BatchState if BatchMove.PUBLISH in BATCH.open_moves(state)]
    assert from_where == [BatchState.READY]
