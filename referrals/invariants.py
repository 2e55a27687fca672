"""What must always be true of referrals; `doctor` asks, and so does every fault test."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.invariants import Invariant
from kernel.releases import changed_releases
from referrals.lifecycle import REFERRAL, ReportState, State
from referrals.models import (
    ActionPlan,
    Concern,
    Consent,
    DataRequest,
    OnwardLink,
    Person,
    PlanVersion,
    Referral,
    ReferralMove,
    Report,
)
from referrals.vocabulary import Recipient


def histories_with_a_gap(session: Session) -> Iterator[str]:
    """Referrals whose moves do not lead from the draft to where they stand, one legal step at a time."""
    stands: dict[UUID, tuple[State, int]] = {}
    for row in session.execute(
        sa.select(
            ReferralMove.referral_id,
            ReferralMove.number,
            ReferralMove.move,
            ReferralMove.before,
            ReferralMove.after,
        ).order_by(ReferralMove.referral_id, ReferralMove.number)
    ):
        state, number = stands.get(row.referral_id, (REFERRAL.start, 0))
        step = REFERRAL.moves[row.move]
        is_legal = row.before is state and state in step.before and row.after is step.after
        if not is_legal or row.number != number + 1:
            yield f"Move {row.number} of referral {row.referral_id} does not follow the one before."
        stands[row.referral_id] = (row.after, row.number)
    for referral_id, state, count in session.execute(
        sa.select(Referral.id, Referral.state, Referral.moves_made)
    ):
        if stands.get(referral_id, (REFERRAL.start, 0)) != (state, count):
            yield f"Referral {referral_id} is {state.value}, and its history does not lead there."


def sent_to_nobody(session: Session) -> Iterator[str]:
    """Referrals that left the practice without a moment, or of a person of another lead NTP."""
    for referral_id in session.scalars(
        sa.select(Referral.id).where(Referral.state != State.DRAFT, Referral.sent_at.is_(None),
                                     Referral.state != State.WITHDRAWN)
    ):  # fmt: skip
        yield f"Referral {referral_id} was sent, and no moment is kept."
    for referral_id in session.scalars(
        sa.select(Referral.id)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.practice_id.is_not(None), Person.practice_id != Referral.practice_id)
    ):
        yield f"Referral {referral_id} is of another practice than its person."


def plans_with_a_lost_version(session: Session) -> Iterator[str]:
    """Plans of which a version is missing, or that say something that no version says."""
    newest: dict[UUID, PlanVersion] = {}
    for version in session.scalars(sa.select(PlanVersion).order_by(PlanVersion.number)):
        before = newest.get(version.plan_id)
        if version.number != (before.number if before else 0) + 1:
            yield f"Version {version.number} of plan {version.plan_id} does not follow another."
        newest[version.plan_id] = version
    for plan in session.scalars(sa.select(ActionPlan)):
        last = newest.get(plan.id)
        if last is None or (last.number, last.content) != (plan.versions_made, plan.content):
            yield f"Plan {plan.id} says something that none of its versions says."


def introduced_without_a_yes(session: Session) -> Iterator[str]:
    """People of whom a group was told though no yes to that group was ever recorded."""
    yes = sa.select(Consent.id).where(
        Consent.person_id == OnwardLink.person_id,
        Consent.recipient == Recipient.GROUP,
        Consent.recipient_id == OnwardLink.group_id,
    )
    for link_id in session.scalars(
        sa.select(OnwardLink.id).where(OnwardLink.introduced_at.is_not(None), ~yes.exists())
    ):
        yield f"The group of link {link_id} was told of somebody without their yes."


def left_behind(session: Session) -> Iterator[str]:
    """What waits for an answer at a lead NTP that the person has no case of."""
    for table, is_open in (
        (Concern, Concern.closed_at.is_(None)), (DataRequest, DataRequest.ended_at.is_(None)),
    ):  # fmt: skip
        case = sa.select(Referral.id).where(
            Referral.person_id == table.person_id, Referral.lead_id == table.lead_id
        )
        for one in session.scalars(sa.select(table.id).where(is_open, ~case.exists())):
            yield f"{table.__tablename__} {one} waits where its person has no case."


def changed_reports(session: Session) -> Iterator[str]:
    """Reports that no longer read as they were sent."""
    for row in session.scalars(sa.select(Report).where(Report.state != ReportState.DRAFT)):
        if row.says.digest != row.digest:
            yield f"Report {row.id} was changed after it was sent."


INVARIANTS: Sequence[Invariant] = (
    Invariant(
        "referral histories", "Every referral came to its state by legal steps.",
        histories_with_a_gap,
    ),
    Invariant("referrals sent", "Nothing is sent to nobody.", sent_to_nobody),
    Invariant("plan versions", "Every version of a plan is kept.", plans_with_a_lost_version),
    Invariant(
        "introductions", "No group is told of anybody without their yes.",
        introduced_without_a_yes,
    ),
    Invariant(
        "concerns and requests", "What is to be answered is where the person is.", left_behind
    ),
    Invariant("reports", "Every report reads as it was sent.", changed_reports),
    Invariant("releases", "What was published stays as it was published.", changed_releases),
)  # fmt: skip
