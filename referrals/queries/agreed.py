"""The plan as the person said yes to it: for their own page, and for what their practice is told."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from referrals.lifecycle import PlanMove, PlanState
from referrals.models import ActionPlan, ActionPlanMove, PlanVersion, Referral
from referrals.plans import Plan
from referrals.queries.plans import is_past, plans_of


def find_agreed(session: Session, person_id: UUID) -> ActionPlan | None:
    """The plan that somebody said yes to last: never one that is still being written."""
    agreed = plans_of(person_id).where(ActionPlan.agreed_on.is_not(None))
    return session.scalars(agreed.limit(1)).first()


def find_agreed_of(session: Session, referral: Referral) -> ActionPlan | None:
    """The agreed plan of a case; None while an open case has only that of an earlier episode."""
    found = find_agreed(session, referral.person_id)
    return None if found is None or is_past(found, referral) else found


def agreed_content(session: Session, plan: ActionPlan) -> Plan:
    """What the person said yes to: while an agreed plan is looked over, what it said before that."""
    if plan.state is not PlanState.UNDER_REVIEW:
        return plan.content
    begun_at = (
        sa.select(sa.func.max(ActionPlanMove.at))
        .where(ActionPlanMove.plan_id == plan.id, ActionPlanMove.move == PlanMove.REVIEW)
        .scalar_subquery()
    )
    before = session.scalar(
        sa.select(PlanVersion.content)
        .where(PlanVersion.plan_id == plan.id, PlanVersion.at <= begun_at)
        .order_by(PlanVersion.number.desc())
        .limit(1)
    )
    return before or Plan()
