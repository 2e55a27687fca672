"""From which budgets a sub-contract is paid, and how what was paid is divided among them (A-FIN-04).

A budget is an income stream of the lead NTP. One service may be paid from several, and one budget may pay for
several services. Nothing is forced: where nobody said it, it is not said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from billing.contract_words import said_day
from billing.income import Stream, StreamKind
from billing.remittances import pounds
from kernel.csv_safety import CsvValue
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total
from kernel.periods import FinancialYear

HUNDRED = Decimal(100)
NONE = Decimal(0)
NOT_SAID = "Not said"
ALL_GROUPS = "All groups"


@dataclass(frozen=True)
class Part:
    """So many percent from one budget, and what it was called when that was said: a list of streams changes."""

    stream_id: UUID
    kind: StreamKind
    words: str
    percent: Decimal

    @property
    def called(self) -> str:
        """What the budget was called."""
        return Stream(self.kind, self.words).called

    @property
    def share(self) -> str:
        """ "60%"."""
        return in_words(self.percent)


@dataclass(frozen=True)
class Division:
    """From which budgets a sub-contract is paid from a day on, until the next. Without parts nothing is said."""

    from_on: date
    parts: tuple[Part, ...]

    @property
    def said(self) -> str:
        """ "60% from “NHS grant”, 40% from “Council grant: Warm rooms”"; the largest first."""
        return ", ".join(f"{one.share} from “{one.called}”" for one in self.by_size) or NOT_SAID

    @property
    def by_size(self) -> tuple[Part, ...]:
        """The parts, the largest first."""
        return tuple(sorted(self.parts, key=_by_size))

    @property
    def percents(self) -> tuple[Decimal, ...]:
        """How many percent each part has."""
        return tuple(one.percent for one in self.parts)

    def to_json(self) -> dict[str, Any]:
        """The parts as plain JSON."""
        return {"parts": _adapter().dump_python(self.parts, mode="json")}

    @classmethod
    def from_json(cls, from_on: date, kept: Mapping[str, Any]) -> "Division":
        """The value again."""
        return cls(from_on, _adapter().validate_python(kept["parts"]))


@cache
def _adapter() -> TypeAdapter[tuple[Part, ...]]:
    """Made once: it reads the shape of the value."""
    return TypeAdapter(tuple[Part, ...])


@dataclass(frozen=True)
class Budget:
    """A stream as the list of a year has it. `before` are the streams of earlier years that it goes on from."""

    id: UUID
    stream: Stream
    before: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Payee:
    """A group that is paid."""

    id: UUID
    name: str


@dataclass(frozen=True)
class PaidLine:
    """A line that was paid, and how it is divided: by what held on the day of the line."""

    group: Payee
    amount: Money
    division: Division | None


@dataclass(frozen=True)
class Drawn:
    """What groups were paid from one budget in a year. `stream` is None where the list of the year has none."""

    called: str
    stream: Stream | None
    by_group: tuple[tuple[str, Money], ...]
    is_listed: bool = True
    """Whether the list of the year has it; what nobody said is in no list, and misses in none."""

    @property
    def paid(self) -> Money:
        """The sum of it."""
        return total(amount for _, amount in self.by_group)

    @property
    def left(self) -> Money | None:
        """What is left of the budget; None where nobody knows how much it is."""
        if self.stream is None or self.stream.amount is None:
            return None
        return self.stream.amount - self.paid

    @property
    def warning(self) -> str:
        """Of ring-fenced money that does not reach: both sums, in words. "" where all is well."""
        if self.stream is None or not self.stream.is_ring_fenced:
            return ""
        if self.left is None or self.left >= NOTHING:
            return ""
        return (
            f"“{self.called}” is ring-fenced and gives {self.stream.amount}. "
            f"Groups were paid {self.paid} from it."
        )


@dataclass(frozen=True)
class DrawnInYear:
    """What groups were paid in a year, budget by budget; what nobody said stands last."""

    budgets: tuple[Drawn, ...]
    not_said: Drawn

    @property
    def lines(self) -> tuple[Drawn, ...]:
        """All of them, in the order of the page."""
        return (*self.budgets, self.not_said)

    @property
    def paid(self) -> Money:
        """All that groups were paid: the sum of the lines."""
        return total(one.paid for one in self.lines)

    @property
    def has_lines(self) -> bool:
        """Whether any group was paid at all; what was taken back may have brought the sum to nothing."""
        return any(one.by_group for one in self.lines)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Where ring-fenced money does not reach."""
        return tuple(one.warning for one in self.budgets if one.warning)

    def rows(self) -> Iterator[tuple[CsvValue, ...]]:
        """A table of it, for a spreadsheet: amounts are numbers there, in pounds."""
        yield "Where from", "Group", "Ring-fenced", "Amount a year", "Paid to groups", "Left"
        for one in self.lines:
            yield (
                one.called, ALL_GROUPS, _ringed(one.stream),
                _in_pounds(one.stream.amount if one.stream else None), pounds(one.paid),
                _in_pounds(one.left),
            )  # fmt: skip
            for group, amount in one.by_group:
                yield one.called, group, "", None, pounds(amount), None
        yield "All together", ALL_GROUPS, "", None, pounds(self.paid), None


def divided(amount: Money, parts: Iterable[Part]) -> dict[UUID, Money]:
    """An amount by percents, in whole pence that come to it exactly: the largest remainders get what is over.

    It does not matter in which order the parts are, and what is taken back is divided as it was paid.
    Raises ValueError where the percents do not come to 100.
    """
    known = tuple(parts)
    if sum((one.percent for one in known), NONE) != HUNDRED:
        raise ValueError("An amount is divided by percents that come to 100.")
    size = abs(amount.pence)
    exact = {one.stream_id: Fraction(one.percent) * size / 100 for one in known}
    pence = {one: int(part) for one, part in exact.items()}
    over = size - sum(pence.values())
    for one in sorted(known, key=lambda one: (-(exact[one.stream_id] % 1), *_by_size(one)))[:over]:
        pence[one.stream_id] += 1
    sign = -1 if amount < NOTHING else 1
    return {one: Money(sign * part) for one, part in pence.items()}


def drawn_in_year(budgets: Sequence[Budget], lines: Iterable[PaidLine]) -> DrawnInYear:
    """What each budget of a year's list paid, what budgets paid that are not in it, and what nobody said."""
    listed: dict[UUID, dict[Payee, Money]] = {one.id: _nothing() for one in budgets}
    gone: dict[str, dict[Payee, Money]] = defaultdict(_nothing)
    not_said = _nothing()
    for line in lines:
        if line.division is None or not line.division.parts:
            not_said[line.group] += line.amount
            continue
        amounts = divided(line.amount, line.division.parts)
        for part in line.division.parts:
            found = find(part, budgets)
            sums = listed[found.id] if found else gone[part.called]
            sums[line.group] += amounts[part.stream_id]
    return DrawnInYear(
        (
            *(Drawn(one.stream.called, one.stream, _by_name(listed[one.id])) for one in budgets),
            *(
                Drawn(called, None, _by_name(gone[called]), is_listed=False)
                for called in sorted(gone)
            ),
        ),
        Drawn(NOT_SAID, None, _by_name(not_said)),
    )


def find(part: Part, budgets: Collection[Budget]) -> Budget | None:
    """The budget of a year's list that a part means; None where it is not there.

    It is the stream itself, or the one that it was copied into for a later year. Whoever writes a list anew
    means the stream of the same kind and words, if there is only one.
    """
    for one in budgets:
        if part.stream_id == one.id or part.stream_id in one.before:
            return one
    same = [one for one in budgets if _is_called(one.stream, part)]
    return same[0] if len(same) == 1 else None


def said_on(divisions: Iterable[Division], day: date) -> Division | None:
    """What holds on a day: the latest that had begun."""
    begun = (one for one in divisions if one.from_on <= day)
    return max(begun, key=lambda one: one.from_on, default=None)


def no_longer_there(
    division: Division, budgets: Collection[Budget], year: FinancialYear, *, today: date
) -> tuple[str, ...]:
    """Which budgets of a division are gone from the list of a year, or were sure until a day that is over."""
    if division.parts and not budgets:
        return (f"The list of {year.label} has not begun, so no budget is there.",)
    return tuple(filter(None, (_gone(one, budgets, year, today) for one in division.by_size)))


def must_be_whole(percents: Collection[Decimal]) -> None:
    """Refuse with RuleBroken percents that do not come to 100."""
    if any(one <= NONE for one in percents):
        raise RuleBroken("Enter numbers from 0 to 100, like 20 or 12.5.", field="percents")
    together = sum(percents, NONE)
    if not together:
        raise RuleBroken(
            "Enter how many percent come from each budget. Together they must come to 100%.",
            field="percents",
        )
    if together != HUNDRED:
        missing = HUNDRED - together
        what = f"{in_words(abs(missing))} is {'missing' if missing > 0 else 'too much'}"
        raise RuleBroken(
            f"The numbers come to {in_words(together)}. They must come to 100%: {what}.",
            field="percents",
        )


def in_words(percent: Decimal) -> str:
    """ "12.5%"."""
    return f"{percent.normalize():f}%"


def _gone(part: Part, budgets: Collection[Budget], year: FinancialYear, today: date) -> str | None:
    found = find(part, budgets)
    if found is None:
        return f"“{part.called}” is not in the list of {year.label} any more. It pays {part.share}."
    ends_on = found.stream.ends_on
    if ends_on is not None and ends_on < today:
        return (
            f"“{found.stream.called}” was sure until {said_day(ends_on)} only. "
            f"It still pays {part.share}."
        )
    return None


def _by_size(part: Part) -> tuple[Decimal, str]:
    return -part.percent, str(part.stream_id)


def _is_called(stream: Stream, part: Part) -> bool:
    return stream.kind is part.kind and stream.words.casefold() == part.words.casefold()


def _nothing() -> dict[Payee, Money]:
    return defaultdict(lambda: NOTHING)


def _by_name(sums: Mapping[Payee, Money]) -> tuple[tuple[str, Money], ...]:
    groups = sorted(sums, key=lambda one: (one.name.casefold(), str(one.id)))
    return tuple((one.name, sums[one]) for one in groups)


def _ringed(stream: Stream | None) -> str:
    return "" if stream is None else "yes" if stream.is_ring_fenced else "no"


def _in_pounds(amount: Money | None) -> Decimal | None:
    return None if amount is None else pounds(amount)
