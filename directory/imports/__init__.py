"""A spreadsheet or feed from elsewhere: bytes in, drafts and complaints out.

`read` opens a file, `guess_columns` says which column holds what, `drafts` turns rows into drafts,
`outcome_of` compares each with what an earlier run brought. Nothing here writes anything.
"""

from directory.imports.columns import Field, Matching, fits, guess_columns
from directory.imports.drafts import Complaint, Draft, Weight
from directory.imports.limits import USUAL, Limits
from directory.imports.reader import read
from directory.imports.reading import drafts
from directory.imports.sheet import Kind, Row, Sheet
from directory.imports.tally import Outcome, Tally, outcome_of

__all__ = [
    "USUAL",
    "Complaint",
    "Draft",
    "Field",
    "Kind",
    "Limits",
    "Matching",
    "Outcome",
    "Row",
    "Sheet",
    "Tally",
    "Weight",
    "drafts",
    "fits",
    "guess_columns",
    "outcome_of",
    "read",
]
