"""Narrowing the ranges of quantities by what adds up to what, until no sum says more.

The gate of `kernel.disclosure` does this thousands of times for a table. So quantities are numbers here, and
ranges two lists: the least and the most that each can be.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

UNBOUNDED = 10**9

Name = TypeVar("Name", bound=Hashable)


class Contradiction(Exception):
    """The figures cannot all be true, so nothing can be said about what they give away."""


@dataclass(frozen=True)
class Web(Generic[Name]):
    """What adds up to what, by numbers of the quantities: a sum is its total and its parts.

    Nothing is more than `most`; what may be as many has no upper end, so that this narrows nothing.
    """

    numbers: Mapping[Name, int] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()
    sums_with: tuple[tuple[int, ...], ...] = ()
    totals: frozenset[int] = frozenset()
    most: int = UNBOUNDED

    @classmethod
    def of(
        cls, sums: Iterable[tuple[Name, Sequence[Name]]], *, most: int = UNBOUNDED
    ) -> "Web[Name]":
        """The web of some sums, each of them once."""
        numbers: dict[Name, int] = {}
        found: dict[tuple[int, tuple[int, ...]], int] = {}
        for whole, made_of in sums:
            total = numbers.setdefault(whole, len(numbers))
            made = sorted(numbers.setdefault(one, len(numbers)) for one in made_of)
            found.setdefault((total, tuple(made)), len(found))
        sums_with: list[list[int]] = [[] for _ in numbers]
        for (total, parts), at in found.items():
            for member in {total, *parts}:
                sums_with[member].append(at)
        totals = frozenset(total for total, _ in found)
        return cls(
            numbers, tuple(numbers), tuple(found), tuple(map(tuple, sums_with)), totals, most
        )


def narrow(low: list[int], high: list[int], web: Web[Any], *, since: int) -> set[int]:
    """Narrow the ranges as far as the sums allow, beginning with those of a changed quantity.

    Gives the quantities whose ranges are narrower now. No sum narrows anything twice in a row.
    """
    narrowed: set[int] = set()
    waiting = list(web.sums_with[since])
    is_there = bytearray(len(web.sums))
    for one in waiting:
        is_there[one] = True
    for one in waiting:  # it grows: what changes makes others wait
        total, parts = web.sums[one]
        for member in _narrow_one(low, high, total, parts, web.most):
            narrowed.add(member)
            for other in web.sums_with[member]:
                if not is_there[other]:
                    is_there[other] = True
                    waiting.append(other)
        is_there[one] = False
    return narrowed


def _narrow_one(
    low: list[int], high: list[int], total: int, parts: tuple[int, ...], unbounded: int
) -> list[int]:
    """Narrow the members of one sum by what the others leave them; give those that changed."""
    changed = []
    least, most = 0, 0
    for part in parts:
        least += low[part]
        most += high[part]
    if least > low[total] or most < high[total]:
        _put(low, high, total, least, most)
        changed.append(total)
    spare = most - low[total]
    room = high[total] - least if high[total] < unbounded else unbounded
    for part in parts:
        slack = high[part] - low[part]
        if slack > spare or slack > room:
            _put(low, high, part, high[part] - spare, low[part] + room)
            changed.append(part)
    return changed


def _put(low: list[int], high: list[int], at: int, least: int, most: int) -> None:
    low[at], high[at] = max(low[at], least), min(high[at], most)
    if low[at] > high[at]:
        raise Contradiction
