"""Invariants: what must always be true of what is kept. Each feature adds its own; doctor asks all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Invariant:
    """Something that must always be true, and how to find where it is not.

    `check` gives one sentence for each place where it is broken, naming records by id only.
    """

    name: str
    says: str
    check: Callable[[Session], Iterable[str]]


class Invariants:
    """All that must be true, in the order in which features added it."""

    def __init__(self) -> None:
        self._by_name: dict[str, Invariant] = {}

    def add(self, *invariants: Invariant) -> None:
        """Watch over these too. Raises ValueError for a name that is taken."""
        for invariant in invariants:
            if invariant.name in self._by_name:
                raise ValueError(f"There are two invariants named {invariant.name!r}.")
            self._by_name[invariant.name] = invariant

    def all(self) -> tuple[Invariant, ...]:
        """Every one of them."""
        return tuple(self._by_name.values())

    def broken(self, session: Session) -> list[str]:
        """What is wrong, a sentence each, begun with the invariant's name; empty when all is well."""
        return [
            f"{each.name}: {sentence}" for each in self.all() for sentence in each.check(session)
        ]
