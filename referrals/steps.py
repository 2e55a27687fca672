"""The line of steps by which a practice follows its referral: a few words each, in one order.

Where a referral ended on the way, the line ends there with the words for it. Whoever needs help again
has not ended, unless somebody said why the case stays closed: that is where they stand now.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from referrals.lifecycle import State

WAY: tuple[tuple[str, frozenset[State]], ...] = (
    ("Sent", frozenset({State.SENT})),
    ("Received", frozenset({State.RECEIVED})),
    ("Accepted", frozenset({State.ALLOCATED, State.CONTACTING, State.BOOKED, State.MISSED})),
    ("First meeting", frozenset({State.ASSESSED})),
    ("Action plan", frozenset({State.IN_PROGRAMME})),
    ("Finished", frozenset({State.COMPLETED, State.MAINTAINING, State.SUSTAINED})),
)
"""The steps, each with the states in which somebody stands at it."""


class Standing(StrEnum):
    """Whether a step is done, is where the referral stands, or lies ahead."""

    says: str
    mark: str

    def __new__(cls, value: str, says: str = "", mark: str = "") -> "Standing":
        member = str.__new__(cls, value)
        member._value_ = value
        member.says, member.mark = says, mark
        return member

    DONE = "done", "Done", "✓"
    NOW = "now", "Now", "●"
    ENDED = "ended", "Ended here", "■"
    AHEAD = "ahead", "To come", "○"


@dataclass(frozen=True)
class Step:
    """One step of the line. `detail` says more of where a referral stands."""

    words: str
    standing: Standing
    detail: str = ""


def line_of(
    state: State, reached: Collection[State], *, stays_closed: bool = False, stands: str = ""
) -> tuple[Step, ...]:
    """The line for a referral that stands at `state` and came through the states `reached`.

    `stands` says more of where it stands than the words of its state.
    """
    rank = _rank(state)
    if rank is not None:
        return tuple(_step(number, rank, stands or state.words) for number in range(len(WAY)))
    done = max((_rank(one) or 0 for one in reached if _rank(one) is not None), default=-1)
    passed = tuple(Step(words, Standing.DONE) for words, _ in WAY[: done + 1])
    if state is State.DRAFT:
        ahead = tuple(Step(words, Standing.AHEAD) for words, _ in WAY)
        return (Step(state.words, Standing.NOW), *ahead)
    if stays_closed:
        return (*passed, Step(state.words, Standing.ENDED, "The case stays closed"))
    return (*passed, Step(state.words, Standing.NOW if state.asks_again else Standing.ENDED))


def _rank(state: State) -> int | None:
    return next((number for number, (_, states) in enumerate(WAY) if state in states), None)


def _step(number: int, rank: int, stands: str) -> Step:
    words = WAY[number][0]
    if number < rank:
        return Step(words, Standing.DONE)
    if number > rank:
        return Step(words, Standing.AHEAD)
    is_last = rank == len(WAY) - 1
    detail = stands if stands != words else ""
    return Step(words, Standing.DONE if is_last else Standing.NOW, detail)
