"""Which groups are likely to be one and the same: put side by side for an editor, never merged.

Same charity number, same phone, or a name that is alike at the same postcode (issue: imports).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from uuid import UUID

from directory.phones import phone
from directory.vocabulary import Worded

ALIKE = 0.75
"""Share of the words of the longer name that must be in both."""

SLIP = 0.75
"""Share of letters in common, in order, from which one word is a slip of the pen for another."""

BLOCK = 40
"""Rows of one block that each newcomer is compared with: keeps the sum in step with the rows."""

_LONGEST_NAME = 120
_START = 3
_SHORTEST_SLIP = 4
_FILLING = frozenset(
    {"the", "a", "an", "and", "of", "for", "in", "at", "to", "ltd", "limited", "cic", "cio", "plc"}
    | {"group", "club", "society", "association", "charity", "trust", "uk", "project", "service"}
)
# Words that tell one session or age from another of the same group.
_TELLING = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"}
    | {"men", "mens", "women", "womens", "boys", "girls", "young", "older", "over", "under"}
    | {"junior", "juniors", "senior", "seniors", "beginners", "improvers", "advanced"}
)


class Reason(Worded):
    """Why two groups may be one."""

    CHARITY_NUMBER = "charity-number", "Same charity number"
    PHONE = "phone", "Same phone number"
    NAME_AND_POSTCODE = "name-and-postcode", "Name alike, at the same postcode"
    NAME = "name", "Same name, and neither says where"


@dataclass(frozen=True)
class Known:
    """What is compared about a group or its listing. Phone and postcode as typed."""

    id: UUID
    name: str
    postcode: str = ""
    phone: str = ""
    charity_number: str = ""

    @cached_property
    def plain_name(self) -> str:
        """The name as `plain_name` has it."""
        return plain_name(self.name)

    @cached_property
    def place(self) -> str:
        """The postcode without spaces."""
        return re.sub(r"\s", "", self.postcode[:12]).upper()

    @cached_property
    def number(self) -> str:
        """The phone number in E.164, or nothing."""
        found = phone(self.phone) if self.phone else None
        return found.e164 if found else ""

    @cached_property
    def charity(self) -> str:
        """The charity number without spaces, prefixes and leading noughts: "SC012345"."""
        letters = re.sub(r"[^0-9A-Za-z]", "", self.charity_number[:20]).upper()
        return letters.lstrip("0")


@dataclass(frozen=True)
class Likeness:
    """Two groups that may be one, and why."""

    first: Known
    second: Known
    reasons: tuple[Reason, ...]


def plain_name(name: str) -> str:
    """A name without case, accents, punctuation and filling words: what makes it that name.

    A name of nothing but such words keeps them: "The Group" is not "".
    """
    folded = unicodedata.normalize("NFKD", name[:_LONGEST_NAME].casefold().replace("&", " and "))
    letters = "".join(c for c in folded if not unicodedata.combining(c)).replace("'", "")
    words = re.sub(r"[\W_]+", " ", letters).split()
    return " ".join([word for word in words if word not in _FILLING] or words)


def names_alike(a: str, b: str) -> bool:
    """Whether two plain names have nearly the same words in any order, slips of the pen allowed.

    A day, an age or "men" that only one of them has makes them two groups.
    """
    ours, theirs = a.split(), b.split()
    alone = [word for word in ours if word not in theirs]
    others = [word for word in theirs if word not in ours]
    if not _TELLING.isdisjoint(alone + others):
        return False
    shared = len(ours) - len(alone) + sum(_is_slip_of_one(word, others) for word in alone)
    return shared >= ALIKE * max(len(ours), len(theirs), 1)


def alike(a: Known, b: Known) -> tuple[Reason, ...]:
    """Why two groups may be one; empty when they are not likely to be."""
    return tuple(_reasons(a, b))


def _reasons(a: Known, b: Known) -> Iterator[Reason]:
    if a.charity and a.charity == b.charity:
        yield Reason.CHARITY_NUMBER
    if a.number and a.number == b.number:
        yield Reason.PHONE
    if a.place and a.place == b.place and names_alike(a.plain_name, b.plain_name):
        yield Reason.NAME_AND_POSTCODE
    if not (a.place or b.place) and "" != a.plain_name == b.plain_name:
        yield Reason.NAME


def likely_duplicates(rows: Iterable[Known]) -> tuple[Likeness, ...]:
    """The pairs that are likely one group, each once, in the order of the rows."""
    pairs = ((a, b, alike(a, b)) for a, b in worth_comparing([*rows]))
    return tuple(Likeness(a, b, reasons) for a, b, reasons in pairs if reasons)


def duplicates_of(newcomer: Known, known: Iterable[Known]) -> tuple[Likeness, ...]:
    """The known groups that a newcomer may be, for a form or one row of a file."""
    pairs = ((other, alike(other, newcomer)) for other in known if other.id != newcomer.id)
    return tuple(Likeness(other, newcomer, reasons) for other, reasons in pairs if reasons)


def worth_comparing(rows: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    """The pairs that share a blocking key, so that 10,000 rows are not 50 million pairs.

    Within a crowded block a row meets the first BLOCK rows only: the same number on a hundred rows
    shows each of them beside those, which is enough to see it.
    """
    blocks: dict[str, list[Known]] = defaultdict(list)
    for row in rows:
        met: set[UUID] = {row.id}
        for key in _keys(row):
            block = blocks[key]
            for other in block:
                if other.id not in met:
                    met.add(other.id)
                    yield other, row
            if len(block) < BLOCK:
                block.append(row)


def _is_slip_of_one(word: str, others: list[str]) -> bool:
    return any(
        min(len(word), len(other)) >= _SHORTEST_SLIP
        and SequenceMatcher(None, word, other, autojunk=False).ratio() >= SLIP
        for other in others
    )


def _keys(row: Known) -> Iterator[str]:
    if row.charity:
        yield f"charity {row.charity}"
    if row.number:
        yield f"phone {row.number}"
    if not row.place:
        yield f"name {row.plain_name}"
        return
    # Two starts of words in common cover a slip of the pen in any one of them.
    for start in {word[:_START] for word in row.plain_name.split()}:
        yield f"place {row.place} {start}"
