"""When two records may be of one person, which facts of them differ, and what is kept of both.

A lead NTP may know somebody twice: a practice refers them, and they ask by themselves. Then one action plan
for a person, across all conditions (A10.3), needs one record.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from directory.likeness import names_alike, plain_name
from referrals.contact_rules import both_said

Facts = Mapping[str, Any]
"""What is known of a person, by the name of the column."""

Worker = TypeVar("Worker")


@dataclass(frozen=True)
class Fact:
    """Something that is known of a person; its columns stay together. `along` follows from them."""

    name: str
    says: str
    columns: tuple[str, ...]
    along: tuple[str, ...] = ()

    def of(self, facts: Facts) -> tuple[Any, ...]:
        """What a record says of it."""
        return tuple(facts[column] for column in self.columns)

    def is_known(self, facts: Facts) -> bool:
        """Whether a record says anything of it."""
        return any(self.of(facts))


FACTS = (
    Fact("name", "Name", ("name",)),
    Fact("known_as", "Likes to be called", ("known_as",)),
    Fact("born_on", "Date of birth", ("born_on",)),
    Fact("nhs_number", "NHS number", ("nhs_number",)),
    Fact("phone", "Phone", ("phone",)),
    Fact("email", "E-mail", ("email",)),
    Fact("address", "Address", ("address", "postcode"), along=("locality_id",)),
    Fact("practice", "Practice", ("practice_id",)),
    Fact("language", "Language", ("language",)),
    Fact("carer", "Carer", ("carer",)),
    Fact("support_level", "Support level", ("support_level",)),
    Fact("stage", "Where they stand", ("stage",)),
)
"""Of each of these one is kept, in the order of the page."""

KEPT_OF_BOTH = ("contact_rules", "access_needs", "conditions", "needs_interpreter")
"""Of these nothing is lost, whichever record is kept."""


def may_be_one(one: Facts, other: Facts) -> bool:
    """Whether two records may be of one person: the same NHS number, or birthday and a like name.

    Two NHS numbers are two people, until one of them is put right.
    """
    if one["nhs_number"] and other["nhs_number"]:
        return bool(one["nhs_number"] == other["nhs_number"])
    is_same_day = one["born_on"] is not None and one["born_on"] == other["born_on"]
    return is_same_day and are_alike(one["name"], other["name"])


def are_alike(one: str, other: str) -> bool:
    """Whether two names may be one: in any order, with a slip of the pen, or with a name more."""
    ours, theirs = sorted((plain_name(one), plain_name(other)), key=lambda name: len(name.split()))
    if names_alike(ours, theirs):
        return True
    words = set(ours.split())
    return len(words) > 1 and words <= set(theirs.split())


def differing(kept: Facts, other: Facts) -> tuple[Fact, ...]:
    """The facts of which the two records say different things: somebody must choose."""
    return tuple(
        fact for fact in FACTS
        if fact.is_known(kept) and fact.is_known(other) and fact.of(kept) != fact.of(other)
    )  # fmt: skip


def joined(kept: Facts, other: Facts, *, taken: Collection[str]) -> dict[str, Any]:
    """What is known of the one person: `taken` names the facts that the other record has right.

    Where only one of them says anything, that holds.
    """
    facts: dict[str, Any] = {}
    for fact in FACTS:
        is_taken = fact.name in taken and fact.is_known(other)
        source = other if is_taken or not fact.is_known(kept) else kept
        facts |= {column: source[column] for column in (*fact.columns, *fact.along)}
    return facts | {
        "contact_rules": kept["contact_rules"].with_those_of(other["contact_rules"]),
        "access_needs": both_said(kept["access_needs"], other["access_needs"]),
        "conditions": list(dict.fromkeys([*kept["conditions"], *other["conditions"]])),
        "needs_interpreter": kept["needs_interpreter"] or other["needs_interpreter"],
    }


@dataclass(frozen=True)
class Yes:
    """A yes to one recipient and purpose, as one of the records holds it."""

    id: UUID
    given_at: datetime
    withdrawn_at: datetime | None
    how: str = ""


@dataclass(frozen=True)
class Settled:
    """What becomes of a yes that stands: the same one `goes`, or it `ends_with` one that was taken back."""

    stands: UUID
    how: str
    goes: UUID | None = None
    ends_with: UUID | None = None


def settled(here: Sequence[Yes], there: Sequence[Yes]) -> Settled | None:
    """What two records said to one recipient and purpose, as the word of one person.

    A yes that stands in both has stood since the first. One that stands in one of them is taken back
    where the person took it back later in the other. None: all of it stays as it is.
    """
    standing = [one for one in (_standing(here), _standing(there)) if one is not None]
    if len(standing) > 1:
        first, again = sorted(standing, key=lambda yes: yes.given_at)
        return Settled(first.id, both_said(first.how, again.how), goes=again.id)
    for yes in standing:
        no = _last_no(there if yes in here else here)
        if no is not None and no.withdrawn_at and no.withdrawn_at > yes.given_at:
            return Settled(yes.id, yes.how, ends_with=no.id)
    return None


def _standing(said: Sequence[Yes]) -> Yes | None:
    return next((yes for yes in said if yes.withdrawn_at is None), None)


def _last_no(said: Sequence[Yes]) -> Yes | None:
    return max(
        (yes for yes in said if yes.withdrawn_at is not None),
        key=lambda yes: yes.withdrawn_at or yes.given_at,
        default=None,
    )


def twice_with(link_workers: Sequence[Worker]) -> tuple[Worker, ...]:
    """Who has more than one of somebody's open referrals, by the link worker of each."""
    return tuple(dict.fromkeys(one for one in link_workers if link_workers.count(one) > 1))
