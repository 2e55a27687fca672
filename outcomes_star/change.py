"""How a group of people moved between two readings: paired, with an interval and an effect size (B4-04).

Computed with the standard library; tests hold it against SciPy. What is known of a group are sums over
people, so that any number of them takes the same memory.
"""

import math
from collections.abc import Callable
from dataclasses import astuple, dataclass
from operator import add
from statistics import NormalDist

FEWEST_FOR_A_MEAN = 8
"""People; of fewer no average is told (reliability.md 3.6)."""

FEWEST_FOR_A_CLAIM = 30
"""People with two readings, before anything is claimed of a group (peers.md 3.5)."""

CONFIDENCE = 0.95
STEPS, NEAR = 200, 1e-12


@dataclass(frozen=True)
class Sums:
    """What is known of the people who answered an aspect twice, in points above the worst.

    `gained` and `squared` are the sums of what each gained, and of its square; `better` and `worse` count
    those whose change means something.
    """

    people: int = 0
    before: int = 0
    after: int = 0
    gained: int = 0
    squared: int = 0
    better: int = 0
    worse: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*map(add, astuple(self), astuple(other)))

    @property
    def same(self) -> int:
        """Those who moved by less than means something."""
        return self.people - self.better - self.worse


@dataclass(frozen=True)
class Change:
    """How an aspect moved: the averages, the average gain with its interval, and how large that is.

    `lowest` and `highest` hold the true average gain in 95 of 100 such groups; `size` is the average gain
    over its standard deviation (the standardised response mean), None where nobody's gain differs.
    """

    before: float
    after: float
    gain: float
    lowest: float
    highest: float
    size: float | None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves no gain out."""
        return self.lowest > 0 or self.highest < 0


@dataclass(frozen=True)
class Difference:
    """How much more one group gained than another, in points, with its interval (95 of 100)."""

    more: float
    lowest: float
    highest: float


def change_of(sums: Sums) -> Change | None:
    """The change of a group, or None for fewer than eight people."""
    n = sums.people
    if n < FEWEST_FOR_A_MEAN:
        return None
    gain = sums.gained / n
    spread = (sums.squared - n * gain * gain) / (n - 1)
    deviation = math.sqrt(max(spread, 0.0))
    reach = t_quantile((1 + CONFIDENCE) / 2, n - 1) * deviation / math.sqrt(n)
    return Change(
        sums.before / n, sums.after / n, gain, gain - reach, gain + reach,
        gain / deviation if deviation > NEAR else None,
    )  # fmt: skip


def difference(helped: Sums, others: Sums) -> Difference | None:
    """By how much more one group gained than another, or None where either is fewer than eight.

    With unequal variances (Welch's interval).
    """
    if min(helped.people, others.people) < FEWEST_FOR_A_MEAN:
        return None
    one, two = (_squared_error(sums) for sums in (helped, others))
    more = helped.gained / helped.people - others.gained / others.people
    if one + two < NEAR:
        return Difference(more, more, more)
    freedom = (one + two) ** 2 / (one**2 / (helped.people - 1) + two**2 / (others.people - 1))
    reach = t_quantile((1 + CONFIDENCE) / 2, freedom) * math.sqrt(one + two)
    return Difference(more, more - reach, more + reach)


def _squared_error(sums: Sums) -> float:
    """The variance of an average gain."""
    n = sums.people
    gain = sums.gained / n
    return max((sums.squared - n * gain * gain) / (n - 1), 0.0) / n


def share(part: int, whole: int) -> str:
    """ "45%"; of fewer than may carry a claim "9 of 20", and "–" of nobody."""
    if not whole:
        return "–"
    return f"{part / whole:.0%}" if whole >= FEWEST_FOR_A_CLAIM else f"{part} of {whole}"


def points(gain: float) -> str:
    """ "+1.2", "-0.4", and "0.0" for what rounds to no gain."""
    text = f"{gain:+.1f}"
    return "0.0" if text[1:] == "0.0" else text


def share_between(part: int, whole: int) -> tuple[float, float]:
    """Between which shares the true one lies in 95 of 100 such groups (Wilson's interval)."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    seen, weight = part / whole, z * z / whole
    middle = (seen + weight / 2) / (1 + weight)
    reach = z * math.sqrt(seen * (1 - seen) / whole + weight / whole / 4) / (1 + weight)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def t_quantile(probability: float, freedom: float) -> float:
    """Below which value Student's t lies with this probability, from a half up to less than one."""
    return _where(lambda value: t_below(value, freedom), probability)


def t_below(value: float, freedom: float) -> float:
    """With which probability Student's t lies below a value."""
    within = beta_below(value * value / (freedom + value * value), 0.5, freedom / 2)
    return 0.5 + math.copysign(within / 2, value)


def beta_below(value: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction."""
    if value <= 0 or value >= 1:
        return float(value >= 1)
    if value > (a + 1) / (a + b + 2):
        return 1 - beta_below(1 - value, b, a)
    front = a * math.log(value) + b * math.log1p(-value)
    front += math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(front) / a * (_fraction(value, a, b) - 1)


def _fraction(value: float, a: float, b: float) -> float:
    """Lentz's way of working out a continued fraction from its front."""
    above, below, found = 1.0, 0.0, 1.0
    for step in range(STEPS):
        term = _term(step, value, a, b)
        below = 1 / _not_zero(1 + term * below)
        above = _not_zero(1 + term / above)
        found *= above * below
        if abs(above * below - 1) < NEAR:
            break
    return found


def _term(step: int, value: float, a: float, b: float) -> float:
    half = step // 2
    if step == 0:
        return 1.0
    if step % 2:
        return -(a + half) * (a + b + half) * value / ((a + 2 * half) * (a + 2 * half + 1))
    return half * (b - half) * value / ((a + 2 * half - 1) * (a + 2 * half))


def _not_zero(number: float) -> float:
    return number if abs(number) > 1e-300 else 1e-300  # noqa: PLR2004 - as small as makes no difference


def _where(function: Callable[[float], float], wanted: float) -> float:
    """Where a rising function comes to a value, by halving."""
    low, high = 0.0, 1.0
    while function(high) < wanted:
        high *= 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < wanted else (low, middle)
    return (low + high) / 2
