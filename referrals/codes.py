"""SNOMED CT codes: what a practice copies into its own record of what happened to a referral.

Two are shipped. All others come from a table that an operator loads, and are checked digit by digit.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from directory.vocabulary import Worded
from kernel.errors import RuleBroken
from referrals import verhoeff

COLUMNS = ("code", "term", "use")
LONGEST_TERM = 255


class CodeUse(Worded):
    """When a code is shown: at a moment of the referral, or for what somebody needed or was given."""

    ACCEPTED = "accepted", "A link worker accepted the referral"
    DECLINED = "declined", "The person said “not this time”"
    NEED = "need", "What the person needs"
    SUPPORT = "support", "What was offered"
    OUTCOME = "outcome", "What came of it"

    @property
    def is_of_a_moment(self) -> bool:
        """Whether there is one code for it, shown with the day on which it happened."""
        return self in (CodeUse.ACCEPTED, CodeUse.DECLINED)


@dataclass(frozen=True)
class Code:
    """A SNOMED CT code, its term, and when it is shown."""

    code: str
    term: str
    use: CodeUse


SHIPPED = (
    Code("871731000000106", "Referral to social prescribing service (procedure)", CodeUse.ACCEPTED),
    Code("871711000000103", "Social prescribing declined (situation)", CodeUse.DECLINED),
)


def read(text: str) -> tuple[Code, ...]:
    """The codes of a CSV file with the columns code, term and use; RuleBroken names a bad row."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        found = [name.strip().casefold() for name in rows.fieldnames or ()]
        if found != list(COLUMNS):
            raise RuleBroken(f"The first line must be: {','.join(COLUMNS)}.")
        codes = tuple(_codes(rows))
    except csv.Error as error:
        raise RuleBroken("This is no CSV file. Save it as CSV in UTF-8, then try again.") from error
    if not codes:
        raise RuleBroken("There is no code in this file.")
    _check_once(codes)
    return codes


def _codes(rows: "csv.DictReader[str]") -> Iterator[Code]:
    for row in rows:
        values = [(value or "").strip() for value in list(row.values())[: len(COLUMNS)]]
        yield _code(rows.line_num, *values)


def _code(line: int, code: str, term: str, use: str) -> Code:
    if not verhoeff.is_code(code):
        raise RuleBroken(
            f"Line {line}: “{code}” is no SNOMED CT code. A digit is wrong, or a spreadsheet "
            "has rounded it. Keep the column as text."
        )
    if not term or len(term) > LONGEST_TERM:
        raise RuleBroken(f"Line {line}: write the term of {code}.")
    uses = {one.value: one for one in CodeUse}
    if use not in uses:
        raise RuleBroken(f"Line {line}: the use must be one of {', '.join(uses)}.")
    return Code(code, term, uses[use])


def _check_once(codes: tuple[Code, ...]) -> None:
    moments = [code.use for code in codes if code.use.is_of_a_moment]
    twice = [use.value for use in CodeUse if moments.count(use) > 1]
    if twice:
        raise RuleBroken(f"There is more than one code for “{twice[0]}”. Keep one of them.")
    if len({(code.code, code.use) for code in codes}) < len(codes):
        raise RuleBroken("A code stands twice in this file for the same use. Keep one of them.")
