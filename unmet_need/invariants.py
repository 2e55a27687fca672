"""What must always be true of unmet need; `doctor` asks, and so does every fault test."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import RuleBroken
from kernel.invariants import Invariant
from unmet_need.models import UnmetNeed
from unmet_need.needs import check
from unmet_need.vocabulary import Source


def needs_that_say_nothing(session: Session) -> Iterator[str]:
    """Needs without a kind or a word, but for groups that said no and whose activity is gone."""
    for row in session.scalars(sa.select(UnmetNeed).where(UnmetNeed.source != Source.GROUP)):
        try:
            check(row.told, happened_on=row.happened_on)
        except RuleBroken as broken:
            yield f"Unmet need {row.id}: {broken.message}"


def needs_struck_out_without_a_reason(session: Session) -> Iterator[str]:
    """What counts no longer says why."""
    wanted = sa.select(UnmetNeed.id).where(
        UnmetNeed.struck_at.is_not(None), UnmetNeed.struck_because == ""
    )
    for need_id in session.scalars(wanted):
        yield f"Unmet need {need_id} was struck out, and nothing says why."


INVARIANTS = (
    Invariant(
        "needs that say nothing", "Every unmet need says what was wanted.", needs_that_say_nothing
    ),
    Invariant(
        "needs struck out without a reason",
        "Whatever was struck out says why.",
        needs_struck_out_without_a_reason,
    ),
)
