"""What a group is owed for a day: worked out from how many came, and from what held on that day (S7, S10, S11).

A line is for one activity and one day. What was counted wrong is put right by a further line, never by changing one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from billing.sub_contracts import PriceKind, SubContractTerms
from kernel.money import Money
from kernel.periods import Month

WHOLE_MONTH = ""
"""In place of an activity, where a sum is paid for a month."""

Key = tuple[str, date]
"""Which activity, and on which day. Of a month its first."""


@dataclass(frozen=True)
class Visits:
    """How many different people came to an activity on a day; never who."""

    activity: str
    on: date
    people: int


@dataclass(frozen=True)
class Held:
    """What was agreed from a day on, until the next."""

    number: int
    from_on: date
    terms: SubContractTerms


@dataclass(frozen=True)
class Span:
    """The days for which something is paid: from the first to the last, and no further than is over."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Owed:
    """So many of something on a day, each at the price of that day. A count below nothing takes back."""

    activity: str
    on: date
    kind: PriceKind
    count: int
    each: Money
    version: int

    @property
    def key(self) -> Key:
        """Of which activity and day it is."""
        return self.activity, self.on

    @property
    def amount(self) -> Money:
        """What it comes to."""
        return self.each.times(self.count)


def owed(visits: Iterable[Visits], held: Sequence[Held], span: Span) -> tuple[Owed, ...]:
    """All that is owed for the days of a span, each by what held on it; nothing before anything did."""
    return (*_for_visits(visits, held, span), *_for_months(held, span))


def still_to_write(wanted: Iterable[Owed], written: Iterable[Owed]) -> tuple[Owed, ...]:
    """The lines that make what is written come to what is owed, oldest first. Asked again: none.

    What is written and owed no longer, since a mark was taken back, is taken back at the price it had.
    """
    before: dict[Key, Owed] = {}
    for one in written:
        so_far = before.get(one.key)
        before[one.key] = replace(one, count=one.count + (so_far.count if so_far else 0))
    now = {one.key: one for one in wanted}
    made = [_difference(now.get(key), before.get(key)) for key in now.keys() | before.keys()]
    return tuple(sorted((one for one in made if one.count), key=lambda one: (one.on, one.activity)))


def on_day(held: Sequence[Held], day: date) -> Held | None:
    """What held on a day: the latest that had begun."""
    return max(
        (one for one in held if one.from_on <= day), key=lambda one: one.from_on, default=None
    )


def _difference(now: Owed | None, before: Owed | None) -> Owed:
    """At the price that was written, where something was: the price of a day that is over never changes."""
    if before is not None:
        return replace(before, count=(now.count if now else 0) - before.count)
    if now is None:
        raise ValueError("There is nothing to tell apart.")
    return now


def _for_visits(visits: Iterable[Visits], held: Sequence[Held], span: Span) -> Iterator[Owed]:
    together: dict[Key, int] = {}
    for one in visits:
        together[one.activity, one.on] = together.get((one.activity, one.on), 0) + one.people
    for (activity, day), people in together.items():
        found = on_day(held, day)
        if day not in span or found is None or found.terms.kind is PriceKind.BLOCK or not people:
            continue
        count = people if found.terms.kind is PriceKind.PERSON else 1
        yield _at(found, activity, day, count)


def _for_months(held: Sequence[Held], span: Span) -> Iterator[Owed]:
    """A month counts where a sum for months holds on its first day."""
    month = Month.containing(span.first)
    while month.first_day <= span.last:
        found = on_day(held, month.first_day)
        is_block = found is not None and found.terms.kind is PriceKind.BLOCK
        if found is not None and is_block and month.first_day in span:
            yield _at(found, WHOLE_MONTH, month.first_day, 1)
        month = month.next


def _at(found: Held, activity: str, day: date, count: int) -> Owed:
    terms = found.terms
    return Owed(activity, day, terms.kind, count, terms.amount, found.number)
