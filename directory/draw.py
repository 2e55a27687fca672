"""The monthly draw among groups that kept their listings true (A-DIR-10): drawn once, checkable.

Chance comes from a seed that is recorded, so that anybody can do the sum again.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel.errors import RuleBroken
from kernel.periods import Month

SHORTEST_SEED = 16


@dataclass(frozen=True)
class Drawn:
    """A draw that was made: who was in it, the seed, and who came first and second."""

    pool: tuple[UUID, ...]
    seed: str
    winner: UUID
    runner_up: UUID | None

    @property
    def is_sound(self) -> bool:
        """Whether drawing again from the same pool and seed gives the same answer."""
        return draw(self.pool, self.seed) == self


def entered(acts: Iterable[tuple[UUID, date | datetime]], month: Month) -> tuple[UUID, ...]:
    """The pool of a month: each group that updated or confirmed in it, once, in order of its id."""
    return tuple(sorted({group_id for group_id, when in acts if when in month}))


def must_be_open(month: Month, *, today: date, is_drawn: bool) -> None:
    """Refuse a draw that was made before, or a month that is not over."""
    if is_drawn:
        raise RuleBroken(f"The draw for {month.label} has been made. It cannot be made again.")
    if today <= month.last_day:
        raise RuleBroken(f"Groups can still enter. Draw after the last day of {month.label}.")


def draw(entries: Iterable[UUID], seed: str) -> Drawn:
    """The winner and runner-up: the entries whose hash with the seed comes first and second."""
    pool = tuple(sorted(set(entries)))
    if not pool:
        raise RuleBroken("No group has entered this month, so there is nothing to draw.")
    if len(seed) < SHORTEST_SEED:
        raise RuleBroken(f"A seed needs at least {SHORTEST_SEED} characters.", field="seed")
    order = sorted(pool, key=lambda entry: ticket(entry, seed))
    return Drawn(pool, seed, winner=order[0], runner_up=order[1] if len(order) > 1 else None)


def ticket(entry: UUID, seed: str) -> str:
    """What an entry is ordered by: the SHA-256 of "seed:entry", in hexadecimal."""
    return hashlib.sha256(f"{seed}:{entry}".encode()).hexdigest()


def how_to_check(drawn: Drawn) -> str:
    """How anybody can do the draw again without our program."""
    return (
        f"{len(drawn.pool)} groups were in this draw, each with one entry. "
        f"For each group, write the seed {drawn.seed}, a colon, and the group's number. "
        "Make the SHA-256 of that line with any free tool. "
        "Put the answers in order of the alphabet, figures first. "
        "The group of the first one wins. The second is the runner-up."
    )
