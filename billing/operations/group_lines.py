"""Writing the lines that a group is paid by: once for each activity and day, however often it is asked (S7)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import AgreementFacts
from audit import operations as audit
from billing.group_lines import Owed
from billing.models import GroupLine
from billing.queries.group_lines import (
    agreements_with_a_price,
    due_lines,
    lines_of,
    lock,
    names_on_lines,
)
from kernel.access import SYSTEM


def write_all_lines(session: Session, *, at: datetime) -> int:
    """Write what is owed to every group for the days that are over; how many lines."""
    return sum(write_lines(session, one, at=at) for one in agreements_with_a_price(session))


def write_lines(session: Session, agreement_id: UUID, *, at: datetime) -> int:
    """The same of one agreement. Who writes at the same moment waits, and then finds nothing to write."""
    agreement = accounts.find_agreement(session, agreement_id)
    if agreement is None:
        return 0
    lock(session, agreement_id)
    due = due_lines(session, agreement, at=at)
    if not due:
        return 0
    numbers: dict[tuple[str, object], int] = {}
    for row in lines_of(session, agreement_id):
        numbers[row.owed.key] = row.number
    names = names_on_lines(session, due)
    rows = [
        _row(agreement, one, names[one.activity], numbers.get(one.key, 0) + 1, at=at) for one in due
    ]
    session.add_all(rows)
    session.flush()
    audit.record(
        session, SYSTEM, "worked out what a group is owed", rows[0], at=at,
        agreement=agreement_id, lines=len(rows), pence=sum(one.pence for one in rows),
    )  # fmt: skip
    return len(rows)


def _row(
    agreement: AgreementFacts, owed: Owed, activity: str, number: int, *, at: datetime
) -> GroupLine:
    return GroupLine(
        agreement_id=agreement.id, lead_id=agreement.first_id, group_id=agreement.second_id,
        activity_id=owed.activity, activity=activity, on=owed.on, number=number, kind=owed.kind,
        count=owed.count, each_pence=owed.each.pence, pence=owed.amount.pence,
        version=owed.version, at=at,
    )  # fmt: skip
