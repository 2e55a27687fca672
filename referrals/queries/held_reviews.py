"""The reviews of a plan that were held, each named by how long after agreeing it was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from referrals import reviews
from referrals.models import ActionPlan, PlanReview
from referrals.vocabulary import HowItGoes


@dataclass(frozen=True)
class HeldReview:
    """A review that was held: how long after agreeing, and whether it is one more than usual."""

    when: str
    is_extra: bool
    goes: HowItGoes | None
    words: str
    who: str
    on: date


def reviews_held(session: Session, plan_id: UUID) -> int:
    """How many reviews were held."""
    count = sa.select(sa.func.count()).where(PlanReview.plan_id == plan_id)
    return session.scalar(count) or 0


def held_reviews(session: Session, plan: ActionPlan | None) -> tuple[HeldReview, ...]:
    """The reviews of a plan, newest first."""
    if plan is None:
        return ()
    rows = session.scalars(
        sa.select(PlanReview)
        .where(PlanReview.plan_id == plan.id)
        .order_by(PlanReview.number.desc())
    ).all()
    return tuple(_held(plan, row, _before(row, rows)) for row in rows)


def _before(row: PlanReview, rows: Sequence[PlanReview]) -> list[date]:
    """When those before a review were held: in the same time, during the work or afterwards."""
    is_afterwards = row.goes is not None
    return [
        one.on for one in rows
        if one.number < row.number and (one.goes is not None) is is_afterwards
    ]  # fmt: skip


def _held(plan: ActionPlan, row: PlanReview, earlier: Collection[date]) -> HeldReview:
    """A review with how long after the agreement it was, or after the end once the work was done."""
    is_afterwards = row.goes is not None
    since = (plan.ended_on if is_afterwards else plan.agreed_on) or row.on
    kinds = reviews.AFTERWARDS if is_afterwards else reviews.IN_WORK
    what = "the end of the work" if is_afterwards else "agreeing"
    return HeldReview(
        f"{reviews.said_after(since, row.on)} {what}",
        reviews.is_extra(since=since, on=row.on, earlier=earlier, kinds=kinds),
        row.goes, row.words, row.who, row.on,
    )  # fmt: skip
