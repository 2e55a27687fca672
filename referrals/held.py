"""What is kept about a person, as it was reviewed: each feature's held.toml, read once.

A table of a higher feature belongs to people too; that feature says so in a file beside its code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILES = sorted(Path(__file__).parents[1].glob("*/held.toml"))


@dataclass(frozen=True)
class Held:
    """A table as a copy for the person shows it. `by` is "" where foreign keys lead to the person.

    What says that danger was spoken of may do harm where the copy lies: all of a table that `harms`, and some
    columns of others (`harm`). What is kept for a practice alone stands `elsewhere`: in no copy of ours.
    """

    table: str
    says: str
    given: frozenset[str] = frozenset()
    review: frozenset[str] = frozenset()
    is_safeguarding: bool = False
    by: str = ""
    harms: bool = False
    harm: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()

    def is_given(self, column: str, *, has_words: bool) -> bool:
        """Whether a column goes into a copy by itself: words only when somebody has said so."""
        if self.is_safeguarding or self.harms:
            return False
        return column in self.given or not has_words


@cache
def reviewed() -> Mapping[str, Held]:
    """Every table that was looked through, by its name."""
    return {
        table: Held(
            table, facts["says"], frozenset(facts.get("given", ())),
            frozenset(facts.get("review", ())), facts.get("safeguarding", False),
            facts.get("by", ""), facts.get("harms", False), frozenset(facts.get("harm", ())),
            frozenset(facts.get("elsewhere", ())),
        )
        for file in FILES
        for table, facts in tomllib.loads(file.read_text()).items()
    }  # fmt: skip


def held(table: str) -> Held:
    """A table as it was reviewed; of one that nobody has looked through no words are given."""
    return reviewed().get(table) or Held(table, table.replace("_", " ").capitalize())
