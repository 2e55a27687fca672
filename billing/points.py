"""Points that reports earn in a year of a contract: they bring back what of its fixed sum hangs on outcomes.

Who pays writes them down, in steps where that is wanted. What a point is worth is frozen with it. A mistake takes
points back, the last ones first, each at what it was worth (B0-09, B3-15, B3-17).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from billing.invoices import InvoiceLine
from billing.vocabulary import LineKind
from directory.vocabulary import Worded
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total


class Way(Worded):
    """What is done with points."""

    GIVE = "give", "They were earned"
    TAKE_BACK = "take-back", "They are taken back: it was a mistake"


@dataclass(frozen=True)
class Award:
    """Points of a report and a year of the contract, the first is 1; below nothing where they were taken back."""

    year: int
    report: str
    points: int
    a_point: Money

    @property
    def amount(self) -> Money:
        """What they come to."""
        return self.a_point.times(self.points)


@dataclass(frozen=True)
class Written:
    """What a funder writes down: for which year and report, which way, how many points, and why."""

    year: int
    report: str
    way: Way
    points: int
    because: str


def money_of(awards: Iterable[Award]) -> Money:
    """What they come to together."""
    return total(one.amount for one in awards)


def points_of(awards: Iterable[Award]) -> int:
    """How many points they are together."""
    return sum(one.points for one in awards)


def of_report(awards: Iterable[Award], year: int, report: str) -> tuple[Award, ...]:
    """Those of a report in a year."""
    return tuple(one for one in awards if (one.year, one.report) == (year, report))


def of_year(awards: Iterable[Award], year: int) -> tuple[Award, ...]:
    """Those of a year."""
    return tuple(one for one in awards if one.year == year)


@dataclass(frozen=True)
class Earning:
    """What a report can still earn in a year: how many points, each for how much, and what is held back of it all.

    `in_all` is how many points all reports together can earn: one that is called otherwise earns none again.
    """

    most: int
    a_point: Money | None
    held_back: Money
    in_all: int


def awarded(
    awards: Sequence[Award], year: int, report: str, points: int, can: Earning
) -> tuple[Award, ...]:
    """The award of so many more points. Refused with RuleBroken where the report or the money has no room for them."""
    left = can.most - points_of(of_report(awards, year, report))
    left_in_all = can.in_all - points_of(of_year(awards, year))
    if not can.a_point or left <= 0:
        raise RuleBroken("This report cannot earn any more points in this year.", field="report")
    if left_in_all <= 0:
        raise RuleBroken(
            "All reports together have what they can earn in this year.", field="report"
        )
    if not 0 < points <= min(left, left_in_all):
        who = "this report" if left <= left_in_all else "all reports together"
        raise RuleBroken(
            f"Enter 1 to {min(left, left_in_all)}: more {who} cannot earn.", field="points"
        )
    rest = can.held_back - money_of(of_year(awards, year))
    made = Award(year, report, points, can.a_point)
    if made.amount > rest:
        raise RuleBroken(
            f"They come to {made.amount}, and {max(rest, NOTHING)} is still held back of this year. "
            "Enter fewer.", field="points",
        )  # fmt: skip
    return (made,)


def taken_back(awards: Sequence[Award], year: int, report: str, points: int) -> tuple[Award, ...]:
    """What takes so many points back, the last ones first, each for what it was worth. RuleBroken for more than stand."""
    left = _standing(of_report(awards, year, report))
    if not left:
        raise RuleBroken("This report has no points in this year.", field="report")
    if not 0 < points <= len(left):
        raise RuleBroken(f"Enter 1 to {len(left)}: so many it has.", field="points")
    alike = groupby(reversed(left[-points:]))
    return tuple(Award(year, report, -len(list(those)), worth) for worth, those in alike)


def _standing(awards: Iterable[Award]) -> list[Money]:
    """What each point is worth that was given and not taken back, oldest first."""
    left: list[Money] = []
    for one in awards:
        if one.points > 0:
            left += [one.a_point] * one.points
        else:
            del left[one.points :]
    return left


def outcome_lines(awards: Iterable[Award]) -> tuple[InvoiceLine, ...]:
    """A line of an invoice for each year and report. What came to nothing by itself is no line."""
    found: dict[tuple[int, str], list[Award]] = {}
    for one in awards:
        found.setdefault((one.year, one.report), []).append(one)
    lines = (_line(*key, many) for key, many in sorted(found.items()))
    return tuple(one for one in lines if one.number or one.amount)


def _line(year: int, report: str, awards: Sequence[Award]) -> InvoiceLine:
    worths = {one.a_point for one in awards}
    return InvoiceLine(
        LineKind.OUTCOME, f"Points of year {year}: {report}", points_of(awards),
        worths.pop() if len(worths) == 1 else None, money_of(awards),
    )  # fmt: skip
