"""A figure, its limit, and how two things are measured side by side."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """One line of the benchmark. A figure must be at most its limit, or at least if `at_least`."""

    name: str
    figure: float
    limit: float
    at_least: bool = False

    @property
    def is_ok(self) -> bool:
        """Whether the limit is kept."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def line(self, area: str) -> str:
        """`AREA/NAME FIGURE LIMIT ok|short`."""
        verdict = "ok" if self.is_ok else "short"
        return f"{area}/{self.name} {self.figure:.3g} {self.limit:g} {verdict}"


def due_and_lead(
    name: str, figure: float, *, due: float, lead: float, at_least: bool = False
) -> tuple[Figure, Figure]:
    """A figure with two limits: what is due, and what would lead the field."""
    return (
        Figure(f"{name}-due", figure, due, at_least),
        Figure(f"{name}-lead", figure, lead, at_least),
    )


def seconds(act: Callable[[], object]) -> float:
    """How long an act takes once."""
    started = perf_counter()
    act()
    return perf_counter() - started


def work(act: Callable[[], object]) -> float:
    """How long this process and those it started computed for an act, in seconds.

    Waiting does not count. Only so can something short be held against something long, during which
    other programs of the machine come and go.
    """
    before = _computed()
    act()
    return _computed() - before


def _computed() -> float:
    used = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def by_turns(*acts: Callable[[], object], rounds: int) -> list[float]:
    """The median seconds of each act, run A B A B, so that a slow spell of the machine hits all."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for times, act in zip(taken, acts, strict=True):
            gc.collect(0)
            times.append(seconds(act))
    return [median(times) for times in taken]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share does not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
