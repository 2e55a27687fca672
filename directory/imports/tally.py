"""What an import would change, or did: how many rows are new, changed, unchanged or refused."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from directory.imports.drafts import Complaint, Draft, Weight


class Outcome(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


def outcome_of(item: Draft | Complaint, known: Mapping[str, str]) -> Outcome:
    """What becomes of a row, where `known` are the fingerprints of earlier runs by key.

    A row that repeats another changes nothing.
    """
    if isinstance(item, Complaint):
        return Outcome.REFUSED if item.weight is Weight.REFUSED else Outcome.UNCHANGED
    before = known.get(item.key)
    if before is None:
        return Outcome.NEW
    return Outcome.UNCHANGED if before == item.fingerprint else Outcome.CHANGED


@dataclass(frozen=True)
class Tally:
    """How many rows of each outcome. They add up to the rows of the file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Tally":
        """The outcomes, counted."""
        return cls(**{str(outcome): count for outcome, count in Counter(outcomes).items()})

    @property
    def total(self) -> int:
        """The rows of the file."""
        return self.new + self.changed + self.unchanged + self.refused

    def line(self) -> str:
        """The last line of a run: "12 new, 3 changed, 0 unchanged, 1 refused"."""
        return ", ".join(f"{getattr(self, outcome)} {outcome}" for outcome in Outcome)
