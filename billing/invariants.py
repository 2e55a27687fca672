"""What must always be true of what groups are paid; `doctor` asks, and so does every fault test."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing.models import GroupLine, NumberSeries, Remittance, RemittanceLine
from billing.vocabulary import Series
from kernel.invariants import Invariant


def changed_remittances(session: Session) -> Iterator[str]:
    """Remittances that no longer read as they were made (S8)."""
    for row in session.scalars(sa.select(Remittance)):
        if row.advice.digest != row.digest or row.advice.total.pence != row.pence:
            yield f"Remittance {row.id} was changed after it was made."


def remittances_that_do_not_add_up(session: Session) -> Iterator[str]:
    """Remittances that pay another sum than their lines, or a line of another group (S7)."""
    paid = (
        sa.select(RemittanceLine.remittance_id, sa.func.sum(GroupLine.pence).label("pence"))
        .join(Remittance, Remittance.id == RemittanceLine.remittance_id)
        .join(
            GroupLine,
            sa.and_(
                GroupLine.id == RemittanceLine.line_id,
                GroupLine.lead_id == Remittance.lead_id,
                GroupLine.group_id == Remittance.group_id,
            ),
        )
        .group_by(RemittanceLine.remittance_id)
        .subquery()
    )
    wrong = (
        sa.select(Remittance.id)
        .outerjoin(paid, paid.c.remittance_id == Remittance.id)
        .where(sa.func.coalesce(paid.c.pence, 0) != Remittance.pence)
    )
    for one in session.scalars(wrong):
        yield f"Remittance {one} does not come to the sum of its lines."


def numbers_with_a_gap(session: Session) -> Iterator[str]:
    """Lead NTPs whose remittances are not numbered 1, 2, 3 up to the last that was given (S9)."""
    given: dict[UUID, list[int]] = {}
    for lead_id, number in session.execute(
        sa.select(Remittance.lead_id, Remittance.number).order_by(Remittance.number)
    ):
        given.setdefault(lead_id, []).append(number)
    counted = session.execute(
        sa.select(NumberSeries.organisation_id, NumberSeries.last).where(
            NumberSeries.series == Series.REMITTANCE
        )
    )
    last = {row.organisation_id: row.last for row in counted}
    for lead_id in sorted(given.keys() | last.keys()):
        if given.get(lead_id, []) != list(range(1, last.get(lead_id, 0) + 1)):
            yield f"The remittances of {lead_id} are not numbered without a gap."


INVARIANTS: Sequence[Invariant] = (
    Invariant(
        "remittances", "Every remittance reads as it was made.", changed_remittances
    ),
    Invariant(
        "sums of remittances", "Every remittance comes to the sum of its lines.",
        remittances_that_do_not_add_up,
    ),
    Invariant(
        "numbers of remittances", "Remittances are numbered without a gap.", numbers_with_a_gap
    ),
)  # fmt: skip
