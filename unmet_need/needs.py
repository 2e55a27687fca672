"""What is written down of unmet need, and what makes no sense (A-R2-01, A10.5)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from directory.vocabulary import Domain
from kernel.errors import RuleBroken
from unmet_need.vocabulary import Match, Reason, Source, Wish

MOST_OF_ONE = 500
"""Nobody counts more of one kind on a sheet: more is a slip of the finger."""


@dataclass(frozen=True)
class Told:
    """What was wanted, why it was not to be had, and by when it is wanted. It is about nobody."""

    domains: tuple[Domain, ...] = ()
    words: str = ""
    reason: Reason = Reason.NOT_SAID
    wish: Wish | None = None
    wanted_by: date | None = None
    match: Match | None = None


@dataclass(frozen=True)
class Line:
    """Needs of one kind and reason, added up. Identified and unidentified stand apart (B15)."""

    domain: Domain | None
    reason: Reason
    identified: int
    unidentified: int


def check(told: Told, *, happened_on: date) -> None:
    """Refuse with RuleBroken what says nothing, or is wanted before it was said."""
    if not told.domains and not told.words.strip():
        raise RuleBroken("Say in a few words what is wanted, or choose what kind.", field="words")
    if told.wanted_by is not None and told.wanted_by < happened_on:
        raise RuleBroken("Enter a day after that on which it was said.", field="wanted_by")


def check_tally(counts: Mapping[Domain, int]) -> None:
    """Refuse with RuleBroken a sheet on which nothing was counted, or more than anybody counts."""
    if not any(counts.values()):
        raise RuleBroken(
            "Enter how many were counted, for one kind at least.", field=_first(counts)
        )
    for domain, number in counts.items():
        if not 0 <= number <= MOST_OF_ONE:
            raise RuleBroken(f"Enter a number from 0 to {MOST_OF_ONE}.", field=domain.value)


def _first(counts: Mapping[Domain, int]) -> str | None:
    return next((one.value for one in counts), None)


@dataclass(frozen=True)
class Counted:
    """A need as it is added up: `number` of it, since a sheet holds several."""

    domains: tuple[Domain, ...]
    reason: Reason
    source: Source
    number: int


def lines(needs: Iterable[Counted]) -> tuple[Line, ...]:
    """Needs added up by kind and reason, in the order of the lists; one of two kinds counts for each.

    So lines are not to be added up: a need of two kinds stands in two.
    """
    sums: Counter[tuple[Domain | None, Reason, bool]] = Counter()
    for one in needs:
        for domain in one.domains or (None,):
            sums[domain, one.reason, one.source.is_identified] += one.number
    kinds = [*Domain, None]
    keys = sorted(
        {key[:2] for key in sums}, key=lambda key: (kinds.index(key[0]), list(Reason).index(key[1]))
    )
    return tuple(
        Line(domain, reason, sums[domain, reason, True], sums[domain, reason, False])
        for domain, reason in keys
    )
