"""The line of steps: where a referral stands, in marks and words."""

import pytest

from referrals.lifecycle import State
from referrals.steps import WAY, Standing, line_of


def shown(state, *reached):
    return [f"{step.standing.mark}{step.words}" for step in line_of(state, reached)]


def test_what_is_done_is_ticked_and_what_lies_ahead_is_open():
    assert shown(State.ALLOCATED, State.SENT, State.RECEIVED) == [
        "✓Sent", "✓Received", "●Accepted", "○First meeting", "○Action plan", "○Finished",
    ]  # fmt: skip


def test_where_it_stands_is_said_more_closely():
    assert [one.detail for one in line_of(State.BOOKED, ())][2] == "First meeting booked"


def test_a_finished_one_is_done_to_the_end():
    assert {step.standing for step in line_of(State.COMPLETED, ())} == {Standing.DONE}
    assert line_of(State.SUSTAINED, ())[-1].detail == "Kept up for a year"


def test_one_that_ended_on_the_way_ends_there():
    assert shown(State.RETURNED, State.SENT, State.RECEIVED) == [
        "✓Sent", "✓Received", "■Sent back to the practice",
    ]  # fmt: skip


def test_whose_case_stays_closed_has_ended_there():
    (*_, last) = line_of(State.LAPSED, [State.COMPLETED], stays_closed=True)
    assert (last.words, last.standing) == (State.LAPSED.words, Standing.ENDED)
    assert last.detail == "The case stays closed"


def test_whoever_needs_help_again_has_not_ended_there():
    assert shown(State.LAPSED, State.SENT, State.COMPLETED)[-2:] == [
        "✓Finished", "●Needs help again",
    ]  # fmt: skip


def test_a_draft_has_not_begun():
    assert shown(State.DRAFT)[0] == "●Not sent yet"


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_line(state):
    line = line_of(state, ())
    assert line
    assert len(line) <= len(WAY) + 1
    assert [one for one in line if one.standing in {Standing.NOW, Standing.ENDED}] or (
        state in {State.COMPLETED, State.MAINTAINING, State.SUSTAINED}
    )
