"""Headcount: a count of people that cannot be shown until it is published.

The rule is that of NHS England's hospital statistics since 2018, used below national level: nobody is
0, 1 to 7 people are "*", and from 8 people the number goes to the nearest 5 (reliability.md 3.6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NoReturn

HIDDEN = "*"
FEWEST_SHOWN = 8
ROUNDED_TO = 5


@dataclass(frozen=True, repr=False)
class Headcount:
    """A true count of people. It can be added up; it cannot be printed."""

    people: int

    def __post_init__(self) -> None:
        if type(self.people) is not int or self.people < 0:
            raise ValueError("A headcount is a whole number of people, from none upwards.")

    def __add__(self, other: "Headcount") -> "Headcount":
        return (
            Headcount(self.people + other.people)
            if isinstance(other, Headcount)
            else NotImplemented
        )

    def published(self, *, sensitive: bool = False) -> str:
        """The text that may be shown: "0", "*", or the nearest 5.

        In a sensitive family of needs (abuse, addiction and the like) nobody looks like a few people.
        """
        if self.people == 0 and not sensitive:
            return "0"
        return HIDDEN if self.people < FEWEST_SHOWN else str(nearest_five(self.people))

    def __repr__(self) -> str:
        return "Headcount(…)"

    def _refuse_to_show(self, *_: object) -> NoReturn:
        raise TypeError("A headcount identifies people: call .published() first.")

    __str__ = __format__ = __html__ = _refuse_to_show


NOBODY = Headcount(0)


def total(counts: Iterable[Headcount]) -> Headcount:
    """All of them together. Add true counts up first and publish the sum; never add published ones."""
    return sum(counts, start=NOBODY)


def nearest_five(people: int) -> int:
    """The nearest multiple of 5. A whole number is never half-way between two."""
    return (people + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def percentage(part: Headcount, *, of: Headcount, sensitive: bool = False) -> str:
    """ "40%", worked out from the published numbers; "*" if either is hidden, or there is no whole."""
    shown, whole = part.published(sensitive=sensitive), of.published(sensitive=sensitive)
    if HIDDEN in (shown, whole) or whole == "0":
        return HIDDEN
    return f"{_rounded(Decimal(100 * int(shown)) / int(whole), '1')}%"


def mean(amount: int | Decimal, *, of: Headcount) -> str:
    """ "3.4": an amount shared over people, to one decimal place; "*" for fewer than 8 people."""
    if of.people < FEWEST_SHOWN:
        return HIDDEN
    return str(_rounded(Decimal(amount) / of.people, "0.1"))


def _rounded(number: Decimal, step: str) -> Decimal:
    return number.quantize(Decimal(step), rounding=ROUND_HALF_UP)
