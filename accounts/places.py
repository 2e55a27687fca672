"""Rules about areas and localities: how many there are, and which postcodes lie in which."""

import re
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from accounts.vocabulary import OrganisationKind
from kernel.errors import RuleBroken

FEWEST_LOCALITIES = 2
MOST_LOCALITIES = 4
"""An area has two to four natural localities (A-ORG-03)."""

TENTHS = 10
"""Into so many equal groups the neighbourhoods of England are put by deprivation; 1 is the most deprived."""

SERVES = frozenset({OrganisationKind.LEAD_NTP, OrganisationKind.PRACTICE})
"""The kinds of organisation that serve some localities and not others."""

BEGINNING = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?( [0-9])?")


def check_can_add_locality(there: int) -> None:
    """Refuse a fifth locality of an area."""
    if there >= MOST_LOCALITIES:
        raise RuleBroken(
            "An area has at most four localities. Make one of them larger instead.", field="name"
        )


def localities_needed(there: int) -> str:
    """What to say of an area that has too few localities; "" when it has enough."""
    if there >= FEWEST_LOCALITIES:
        return ""
    missing = FEWEST_LOCALITIES - there
    how_many = "one more locality" if missing == 1 else f"{missing} localities"
    return f"An area has two to four localities. Add {how_many}."


def check_tenth(typed: int | None) -> None:
    """Refuse a deprivation tenth that is none; that it is not known is no mistake."""
    if typed is not None and not 1 <= typed <= TENTHS:
        raise RuleBroken(
            "Enter a number from 1 to 10, or leave it empty.", field="deprivation_rank"
        )


def read_beginnings(typed: str) -> list[str]:
    """Beginnings of postcodes as typed ("ne6, NE28 3"), tidied, each once; outcodes or sectors.

    Raises RuleBroken for one that is neither.
    """
    tidy = [" ".join(one.upper().split()) for one in re.split(r"[,;\n]", typed) if one.strip()]
    for one in tidy:
        if not BEGINNING.fullmatch(one):
            raise RuleBroken(
                f"{one} is not the beginning of a postcode. Write NE6 or NE6 1, with commas "
                "between them.",
                field="postcodes",
            )
    if not tidy:
        raise RuleBroken("Write the beginning of at least one postcode.", field="postcodes")
    return list(dict.fromkeys(tidy))


def check_unclaimed(beginnings: Collection[str], others: Mapping[str, Collection[str]]) -> None:
    """Refuse a beginning that another locality (its name: its beginnings) has already."""
    for name, claimed in others.items():
        taken = sorted(set(beginnings) & set(claimed))
        if taken:
            raise RuleBroken(
                f"{taken[0]} belongs to {name}. Take it out there first, or leave it out here.",
                field="postcodes",
            )


def check_serves(kind: OrganisationKind, serves: Iterable[UUID]) -> None:
    """Refuse localities for an organisation that does not serve some and not others."""
    if kind not in SERVES and list(serves):
        raise RuleBroken(
            "Only a lead NTP or a GP practice serves localities. Take the ticks away.",
            field="serves",
        )


def match_locality(postcode: str, prefixes: Mapping[UUID, Collection[str]]) -> UUID | None:
    """The locality of a postcode: the one that names the longest beginning of it."""
    wanted = re.sub(r"\s+", "", postcode).upper()
    outcode, incode = wanted[:-3], wanted[-3:]
    named = {outcode: 1, f"{outcode} {incode[:1]}": 2}
    best: tuple[int, UUID] | None = None
    for locality_id, beginnings in prefixes.items():
        for beginning in beginnings:
            rank = named.get(" ".join(beginning.upper().split()), 0)
            if rank and (best is None or rank > best[0]):
                best = (rank, locality_id)
    return best[1] if best else None
