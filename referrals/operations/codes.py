"""Loading the table of SNOMED CT codes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import SYSTEM
from referrals.codes import Code
from referrals.models import SnomedCode
from referrals.queries import codes as queries


def load_codes(session: Session, codes: Sequence[Code], *, at: datetime) -> int:
    """Let these codes hold from now on; how many changed. A second time changes nothing.

    The earlier codes of the uses in the file end; what was coded with them stays as it was.
    """
    wanted = {(code.use, code.code, code.term) for code in codes}
    there = {(row.use, row.code, row.term): row for row in queries.standing(session)}
    gone = [
        there[key]
        for key in there.keys() - wanted
        if key[0] in {code.use for code in codes}
    ]  # fmt: skip
    for row in gone:
        row.ended_at = at
    session.flush()
    new = wanted - there.keys()
    session.add_all(
        SnomedCode(code=code, term=term, use=use, loaded_at=at) for use, code, term in sorted(new)
    )
    if new or gone:
        audit.record(session, SYSTEM, "loaded codes", at=at, new=len(new), ended=len(gone))
    return len(new) + len(gone)
