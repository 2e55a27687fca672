"""What a year of a contract may come to: as planned, and as it goes, with what that rests on in words (A-CS-12).

Months that are over are as they were. Those to come are as planned, times how the last whole months went against
plan. Nobody knows what comes: it is arithmetic, and each page says by which.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from billing.bands import Band
from billing.contract_year import PlanRow, Sums, added_up, of_months
from kernel.money import NOTHING, Money
from kernel.periods import Month

MONTHS_LOOKED_AT = 3
"""So many whole months, the last ones, say how it goes. Our local choice."""

LEAST, MOST = Fraction(1, 2), Fraction(3, 2)
"""Never less and never more than this times the plan, whatever those months were. Our local choice as well."""

Due = Mapping[tuple[Month, Band], int]
"""How many people's next year is due in a month, by the band of this one, whose work goes on."""


@dataclass(frozen=True)
class Pace:
    """How the last whole months went against plan, all bands together."""

    months: tuple[Month, ...]
    planned: int
    began: int

    @property
    def exact(self) -> Fraction:
        """What began of each year that was planned."""
        return Fraction(self.began, self.planned)

    @property
    def factor(self) -> Fraction:
        """The same within the bounds: by what months to come are multiplied."""
        return min(max(self.exact, LEAST), MOST)

    @property
    def said(self) -> str:
        """In words, with the bound that was taken where one was."""
        first, last = self.months[0].label, self.months[-1].label
        words = f"From {first} to {last}, {self.began:,} years began where {self.planned:,} were planned."
        if self.factor == self.exact:
            return f"{words} Months to come are taken as {_percent(self.factor)} of the plan."
        bound = "less" if self.exact < LEAST else "more"
        return (
            f"{words} That is {_percent(self.exact)}. We never take {bound} than "
            f"{_percent(self.factor)} of the plan for months to come: it is our own choice."
        )


@dataclass(frozen=True)
class Ahead:
    """A month and a band as it may be: what is counted on, and what it comes to, None while a price is missing."""

    row: PlanRow
    people: int
    cost: Money | None
    is_over: bool


@dataclass(frozen=True)
class OnOutcomes:
    """What of the fixed sum of a year hangs on outcomes, and what points of reports brought back until now."""

    held_back: Money = NOTHING
    earned: Money = NOTHING


@dataclass(frozen=True)
class Forecast:
    """A year of a contract in two sums. `as_it_goes` is None where too little has happened yet to say.

    `fixed` are the fixed sums of the year without what hangs on outcomes, which is counted once it is earned;
    `beside` is what was charged for other bands and for what was kept up.
    """

    plan: Sums
    ahead: tuple[Ahead, ...]
    pace: Pace | None
    fixed: Money
    beside: Money
    renewals: int
    outcomes: OnOutcomes = OnOutcomes()

    @property
    def as_planned(self) -> Money | None:
        """The fixed sums, what points earned, and every year of help that was planned."""
        return added_up([self.fixed, self.outcomes.earned, self.plan.planned_cost])

    @property
    def people(self) -> int | None:
        """How many years begin as it goes."""
        return sum(one.people for one in self.ahead) if self.ahead else None

    @property
    def years_cost(self) -> Money | None:
        """What these years of help come to."""
        return added_up(one.cost for one in self.ahead) if self.ahead else None

    @property
    def as_it_goes(self) -> Money | None:
        """The fixed sums, what points earned, what these years of help come to, and what was charged beside them."""
        sure = [self.fixed, self.outcomes.earned, self.beside]
        return added_up([*sure, self.years_cost]) if self.ahead else None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is to come."""
        return bool(self.ahead) and all(one.is_over for one in self.ahead)


def pace_of(rows: Iterable[PlanRow], whole: Sequence[Month]) -> Pace | None:
    """How the last whole months went; None where there are too few, or nobody was planned in them."""
    last = whole[-MONTHS_LOOKED_AT:]
    sums = Sums.of(of_months(rows, last))
    if len(last) < MONTHS_LOOKED_AT or not sums.planned:
        return None
    return Pace(tuple(last), sums.planned, sums.began)


def forecast(
    rows: Sequence[PlanRow], pace: Pace | None, due: Due, *, fixed: Money, beside: Money, on: date,
    outcomes: OnOutcomes = OnOutcomes(),
) -> Forecast:  # fmt: skip
    """What the months of a year may come to. Once all are over it is what they were, whatever the pace."""
    is_over = all(one.month.last_day < on for one in rows)
    ahead = tuple(_ahead(rows, pace, due, on)) if pace or is_over else ()
    months = {one.month for one in rows}
    renewals = sum(people for (month, _band), people in due.items() if month in months)
    return Forecast(Sums.of(rows), ahead, pace, fixed, beside, renewals, outcomes)


def assumptions(made: Forecast) -> tuple[str, ...]:
    """What the second sum rests on, sentence by sentence."""
    return (*_assumptions(made), *_hangs(made.outcomes))


def _hangs(outcomes: OnOutcomes) -> Iterator[str]:
    if outcomes.held_back or outcomes.earned:
        yield f"{outcomes.held_back} of the fixed sum hangs on outcomes, and is in no fixed sum here."
        yield f"Of it we count what points earned until now: {outcomes.earned}."


def _assumptions(made: Forecast) -> tuple[str, ...]:
    if made.is_over:
        return ("The year is over: the sum is what was charged, with the fixed sums.",)
    if made.pace is None:
        return (
            f"Fewer than {MONTHS_LOOKED_AT} whole months with a plan are over. "
            "So here is the plan alone.",
        )
    return (
        "Months that are over are as they were.",
        made.pace.said,
        "This month is counted so too, or as it was so far if that is more.",
        *_renewed(made.renewals),
        "Each year of help costs the price of its month and band.",
        "Of other bands within a year, and of change that was kept up, we count what was charged so far.",
        "Fixed sums are counted whole.",
    )


def capped(made: Forecast) -> Money | None:
    """What a contract that pays nothing beyond the plan would leave unpaid of it; None where that is nothing."""
    paid, planned = made.years_cost, made.plan.planned_cost
    if paid is None or planned is None or paid <= planned:
        return None
    return paid - planned


def _renewed(people: int) -> Iterator[str]:
    if not people:
        yield "Nobody's next year is due by the end of the year."
        return
    whose = "1 person's" if people == 1 else f"{people:,} people's"
    yield f"By the end of the year {whose} next year is due, and their work goes on."
    yield "In no month do we count on fewer than are due then."


def _ahead(rows: Sequence[PlanRow], pace: Pace | None, due: Due, on: date) -> Iterator[Ahead]:
    taken = _taken(rows, pace, on)
    for one in rows:
        if one.month.last_day < on:
            yield Ahead(one, one.began, one.cost, is_over=True)
            continue
        again = due.get((one.month, one.band), 0)
        people = max(taken[one.month, one.band], one.began + again)
        more = one.cost_of(people - one.began)
        yield Ahead(one, people, added_up([one.cost, more]), is_over=False)


def _taken(rows: Collection[PlanRow], pace: Pace | None, on: date) -> dict[tuple[Month, Band], int]:
    """The plan of each month to come times the pace, in whole people; what is rounded is carried on.

    So the months of a band together are never half a person or more away from what they should be.
    """
    factor = pace.factor if pace else Fraction(1)
    found: dict[tuple[Month, Band], int] = {}
    for band in Band:
        planned = given = 0
        for one in rows:
            if one.band is not band or one.month.last_day < on:
                continue
            planned += one.planned
            whole = int(planned * factor + Fraction(1, 2))
            found[one.month, band] = whole - given
            given = whole
    return found


def _percent(part: Fraction) -> str:
    return f"{int(part * 100 + Fraction(1, 2))}%"
