"""A person's action plan as the pages of a case show it: what it says, what was said before, what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import day_in_london
from referrals import permissions, reviews
from referrals.lifecycle import Move, PlanState, State
from referrals.models import (
    ActionPlan,
    ActionPlanMove,
    OnwardLink,
    Person,
    PlanVersion,
    Referral,
    ReferralMove,
)
from referrals.plans import Goal, Obstacle, Plan
from referrals.queries import can_work_on, get_case, get_case_to_read, visible_to
from referrals.queries.case import Banner, Happened, banner_of
from referrals.queries.held_reviews import HeldReview, held_reviews
from referrals.vocabulary import ReviewKind

FINISHED = (State.COMPLETED, State.MAINTAINING)


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of earlier ones."""

    number: int
    because: str
    who: str
    at: datetime


@dataclass(frozen=True)
class PlanPage:
    """A person's plan on the page of one of their cases; `version` is 0 when there is none yet.

    `services` are the names of activities that steps may name, by listing.
    """

    referral_id: UUID
    banner: Banner
    referral_state: State
    state: PlanState
    version: int
    plan: Plan
    agreed_on: date | None
    next_review: ReviewKind | None
    review_on: date | None
    is_due: bool
    is_early: bool
    """Whether a review held now would come before its time: it is extra, and the next stays."""
    may_act: bool
    services: dict[UUID, str]
    versions: tuple[VersionLine, ...]
    reviews: tuple[HeldReview, ...]
    moves: tuple[Happened, ...]

    @property
    def is_there(self) -> bool:
        """Whether a plan was begun."""
        return self.version > 0

    @property
    def can_change(self) -> bool:
        """Whether goals and steps may be added and changed."""
        is_open = self.referral_state.is_open and not self.referral_state.is_waiting
        return self.may_act and is_open and (self.state.is_active or not self.is_there)

    @property
    def can_agree(self) -> bool:
        """Whether the person may say yes to it now: it has a goal, and the first meeting was held."""
        is_new = self.state is PlanState.DRAFTING or self.referral_state is State.ASSESSED
        return self.can_change and is_new and bool(self.plan.open_goals)

    @property
    def must_meet_first(self) -> bool:
        """Whether the first meeting is still to be recorded before the plan can be agreed."""
        return self.can_agree and self.referral_state not in (State.ASSESSED, State.IN_PROGRAMME)

    @property
    def can_review(self) -> bool:
        """Whether a review may begin."""
        return self.can_change and self.state in (PlanState.AGREED, PlanState.ACTIVE)

    @property
    def can_finish_review(self) -> bool:
        """Whether a review is going on."""
        return self.can_change and self.state is PlanState.UNDER_REVIEW

    @property
    def can_close(self) -> bool:
        """Whether the work can be finished, with what came of each goal."""
        is_agreed = self.state.is_active and self.state is not PlanState.DRAFTING
        return self.may_act and is_agreed and self.referral_state is State.IN_PROGRAMME

    @property
    def can_follow_up(self) -> bool:
        """Whether somebody may say how it goes, now that the work is done."""
        return self.may_act and self.state.is_followed and self.referral_state in FINISHED


@dataclass(frozen=True)
class GoalPage:
    """One goal, to be changed."""

    page: PlanPage
    goal: Goal


@dataclass(frozen=True)
class ObstaclePage:
    """One obstacle, to be told about."""

    page: PlanPage
    obstacle: Obstacle


@dataclass(frozen=True)
class VersionPage:
    """What a plan said at one time."""

    page: PlanPage
    line: VersionLine
    plan: Plan


@dataclass(frozen=True)
class Due:
    """A review that is due: whose, which, since when."""

    referral_id: UUID
    person_id: UUID
    called: str
    kind: ReviewKind
    on: date


def get_own_case(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A case whose work the actor does, or NotFound; NotAllowed for those who only read."""
    actor.must(permissions.WORK)
    return get_case(session, actor, referral_id)


def find_plan(session: Session, person_id: UUID) -> ActionPlan | None:
    """The plan that somebody works on, or else their last one."""
    return session.scalars(plans_of(person_id).limit(1)).first()


def find_plan_of(session: Session, referral: Referral) -> ActionPlan | None:
    """The plan of a case; None while an open case has no more than the plan of an earlier episode."""
    found = find_plan(session, referral.person_id)
    return None if found is None or is_past(found, referral) else found


def plans_of(person_id: UUID) -> sa.Select[ActionPlan]:
    """The plans of somebody: the one that is worked on, then the newest."""
    return (
        sa.select(ActionPlan)
        .where(ActionPlan.person_id == person_id)
        .order_by(
            ActionPlan.state.in_([one for one in PlanState if one.is_active]).desc(),
            ActionPlan.begun_at.desc(),
        )
    )


def get_plan(session: Session, referral: Referral) -> ActionPlan:
    """The plan of the person of a case, or NotFound."""
    found = find_plan(session, referral.person_id)
    if found is None:
        raise NotFound
    return found


def counted_of(plan: ActionPlan) -> tuple[date | None, Sequence[ReviewKind]]:
    """The day that reviews of a plan are counted from, and the usual ones: afterwards, from its end."""
    if plan.ended_on is not None:
        return plan.ended_on, reviews.AFTERWARDS
    return plan.agreed_on, reviews.IN_WORK


def next_review_of(plan: ActionPlan, *, today: date) -> tuple[ReviewKind, date] | None:
    """The usual next review of a plan; None before it was agreed."""
    since, kinds = counted_of(plan)
    return reviews.next_review(since=since, today=today, kinds=kinds) if since else None


def is_time(plan: ActionPlan, *, today: date) -> bool:
    """Whether it is about time for the next review of a plan."""
    return reviews.is_time(plan.review_on, today=today, kind=plan.next_review)


def others_under_way(session: Session, referral: Referral) -> bool:
    """Whether another open case of the same person goes on under the same plan."""
    other = sa.select(Referral.id).where(
        Referral.person_id == referral.person_id,
        Referral.id != referral.id,
        Referral.state.in_([state for state in State if state.is_open]),
    )
    return session.scalar(other.limit(1)) is not None


def finished_under(session: Session, plan: ActionPlan, *, besides: Referral) -> Sequence[Referral]:
    """The other cases whose work was finished while this plan was there, and that are still well."""
    was_finished = sa.exists().where(
        ReferralMove.referral_id == Referral.id,
        ReferralMove.move == Move.COMPLETE,
        ReferralMove.at >= plan.begun_at,
    )
    return session.scalars(
        sa.select(Referral).where(
            Referral.person_id == plan.person_id,
            Referral.id != besides.id,
            Referral.state.in_((*FINISHED, State.SUSTAINED)),
            was_finished,
        )
    ).all()


def get_ended(session: Session, referral_id: UUID) -> Referral | None:
    """A referral that is over, for the program itself."""
    row = session.get(Referral, referral_id)
    return row if row is not None and not row.state.is_open else None


def plan_page(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> PlanPage:
    """The plan of the person of a case, whoever may read the case."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    plan = find_plan_of(session, row)
    today = day_in_london(at)
    return PlanPage(
        referral_id=row.id,
        banner=banner_of(row.person),
        referral_state=row.state,
        state=plan.state if plan else PlanState.DRAFTING,
        version=plan.version if plan else 0,
        plan=plan.content if plan else Plan(),
        agreed_on=plan.agreed_on if plan else None,
        next_review=plan.next_review if plan else None,
        review_on=plan.review_on if plan else None,
        is_due=bool(plan and plan.review_on and plan.review_on <= today),
        is_early=bool(plan and not is_time(plan, today=today)),
        may_act=can_work_on(session, actor, referral_id),
        services=services_of_links(session, row.person_id),
        versions=_versions(session, plan),
        reviews=held_reviews(session, plan),
        moves=_moves(session, plan),
    )


def is_past(plan: ActionPlan, referral: Referral) -> bool:
    """Whether a plan belongs to an earlier episode and a new one may be begun."""
    return not plan.state.is_active and plan.referral_id != referral.id and referral.state.is_open


def goal_page(
    session: Session, actor: Actor, referral_id: UUID, goal_id: UUID, *, at: datetime
) -> GoalPage:
    """One goal of a plan that is the actor's to work on, or NotFound."""
    page = _to_work(plan_page(session, actor, referral_id, at=at))
    return GoalPage(page, page.plan.goal(goal_id))


def obstacle_page(
    session: Session, actor: Actor, referral_id: UUID, obstacle_id: UUID, *, at: datetime
) -> ObstaclePage:
    """One obstacle of a plan that is the actor's to work on, or NotFound."""
    page = _to_work(plan_page(session, actor, referral_id, at=at))
    found = next((one for one in page.plan.obstacles if one.id == obstacle_id), None)
    if found is None:
        raise NotFound
    return ObstaclePage(page, found)


def _to_work(page: PlanPage) -> PlanPage:
    """A plan that somebody may only read, since they opened a colleague's case, is not theirs to change."""
    if not page.may_act:
        raise NotFound
    return page


def version_page(
    session: Session, actor: Actor, referral_id: UUID, number: int, *, at: datetime
) -> VersionPage:
    """What the plan said at one time, or NotFound."""
    page = plan_page(session, actor, referral_id, at=at)
    row = get_case_to_read(session, actor, referral_id, at=at)
    found = session.scalar(
        sa.select(PlanVersion).where(
            PlanVersion.plan_id == get_plan(session, row).id, PlanVersion.number == number
        )
    )
    if found is None:
        raise NotFound
    line = VersionLine(found.number, found.because, found.who, found.at)
    return VersionPage(page, line, found.content)


def services_of_links(session: Session, person_id: UUID) -> dict[UUID, str]:
    """The activities that somebody was linked to, by listing."""
    rows = session.execute(
        sa.select(OnwardLink.listing_id, OnwardLink.title)
        .where(OnwardLink.person_id == person_id, OnwardLink.listing_id.is_not(None))
        .order_by(OnwardLink.made_at)
    )
    return {row.listing_id: row.title for row in rows}


def reviews_due(session: Session, actor: Actor, *, today: date) -> tuple[Due, ...]:
    """The reviews that the actor is to hold by today, longest due first."""
    if not actor.may(permissions.WORK):
        return ()
    mine = visible_to(actor).where(
        Referral.link_worker_id == actor.user_id, Referral.id == ActionPlan.referral_id
    )
    plans = session.scalars(
        sa.select(ActionPlan)
        .where(ActionPlan.review_on <= today, mine.exists())
        .order_by(ActionPlan.review_on, ActionPlan.id)
    ).all()
    people = {plan.person_id for plan in plans}
    called = {
        one.id: one.called
        for one in session.scalars(sa.select(Person).where(Person.id.in_(people)))
    }
    return tuple(
        Due(
            plan.referral_id, plan.person_id, called[plan.person_id],
            plan.next_review or ReviewKind.YEARLY, plan.review_on,
        )
        for plan in plans
        if plan.review_on
    )  # fmt: skip


def _versions(session: Session, plan: ActionPlan | None) -> tuple[VersionLine, ...]:
    if plan is None:
        return ()
    rows = session.execute(
        sa.select(PlanVersion.number, PlanVersion.because, PlanVersion.who, PlanVersion.at)
        .where(PlanVersion.plan_id == plan.id)
        .order_by(PlanVersion.number.desc())
    )
    return tuple(VersionLine(row.number, row.because, row.who, row.at) for row in rows)


def _moves(session: Session, plan: ActionPlan | None) -> tuple[Happened, ...]:
    if plan is None:
        return ()
    rows = session.scalars(
        sa.select(ActionPlanMove)
        .where(ActionPlanMove.plan_id == plan.id)
        .order_by(ActionPlanMove.number.desc())
    )
    return tuple(Happened(row.after.words, row.who, row.at, row.because) for row in rows)
