"""What may be said of an average gain beside published counts: nothing of any of them (decision 16).

Where nearly everybody ends at the top of a scale, an average says how few can be worse. So a gain is told
only as far as it fits every combination of counts that the published figures stand for; beyond that it is
"so much or more". The bounds follow from the figures alone, and so nothing follows from being told them.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from kernel.disclosure import Range
from outcomes_star.change import points

TENTHS = 10


@dataclass(frozen=True)
class Spans:
    """What the figures of an aspect stand for: those who answered twice, and how they moved."""

    twice: Range
    better: Range
    same: Range
    harder: Range

    def combinations(self) -> Iterator[tuple[int, int, int]]:
        """How many may be better, the same and harder, together as many as answered twice."""
        for better in _numbers(self.better):
            for same in _numbers(self.same):
                for harder in _numbers(self.harder):
                    if self.twice.low <= better + same + harder <= self.twice.high:
                        yield better, same, harder


def _numbers(span: Range) -> range:
    return range(span.low, span.high + 1)


def bounds(counted: Spans, *, top: int, least: int) -> tuple[float, float] | None:
    """The lowest and the highest average gain, in points, that every combination allows; None if none does.

    Somebody better gained from `least` points to `top`, which is from one end of the scale to the other;
    somebody harder lost as many; the others moved by less than `least`.
    """
    lowest = highest = None
    for better, same, harder in counted.combinations():
        people = better + same + harder
        if not people:
            return None
        most = (better * top + same * (least - 1) - harder * least) / people
        fewest = (better * least - same * (least - 1) - harder * top) / people
        lowest = fewest if lowest is None else max(lowest, fewest)
        highest = most if highest is None else min(highest, most)
    if lowest is None or highest is None or lowest > highest:
        return None
    return lowest, highest


def told(gain: float, within: tuple[float, float]) -> str | None:
    """ "+1.2", "+2.0 or more", "-0.5 or less"; None where there is no room between the bounds."""
    lowest = math.ceil(within[0] * TENTHS) / TENTHS
    highest = math.floor(within[1] * TENTHS) / TENTHS
    if lowest >= highest:
        return None
    if gain >= highest:
        return f"{points(highest)} or more"
    if gain <= lowest:
        return f"{points(lowest)} or less"
    return points(gain)
