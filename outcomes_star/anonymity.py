"""Rows about people without their names: a pseudonym, and traits that enough of them share (A-OUT-08).

Five people at least share what a row shows of somebody (k-anonymity). What only fewer share is hidden step
by step, the finest trait first, so that whoever is rare is hidden among others who are.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from uuid import UUID

FEWEST_ALIKE = 5
FEWEST_IN_PLACE = 8
"""People of a file who live in a locality that it names, as of any published count (reliability.md 3.6)."""

FEWEST_IN_OTHER = 2
"""Localities: of a single one that is left over, everybody would know the name."""

FEWEST_IN_FILE = 8
NOT_SHOWN, NOT_KNOWN, OTHER = "not shown", "not known", "other"
YOUNGEST, OLDEST, BAND = 20, 90, 10
LETTERS = 20


@dataclass(frozen=True, order=True)
class Traits:
    """What somebody might be known by, as a file shows it."""

    quarter: str
    age_band: str
    locality: str
    fifth: str


HIDDEN = Traits(NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN)
FINEST_FIRST = ("fifth", "locality", "age_band", "quarter")


def pseudonym(key: bytes, file: str, person_id: UUID) -> str:
    """What somebody is called in one file: without the agreement's key nobody finds out whose it is (HMAC).

    In the next file they are called something else: an age that changes between two would tell a birthday.
    It begins with a letter, so that no spreadsheet takes it for a number.
    """
    digest = hmac.new(key, file.encode() + person_id.bytes, hashlib.sha256).hexdigest()
    return f"p{digest[:LETTERS]}"


def age_band(born_on: date | None, *, on: date) -> str:
    """The ten years that an age is in: "under 20", "30 to 39", "90 and over"."""
    if born_on is None:
        return NOT_KNOWN
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    if age < YOUNGEST:
        return f"under {YOUNGEST}"
    if age >= OLDEST:
        return f"{OLDEST} and over"
    lowest = age - age % BAND
    return f"{lowest} to {lowest + BAND - 1}"


def places_named(places: Sequence[str]) -> tuple[str, ...]:
    """The locality of each person by name where enough of the file live there, else "other".

    "Other" holds enough people too, and more than one locality.
    """
    counts = Counter(one for one in places if one != NOT_KNOWN)
    by_size = sorted(counts, key=lambda one: (counts[one], one))
    others: list[str] = []
    for one in by_size:
        people = sum(counts[other] for other in others)
        is_open = bool(others) and (people < FEWEST_IN_PLACE or len(others) < FEWEST_IN_OTHER)
        if counts[one] < FEWEST_IN_PLACE or is_open:
            others.append(one)
    people = sum(counts[one] for one in others)
    is_company = people >= FEWEST_IN_PLACE and len(others) >= FEWEST_IN_OTHER
    left = (
        OTHER if is_company else NOT_KNOWN
    )  # of a few in one place alone everybody would know the name
    return tuple(left if one in others else one for one in places)


def generalised(rows: Sequence[Traits], *, fewest: int = FEWEST_ALIKE) -> tuple[Traits, ...]:
    """The traits of each person, so hidden that at least `fewest` share what is shown of anybody.

    Of fewer people than that in all, everything is hidden. Who keeps company with those who are left over
    goes by the order of the rows, which should be one that says nothing.
    """
    shown = list(rows)
    rare = _rare(shown, range(len(shown)), fewest)
    for trait in FINEST_FIRST:
        for at in rare:
            shown[at] = replace(shown[at], **{trait: NOT_SHOWN})
        rare = _rare(shown, rare, fewest)
    while rare and len(rare) < min(fewest, len(shown)):
        rare = [*rare, *_company(shown, fewest - len(rare), fewest)]
        for at in rare:
            shown[at] = HIDDEN
    return tuple(shown)


def _rare(shown: Sequence[Traits], among: Sequence[int], fewest: int) -> list[int]:
    """Those whose traits fewer share, of some people."""
    counts = Counter(shown[at] for at in among)
    return [at for at in among if counts[shown[at]] < fewest]


def _company(shown: Sequence[Traits], wanted: int, fewest: int) -> list[int]:
    """People to hide beside those who are left over: some of the largest group, if enough stay behind.

    Else all of the smallest group.
    """
    counts = Counter(one for one in shown if one != HIDDEN)
    in_order = sorted(counts, key=lambda one: (counts[one], astuple(one)))
    spares = counts[in_order[-1]] >= fewest + wanted
    members = [at for at, one in enumerate(shown) if one == in_order[-1 if spares else 0]]
    return members[:wanted] if spares else members
