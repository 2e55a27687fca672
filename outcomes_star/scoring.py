"""What the answers to an instrument come to: its score, bands, and whether somebody moved (A-OUT-01, T10).

An aspect that was left out is None and never a zero. Bands and movement know which end is better.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from directory.vocabulary import Worded
from kernel.errors import RuleBroken
from outcomes_star.instruments import Aspect, Instrument, Rule

Answers = Mapping[str, int | None]
"""The number of each part that was asked: an aspect by its code, a goal by its id; None where left out."""

Conversion = Mapping[int, Decimal]
"""A licensee's table: what each sum stands for."""

FEWEST_FOR_A_MEAN = Fraction(1, 2)
"""Of the aspects; an average of fewer would speak for what was not said."""


class Movement(Worded):
    """How an aspect moved between two readings."""

    BETTER = "better", "Better"
    SAME = "same", "About the same"
    WORSE = "worse", "Harder"
    UNKNOWN = "unknown", "Not answered both times"
    UNSAID = "unsaid", "–"


@dataclass(frozen=True)
class Moved:
    """An aspect at two times: how good it was, in points above the worst, and how it moved."""

    aspect: str
    before: int | None
    after: int | None
    movement: Movement


def check(instrument: Instrument, answers: Answers) -> None:
    """Raise RuleBroken where a number is not on the scale of its aspect, or nothing was answered."""
    for code, value in answers.items():
        scale = instrument.aspect_of(code).scale
        if value is not None and value not in scale:
            raise RuleBroken(
                f"Choose a number from {scale.lowest} to {scale.highest}, or leave it out.",
                field=code,
            )
    if all(value is None for value in answers.values()):
        raise RuleBroken("Answer at least one part. You can leave the others out.")


def score(
    instrument: Instrument, answers: Answers, *, table: Conversion | None = None
) -> Fraction | None:
    """The one number that an instrument's answers come to, or None where they come to none.

    An average needs half of the aspects; a sum needs all, and one that is converted its table too.
    """
    answered = [value for one in instrument.aspects if (value := answers.get(one.code)) is not None]
    is_whole = len(answered) == len(instrument.aspects)
    match instrument.rule:
        case Rule.MEAN if len(answered) >= FEWEST_FOR_A_MEAN * len(instrument.aspects):
            return Fraction(sum(answered), len(answered))
        case Rule.SUM if is_whole:
            return Fraction(sum(answered))
        case Rule.CONVERTED if is_whole and table:
            return Fraction(table[sum(answered)])
    return None


def movement(
    instrument: Instrument, aspect: Aspect, before: int | None, after: int | None
) -> Movement:
    """How an aspect moved. Without a least change that means something, any change counts."""
    if before is None or after is None:
        return Movement.UNKNOWN
    gained = aspect.scale.height(after) - aspect.scale.height(before)
    least = instrument.change.least if instrument.change else 1
    if abs(gained) < least:
        return Movement.SAME
    return Movement.BETTER if gained > 0 else Movement.WORSE


def moved(instrument: Instrument, before: Answers, after: Answers) -> tuple[Moved, ...]:
    """Every aspect of an instrument at two times, in its order."""
    return tuple(
        Moved(one.code, was, now, movement(instrument, one, was, now))
        for one in instrument.aspects
        for was, now in [(before.get(one.code), after.get(one.code))]
    )


def lowest(instrument: Instrument, answers: Answers) -> tuple[str, ...]:
    """The aspects that are in the worse half now: where a goal may help, hardest first."""
    heights = [
        (one.scale.height(value), number, one)
        for number, one in enumerate(instrument.aspects)
        if (value := answers.get(one.code)) is not None
    ]
    return tuple(
        one.code for height, _, one in sorted(heights, key=lambda it: it[:2])
        if 2 * height < len(one.scale.points) - 1
    )  # fmt: skip
