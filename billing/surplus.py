"""What is left over of a year's money: how it is shared, and what may go to a central pot (N-86, A-FIN-03).

One contract of the guide's time let the provider keep the first 5% and shared the rest half and half. That is how
one contract did it and no rule of ours: both numbers are a setting of the contract.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kernel.money import NOTHING, Money, total

WHOLE = Decimal(100)


@dataclass(frozen=True)
class SurplusRule:
    """How many of each hundred pounds that are left over the lead NTP keeps first, and how many of the rest."""

    kept: Decimal
    share: Decimal


@dataclass(frozen=True)
class Split:
    """What is left over, in three parts that make it up to the penny."""

    kept: Money
    ours: Money
    theirs: Money

    @property
    def to_lead(self) -> Money:
        """What the lead NTP has of it, all together."""
        return self.kept + self.ours


def split(surplus: Money, rule: SurplusRule) -> Split:
    """Share what is left over. Who pays gets what remains once the lead NTP's parts are rounded.

    Where nothing is left over, or less than nothing, nothing is shared.
    """
    left = max(surplus, NOTHING)
    kept = left.times(rule.kept / WHOLE)
    ours = (left - kept).times(rule.share / WHOLE)
    return Split(kept, ours, left - kept - ours)


@dataclass(frozen=True)
class Cost:
    """What the work of a contract costs a year, None while nobody has said, and in how many months of a year it holds."""

    a_year: Money | None
    months: int

    @property
    def amount(self) -> Money | None:
        """The part of those months."""
        return None if self.a_year is None else self.a_year.times(Decimal(self.months) / 12)


@dataclass(frozen=True)
class Pot:
    """What could go to a central pot at most: money that is not ring-fenced, less the costs that are known."""

    free: Money
    costs: Money
    unknown_amounts: int
    unknown_costs: int
    is_any_known: bool

    @property
    def left(self) -> Money | None:
        """What is left of it, nothing where costs are more; None while no cost is known."""
        return max(self.free - self.costs, NOTHING) if self.is_any_known else None

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not in this sum, in words."""
        said = []
        if self.unknown_amounts == 1:
            said.append("One amount of the list is not known yet.")
        elif self.unknown_amounts:
            said.append(f"{self.unknown_amounts} amounts of the list are not known yet.")
        if self.unknown_costs == 1:
            said.append("One contract does not say what its work costs.")
        elif self.unknown_costs:
            said.append(f"{self.unknown_costs} contracts do not say what their work costs.")
        return (*said, "What you spend on anything else is not known here: your accounts say it.")


def pot(free: Money, costs: Iterable[Cost], *, unknown_amounts: int) -> Pot:
    """The most that could go to the pot, as though every known cost were paid from money that is not ring-fenced."""
    known = tuple(costs)
    amounts = [one.amount for one in known if one.amount is not None]
    return Pot(
        free, total(amounts), unknown_amounts, len(known) - len(amounts), is_any_known=bool(amounts)
    )
