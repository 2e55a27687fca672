"""Which groups are shown together, so that what is shown tells nobody how few people came (reliability.md 3.6).

What a group is paid, divided by its price, is how often people came. So a group that was paid for few people in a
quarter stands in one sum with others. Who knows two prices can often take a sum of both apart, to the penny: so such a
sum is rounded. Quarters are all that is ever told: each is decided once, for every reader and every period, and a year
is no more than the sum of its quarters. Whoever subtracts quarters from a year, or one day's page from another day's,
finds what stood there already.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from uuid import UUID

from kernel.money import NOTHING, PENCE_IN_A_POUND, Money, total
from kernel.periods import Quarter
from kernel.suppression import FEWEST_SHOWN

FEWEST_GROUPS = 2
"""So many groups stand together at least: one alone would be told by its sum."""

FEWEST_VISITS = 4
"""A rounded sum leaves so many visits open, at the highest price in it."""

STEPS = (1, 2, 5)
"""Sums are rounded to £1, £2, £5, £10, and so on."""


@dataclass(frozen=True)
class Cell:
    """What a group was paid in a quarter, for how many different people at least, and the highest price of a visit.

    There is no such price where all is fixed sums of a month. They do not hang on who came: somebody may know
    them, so they hide nobody else's. What the bank paid late is told with a later quarter than its own.
    """

    group_id: UUID
    quarter: Quarter
    amount: Money
    people: int
    price: Money = NOTHING
    paid_in: Quarter | None = None
    """With which quarter it is told, where that is a later one than its own."""

    @property
    def told_in(self) -> Quarter:
        """With which quarter it is told: then the bank had paid it."""
        return self.paid_in or self.quarter

    @property
    def is_by_people(self) -> bool:
        """Whether what it was paid hangs on who came."""
        return self.price > NOTHING

    @property
    def is_few(self) -> bool:
        """Whether it was paid for fewer people than may be shown alone."""
        return self.people < FEWEST_SHOWN


@dataclass(frozen=True)
class Told:
    """What is told of a quarter: groups by name, and others as one rounded sum. That may hold what waited before."""

    quarter: Quarter
    named: tuple[Cell, ...]
    together: tuple[Cell, ...]

    @property
    def about(self) -> Money:
        """What those that are together were paid, rounded so that no price takes it apart; never nothing."""
        if not self.together:
            return NOTHING
        step = step_above(max(one.price for one in self.together))
        return rounded(total(one.amount for one in self.together), step)

    @property
    def total(self) -> Money:
        """All that is told."""
        return total([*(one.amount for one in self.named), self.about])


@dataclass(frozen=True)
class Shown:
    """What is told of all quarters, oldest first, and what waits until it can be told together with more."""

    told: tuple[Told, ...]
    waiting: tuple[Cell, ...] = ()


def for_payer(cells: Iterable[Cell]) -> Shown:
    """What whoever pays the lead NTP may read: those with few people are together, never fewer than two.

    The next smallest joins them where they are too few. Where even that hides nobody, those whose sums hang on
    who came wait for a later quarter, in no sum until then.
    """
    told: list[Told] = []
    waiting: tuple[Cell, ...] = ()
    for quarter, here in _by_quarter(cells):
        few = (*waiting, *(one for one in here if one.is_few))
        rest = sorted(
            (one for one in here if not one.is_few), key=lambda one: (one.people, str(one.group_id))
        )
        together, named = _parted(few, rest)
        waiting = tuple(one for one in few if one not in together)
        if together or named:
            told.append(Told(quarter, named, together))
    return Shown(tuple(told), waiting)


def for_group(cells: Iterable[Cell], own_id: UUID) -> Shown:
    """What a group that is paid may read: its own, and all others as one sum, of two at least.

    A quarter in which that sum would tell on one other group waits for a later one, its own with it.
    """
    told: list[Told] = []
    mine: tuple[Cell, ...] = ()
    others: tuple[Cell, ...] = ()
    for quarter, here in _by_quarter(cells):
        mine = (*mine, *(one for one in here if one.group_id == own_id))
        others = (*others, *(one for one in here if one.group_id != own_id))
        if not others or hides_each(others):
            told.append(Told(quarter, mine, others))
            mine, others = (), ()
    return Shown(tuple(told), (*mine, *others))


def hides_each(cells: Sequence[Cell]) -> bool:
    """Whether a sum tells of no group in it what it was paid, nor how few people came.

    Where somebody is to be hidden, there are two groups at least whose sums hang on who came, for as many
    people as may be shown. Those who came in two quarters may be the same, so each group counts its most.
    """
    if len({one.group_id for one in cells}) < FEWEST_GROUPS:
        return False
    if not any(one.is_few and one.is_by_people for one in cells):
        return True
    most: dict[UUID, int] = {}
    for one in cells:
        if one.is_by_people:
            most[one.group_id] = max(most.get(one.group_id, 0), one.people)
    return len(most) >= FEWEST_GROUPS and sum(most.values()) >= FEWEST_SHOWN


def step_above(price: Money) -> Money:
    """To what a sum is rounded in which a visit costs as much: a penny where nobody is paid by visits."""
    if not price:
        return Money(1)
    enough = price.times(FEWEST_VISITS)
    return next(step for step in _steps() if step >= enough)


def rounded(amount: Money, step: Money) -> Money:
    """The nearest step, the first one at least; half a step goes up."""
    return Money(max(1, (amount.pence + step.pence // 2) // step.pence) * step.pence)


def _steps() -> Iterator[Money]:
    for place in count():
        for one in STEPS:
            yield Money(one * 10**place * PENCE_IN_A_POUND)


def _parted(few: Sequence[Cell], rest: Sequence[Cell]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Which stand together and which by name: all of the few if that hides each, else those paid by months alone."""
    for hidden in (few, [one for one in few if not one.is_by_people]):
        for many in range(len(rest) + 1):
            together = (*hidden, *rest[:many])
            if hidden and hides_each(together):
                return together, tuple(rest[many:])
    return (), tuple(rest)


def _by_quarter(cells: Iterable[Cell]) -> Iterable[tuple[Quarter, Sequence[Cell]]]:
    found = sorted(cells, key=lambda one: (one.told_in, str(one.group_id), one.quarter))
    return [(quarter, tuple(here)) for quarter, here in groupby(found, key=lambda one: one.told_in)]
