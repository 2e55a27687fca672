"""Files that say how deprived the neighbourhood of a postcode is, by the English Indices of Deprivation.

Read: the ministry's postcode look-up and its like, which give the decile (1: the most deprived tenth of
England); and the ONS Postcode Directory or NSPL, which give the rank among the neighbourhoods (LSOAs) of
the postcode's own country. A rank is an English one where its row says so, and means a decile only
together with the edition that it belongs to, which those files do not name: whoever loads one says it.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from directory.postcodes.files import POSTCODE, POSTCODE_NAMES, Row, first_named, key_of, tables
from kernel.errors import RuleBroken

TENTHS = 10
NEIGHBOURHOODS: Mapping[str, int] = {"2019": 32_844, "2025": 33_755}
"""How many LSOAs of England each edition ranks. Source: English Indices of Deprivation 2019 and 2025."""
OF_ENGLAND = "E"
"""What the code of a place in England begins with (ONS)."""
NOT_KNOWN = frozenset({"", "-", "na", "n/a", "#n/a", "null"})
NO_RANK = "0"
"""The ONS writes it where there is no neighbourhood."""
MOST_TOLD = 5
LONGEST = 20

_DECILE = re.compile(r"(imd|index of multiple deprivation)( imd)?( ?(20)?\d\d)? decile( .*)?")
_RANK = re.compile(
    r"imd(\d\dind)?|(imd|index of multiple deprivation)( imd)?( ?(20)?\d\d)? rank( .*)?"
)
_NUMBER = re.compile(r"[0-9]{1,5}")
_PLACE = re.compile(r"ctry(\d\d)?(cd)?|lsoa ?(\d\d)?(cd)?|lsoa code( (20)?\d\d)?")


class Outcome(StrEnum):
    """What became of a row."""

    LOADED = "loaded"
    NOT_KNOWN = "not-known"
    OUTSIDE_ENGLAND = "outside-england"
    NOT_A_POSTCODE = "not-a-postcode"
    WRONG = "wrong"


@dataclass(frozen=True)
class Deprived:
    """One row: its outcome and, if it is loaded, the postcode without its space and the decile 1 to 10.

    `says` is what is wrong with it, with its line.
    """

    outcome: Outcome
    key: str = ""
    decile: int = 0
    says: str = ""


@dataclass(frozen=True)
class Columns:
    """Where the columns of a file are; `place` is the code of a country or a neighbourhood."""

    postcode: int
    value: int
    place: int | None
    decile_of: Callable[[str], int | None]


def checked(file: Path, *, edition: str = "") -> None:
    """Look a whole file through. Raises RuleBroken with its first wrong lines, or for another kind of file."""
    wrong = [row.says for row in read(file, edition=edition) if row.outcome is Outcome.WRONG]
    if wrong:
        left = len(wrong) - MOST_TOLD
        more = [f"{left:,} more lines are wrong."] if left > 0 else []
        raise RuleBroken(" ".join([*wrong[:MOST_TOLD], *more, "Nothing was loaded."]))


def read(file: Path, *, edition: str = "") -> Iterator[Deprived]:
    """Every row of a file. Raises RuleBroken, naming what is expected, for a file of another kind.

    `edition`: of which year the ranks are, for a file that gives ranks and no deciles.
    """
    is_known = False
    for lines in tables(file):
        rows = csv.reader(lines)
        columns = _columns(next(rows, []), edition)
        if columns is None:
            continue
        is_known = True
        for row in rows:
            yield _read(row, columns, line=rows.line_num)
    if not is_known:
        raise RuleBroken(
            f"{file.name} has no columns that we know. Bring the postcode look-up of the English "
            "Indices of Deprivation, with the headings “Postcode” and “Index of Multiple Deprivation "
            "Decile”; or the ONS Postcode Directory or NSPL with “imd”. As CSV, CSV.GZ or ZIP."
        )


def decile_of_rank(rank: int, *, edition: str) -> int:
    """The tenth of England's neighbourhoods that a rank lies in; 1 is the most deprived of each."""
    return -(-rank * TENTHS // NEIGHBOURHOODS[edition])


def _columns(first: Row, edition: str) -> Columns | None:
    plain = [" ".join(re.findall(r"[a-z0-9]+", name.lower())) for name in first]
    postcode = first_named(plain, POSTCODE_NAMES)
    decile, rank, place = (_matching(plain, one) for one in (_DECILE, _RANK, _PLACE))
    if postcode is None or (decile is None and rank is None):
        return None
    if decile is not None:
        return Columns(postcode, decile, place, _decile)
    if place is None:
        raise RuleBroken(
            "This file gives ranks without saying which are of England: each country ranks its own. "
            "Bring it with its column of countries (ctry) or of neighbourhoods (lsoa)."
        )
    if edition not in NEIGHBOURHOODS:
        raise RuleBroken(
            "This file gives ranks, not deciles, and does not say of which year. "
            "Say it with --edition 2019 or --edition 2025: the user guide of the file names it."
        )
    assert rank is not None  # noqa: S101 - one of the two is there
    return Columns(postcode, rank, place, lambda cell: _ranked(cell, edition))


def _matching(plain: Sequence[str], wanted: re.Pattern[str]) -> int | None:
    return next((at for at, name in enumerate(plain) if wanted.fullmatch(name)), None)


def _read(row: Row, columns: Columns, *, line: int) -> Deprived:
    key = key_of(_cell(row, columns.postcode))
    if POSTCODE.fullmatch(key) is None:
        return Deprived(Outcome.NOT_A_POSTCODE)
    place = "" if columns.place is None else _cell(row, columns.place)
    if place and not place.upper().startswith(OF_ENGLAND):
        return Deprived(Outcome.OUTSIDE_ENGLAND)
    try:
        decile = columns.decile_of(_cell(row, columns.value))
    except RuleBroken as refusal:
        return Deprived(Outcome.WRONG, says=f"Line {line}: {refusal.message}")
    return Deprived(Outcome.LOADED, key, decile) if decile else Deprived(Outcome.NOT_KNOWN)


def _cell(row: Row, column: int) -> str:
    return row[column].strip() if len(row) > column else ""


def _decile(cell: str) -> int | None:
    if cell.lower() in NOT_KNOWN:
        return None
    if not (_NUMBER.fullmatch(cell) and 1 <= int(cell) <= TENTHS):
        raise RuleBroken(f"“{cell[:LONGEST]}” is not a decile from 1 to {TENTHS}.")
    return int(cell)


def _ranked(cell: str, edition: str) -> int | None:
    if cell.lower() in NOT_KNOWN or cell == NO_RANK:
        return None
    most = NEIGHBOURHOODS[edition]
    if not (_NUMBER.fullmatch(cell) and 1 <= int(cell) <= most):
        raise RuleBroken(
            f"“{cell[:LONGEST]}” is not a rank from 1 to {most:,}, as there are in the edition of "
            f"{edition}."
        )
    return decile_of_rank(int(cell), edition=edition)
