"""Lifecycle: the states of a record and the moves between them, as a table that can be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kernel.errors import RuleBroken

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)


class MoveNotAllowed(RuleBroken):
    """The record is in a state that this move does not start from."""


@dataclass(frozen=True)
class Step(Generic[S]):
    """Where a move may start, and where it leads."""

    before: tuple[S, ...]
    after: S


def move(*before: S, to: S) -> Step[S]:
    """A move from any of the states named to one other."""
    if not before:
        raise ValueError("A move starts from at least one state.")
    return Step(before, to)


@dataclass(frozen=True)
class Lifecycle(Generic[S, M]):
    """Where a record starts, and every move that it can make."""

    start: S
    moves: Mapping[M, Step[S]]

    def after(self, state: S, move: M) -> S:
        """The state that a move leads to. Raises MoveNotAllowed from a state it may not start in."""
        step = self.moves.get(move)
        if step is None or state not in step.before:
            raise MoveNotAllowed(f"You cannot {_words(move)} something that is {_words(state)}.")
        return step.after

    def open_moves(self, state: S) -> tuple[M, ...]:
        """The moves that can be made from a state, in the order of the table."""
        return tuple(move for move, step in self.moves.items() if state in step.before)

    def states(self) -> frozenset[S]:
        """Every state that the table names."""
        named = {state for step in self.moves.values() for state in (*step.before, step.after)}
        return frozenset(named | {self.start})

    def reachable(self) -> frozenset[S]:
        """Every state that a record can come to. A sound table reaches all the states it names."""
        found, to_visit = {self.start}, [self.start]
        while to_visit:
            state = to_visit.pop()
            new = {self.moves[move].after for move in self.open_moves(state)} - found
            found |= new
            to_visit.extend(new)
        return frozenset(found)


def _words(name: StrEnum) -> str:
    return name.value.replace("_", " ").replace("-", " ")
