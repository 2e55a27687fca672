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
    """What adds up to what, by numbers of the quantities: a sum is its total and its parts."""

    numbers: Mapping[Name, int] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()
    sums_with: tuple[tuple[int, ...], ...] = ()
    totals: frozenset[int] = frozenset()

    @classmethod
    def of(cls, sums: Iterable[tuple[Name, Sequence[Name]]]) -> "Web[Name]":
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
        return cls(numbers, tuple(numbers), tuple(found), tuple(map(tuple, sums_with)), totals)


def narrow(low: list[int], high: list[int], web: Web[Any], *, since: int) -> set[int]:
    """Narrow the ranges as far as the sums allow, beginning with those of a changed quantity.

    Gives the quantities whose ranges are narrower now. No sum narrows anything twice in a row.
    """
    narrowed: set[int] = set()
    waiting = dict.fromkeys(web.sums_with[since])
    while waiting:
        one = next(iter(waiting))
        del waiting[one]
        changed = _narrow_one(low, high, *web.sums[one])
        narrowed.update(changed)
        for member in changed:
            waiting.update(dict.fromkeys(web.sums_with[member]))
        waiting.pop(one, None)
    return narrowed


def _narrow_one(low: list[int], high: list[int], total: int, parts: tuple[int, ...]) -> list[int]:
    """Narrow the members of one sum by what the others leave them; give those that changed."""
    changed = []
    least, most = 0, 0
    for part in parts:
        least += low[part]
        most += high[part]
    if least > low[total] or most < high[total]:
        _put(low, high, total, least, most)
        changed.append(total)
    spare = low[total] - most
    room = high[total] - least if high[total] < UNBOUNDED else UNBOUNDED
    for part in parts:
        fewest, greatest = high[part] + spare, low[part] + room
        if fewest > low[part] or greatest < high[part]:
            _put(low, high, part, fewest, greatest)
            changed.append(part)
    return changed


def _put(low: list[int], high: list[int], at: int, least: int, most: int) -> None:
    low[at], high[at] = max(low[at], least), min(high[at], most)
    if low[at] > high[at]:
        raise Contradiction
