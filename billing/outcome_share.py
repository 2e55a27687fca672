"""How much of a contract's fixed sum hangs on outcomes, year by year, and what a point is worth (B0-09, B3-17).

It is never a part of fixed lines beside the tariff, which pay for the core (A-COST-03), nor of people's years of help.
"""

from dataclasses import dataclass
from decimal import Decimal

from kernel.money import Money

NONE = Decimal(0)


@dataclass(frozen=True)
class OutcomeShare:
    """How many of each hundred pounds of a year's fixed sum are held back: off while there is no year in it."""

    percent_by_year: tuple[Decimal, ...] = ()
    a_point: Money | None = None

    @property
    def is_on(self) -> bool:
        """Whether any money hangs on outcomes."""
        return any(self.percent_by_year)

    def percent_of(self, year: int) -> Decimal:
        """Of a year of the contract, the first is 0; a year of which nothing was said holds nothing back."""
        return self.percent_by_year[year] if year < len(self.percent_by_year) else NONE


NOTHING_HANGS = OutcomeShare()
"""Where nobody said anything of outcomes."""
