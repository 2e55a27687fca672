"""Money: whole pence, in pounds sterling. A part of a penny is refused or rounded in one place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kernel.errors import RuleBroken

PENCE_IN_A_POUND = 100

_POUNDS = re.compile(r"([-−]?)£?(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?")


@dataclass(frozen=True, order=True)
class Money:
    """An amount in whole pence; it may be owed the other way (below nothing)."""

    pence: int

    def __post_init__(self) -> None:
        if type(self.pence) is not int:
            raise TypeError("Money is whole pence, as an int.")

    @classmethod
    def pounds(cls, text: str) -> "Money":
        """The amount written as "20", "20.5", "1,240.50" or "£20.00". Raises RuleBroken otherwise."""
        if not isinstance(text, str):
            raise TypeError("Give pounds as text, so that no penny is lost on the way.")
        found = _POUNDS.fullmatch(text.strip())
        if not found:
            raise RuleBroken("Enter an amount in pounds and pence, like 20.00.")
        sign, whole, pence = found.groups(default="")
        amount = int(whole.replace(",", "")) * PENCE_IN_A_POUND + int(pence.ljust(2, "0"))
        return cls(-amount if sign else amount)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.pence + other.pence) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.pence - other.pence) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> "Money":
        return Money(-self.pence)

    def times(self, factor: int | Decimal) -> "Money":
        """So many times the amount, to the nearest penny; half a penny goes away from nothing.

        Taking a charge back therefore always gives exactly the charge, with the other sign.
        """
        if isinstance(factor, bool) or not isinstance(factor, int | Decimal):
            raise TypeError("Multiply money by an int or a Decimal.")
        exact = Decimal(self.pence) * factor
        return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)))

    def __bool__(self) -> bool:
        return self.pence != 0

    def __str__(self) -> str:
        whole, part = divmod(abs(self.pence), PENCE_IN_A_POUND)
        return f"{'−' if self.pence < 0 else ''}£{whole:,}.{part:02}"


NOTHING = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """The sum of the amounts; nothing, if there are none."""
    return sum(amounts, start=NOTHING)
