"""The action plan as one value: goals in the person's own words, small steps, obstacles (A10.3).

Each verb returns a new value, and each version of a plan is kept whole. A goal is never taken out: one
that was let go stays, and has the same id in every version. A step that nobody did may be; the versions
before keep it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, Protocol, Self, TypeVar
from uuid import UUID

from kernel.errors import NotFound, RuleBroken
from referrals.lifecycle import GOAL, GoalMove, GoalState


class _Named(Protocol):
    @property
    def id(self) -> UUID: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True)
class Step:
    """Something small that somebody does by a day: with a service of the directory, or with none."""

    id: UUID
    text: str
    due_on: date | None = None
    listing_id: UUID | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Goal:
    """What the person wants, as they said it. `area` is a star's area, if somebody names one."""

    id: UUID
    words: str
    area: str = ""
    state: GoalState = GOAL.start
    steps: tuple[Step, ...] = ()
    result: str = ""

    def goes(self, move: GoalMove, result: str = "") -> Self:
        """It goes differently from now on; what came of it is told in the person's words."""
        return replace(self, state=GOAL.after(self.state, move), result=result or self.result)


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way, what was tried, and what came of that (A-HLW-04)."""

    id: UUID
    words: str
    tried: str = ""
    result: str = ""


@dataclass(frozen=True)
class Plan:
    """All that an action plan says, across all conditions of a person (A-R3-03)."""

    goals: tuple[Goal, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    changed_for_me: str = ""

    # ---- goals ----

    def set_goal(self, goal_id: UUID, words: str, *, area: str = "") -> Self:
        """One goal more, in the person's own words."""
        goal = Goal(goal_id, _said(words, "words", "Write the goal as the person says it."), area)
        return replace(self, goals=(*self.goals, goal))

    def reword(self, goal_id: UUID, words: str) -> Self:
        """The person says a goal differently; earlier versions keep what they said before."""
        said = _said(words, "words", "Write the goal as the person says it.")
        return self._with_goal(replace(self.goal(goal_id), words=said))

    def name_area(self, goal_id: UUID, area: str) -> Self:
        """Which area of a star a goal belongs to; "" for none."""
        return self._with_goal(replace(self.goal(goal_id), area=area))

    def move_goal(self, goal_id: UUID, move: GoalMove, *, result: str = "") -> Self:
        """It goes differently with one goal."""
        return self._with_goal(self.goal(goal_id).goes(move, result.strip()))

    def change_goal(self, goal_id: UUID, new_id: UUID, words: str) -> Self:
        """Another goal takes the place of one; the old one stays to be seen."""
        area = self.goal(goal_id).area
        return self.move_goal(goal_id, GoalMove.CHANGE).set_goal(new_id, words, area=area)

    def goal(self, goal_id: UUID) -> Goal:
        """A goal, or NotFound."""
        return _one(self.goals, goal_id)

    @property
    def open_goals(self) -> tuple[Goal, ...]:
        """Those still worked towards."""
        return tuple(goal for goal in self.goals if goal.state.is_open)

    # ---- steps ----

    def take_on(self, goal_id: UUID, step: Step) -> Self:
        """A small step towards a goal. A first step means that it is being worked on."""
        _said(step.text, "text", "Write one small thing to do.")
        goal = self.goal(goal_id)
        if not goal.state.is_open:
            raise RuleBroken("This goal is not being worked on. Take it up again first.")
        state = GOAL.after(goal.state, GoalMove.WORK) if goal.state is GOAL.start else goal.state
        return self._with_goal(replace(goal, state=state, steps=(*goal.steps, step)))

    def finish_step(self, step_id: UUID, *, on: date) -> Self:
        """The person did it."""
        goal = self.goal_of(step_id)
        step = _one(goal.steps, step_id)
        done = replace(step, done_on=step.done_on or on)
        return self._with_goal(replace(goal, steps=_swapped(goal.steps, done)))

    def take_back(self, step_id: UUID) -> Self:
        """The person did not do it yet."""
        goal = self.goal_of(step_id)
        open_again = replace(_one(goal.steps, step_id), done_on=None)
        return self._with_goal(replace(goal, steps=_swapped(goal.steps, open_again)))

    def change_step(
        self, step_id: UUID, *, text: str, due_on: date | None, listing_id: UUID | None
    ) -> Self:
        """A step that is not done says something else, or is for another day."""
        goal = self.goal_of(step_id)
        said = _said(text, "text", "Write one small thing to do.")
        step = replace(self.open_step(step_id), text=said, due_on=due_on, listing_id=listing_id)
        return self._with_goal(replace(goal, steps=_swapped(goal.steps, step)))

    def take_out(self, step_id: UUID) -> Self:
        """A step that is not done is no part of the plan any more."""
        goal, out = self.goal_of(step_id), self.open_step(step_id)
        kept = tuple(step for step in goal.steps if step.id != out.id)
        return self._with_goal(replace(goal, steps=kept))

    def open_step(self, step_id: UUID) -> Step:
        """A step that is still to be done."""
        step = self.step(step_id)
        if step.done_on is not None:
            raise RuleBroken("This step is done. Say first that it is not done yet.")
        return step

    def step(self, step_id: UUID) -> Step:
        """A step, or NotFound."""
        return _one(self.goal_of(step_id).steps, step_id)

    def goal_of(self, step_id: UUID) -> Goal:
        """The goal that a step belongs to, or NotFound."""
        for goal in self.goals:
            if any(step.id == step_id for step in goal.steps):
                return goal
        raise NotFound

    # ---- obstacles ----

    def meet(self, obstacle_id: UUID, words: str) -> Self:
        """Something stands in the way."""
        said = _said(words, "words", "Write what stands in the way.")
        return replace(self, obstacles=(*self.obstacles, Obstacle(obstacle_id, said)))

    def try_out(self, obstacle_id: UUID, *, tried: str, result: str) -> Self:
        """What was tried against an obstacle, and what came of it."""
        obstacle = _one(self.obstacles, obstacle_id)
        tried = _said(tried, "tried", "Write what was tried.")
        told = replace(obstacle, tried=tried, result=result.strip())
        return replace(self, obstacles=_swapped(self.obstacles, told))

    # ---- the whole ----

    def say_what_changed(self, words: str) -> Self:
        """What changed for the person, as they say it at the end."""
        return replace(self, changed_for_me=words.strip())

    def check_can_be_agreed(self) -> None:
        """Refuse a plan without one goal in the person's own words (A10.3)."""
        if not self.open_goals:
            raise RuleBroken(
                "A plan is agreed when it has at least one goal in the person’s own words. "
                "Write one first."
            )

    def changed_from(self, earlier: "Plan") -> tuple[str, ...]:
        """The parts that differ from an earlier version."""
        return tuple(
            one.name for one in fields(self)
            if getattr(self, one.name) != getattr(earlier, one.name)
        )  # fmt: skip

    def in_words(self) -> str:
        """The plan as plain lines: for somebody whose own change came second."""
        lines = [line for goal in self.goals for line in _lines(goal)]
        lines += [
            ". ".join(part for part in (f"In the way: {one.words}", one.tried, one.result) if part)
            for one in self.obstacles
        ]
        return "\n".join([*lines, self.changed_for_me]).strip()

    def to_json(self) -> dict[str, Any]:
        """The value as plain JSON; what was not said is left out."""
        plain = _plain(self)
        assert isinstance(plain, dict)  # noqa: S101 - a plan is a table
        return plain

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The value again."""
        return cls(**_read(kept))

    def _with_goal(self, goal: Goal) -> Self:
        return replace(self, goals=_swapped(self.goals, goal))


def check_due(due_on: date | None, *, today: date, stood: date | None = None) -> None:
    """Refuse a day that has gone for a step, unless it stood there before."""
    if due_on is not None and due_on < today and due_on != stood:
        raise RuleBroken("That day has gone. Choose today, or a day to come.", field="due_on")


def _said(words: str, field: str, refusal: str) -> str:
    said = words.strip()
    if not said:
        raise RuleBroken(refusal, field=field)
    return said


def _one(those: Iterable[N], wanted_id: UUID) -> N:
    found = next((one for one in those if one.id == wanted_id), None)
    if found is None:
        raise NotFound
    return found


def _swapped(those: Iterable[N], new: N) -> tuple[N, ...]:
    """The same with one of them new, in the same order."""
    return tuple(new if one.id == new.id else one for one in those)


def _lines(goal: Goal) -> list[str]:
    steps = [f"– {step.text}{' (done)' if step.done_on else ''}" for step in goal.steps]
    result = [goal.result] if goal.result else []
    return [f"{goal.words} ({goal.state.words})", *steps, *result]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kept = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {name: plain for name, plain in kept.items() if plain not in ("", None, [])}
    match value:
        case Enum():
            return value.value
        case tuple():
            return [_plain(one) for one in value]
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "id": UUID,
    "listing_id": UUID,
    "due_on": date.fromisoformat,
    "done_on": date.fromisoformat,
    "state": GoalState,
    "steps": lambda kept: tuple(Step(**_read(one)) for one in kept),
    "goals": lambda kept: tuple(Goal(**_read(one)) for one in kept),
    "obstacles": lambda kept: tuple(Obstacle(**_read(one)) for one in kept),
}
"""How each field is read back; those not named are texts."""


def _read(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _READERS.get(name, str)(value) for name, value in kept.items()}
