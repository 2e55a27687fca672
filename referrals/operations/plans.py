"""What is done with an action plan: written, agreed, changed, looked over, finished, followed up.

Whoever changes what somebody else wrote says which version they saw, and is told when it is an older
one; whoever only adds to a plan is never in the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import SYSTEM, Actor
from kernel.database import CHANGED
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london
from referrals import reviews
from referrals.lifecycle import PLAN, REFERRAL, GoalMove, Move, PlanMove, PlanState, State
from referrals.models import ActionPlan, PlanReview, Referral
from referrals.operations.clocks import answer_danger
from referrals.operations.meeting import call_off_to_come
from referrals.operations.moving import make_move
from referrals.plans import Plan
from referrals.queries import plans as queries
from referrals.queries.danger import is_unanswered
from referrals.queries.held_reviews import reviews_held
from referrals.vocabulary import HowItGoes, ReviewKind

DONE = "This plan is finished. Open the case again, or write a new plan."
MEET_FIRST = "Record the first meeting, then agree the plan."
A_YEAR_ON = (ReviewKind.TWELVE_MONTHS, ReviewKind.YEARLY)
ALONG = {
    Move.MAINTAIN: PlanMove.MAINTAIN, Move.SUSTAIN: PlanMove.SUSTAIN, Move.LAPSE: PlanMove.LAPSE,
}  # fmt: skip
"""The plan's move that goes with a case's, once the work is done."""
ENDS = (GoalMove.ACHIEVE, GoalMove.PART_ACHIEVE, GoalMove.DROP)


@dataclass(frozen=True)
class CameOf:
    """What came of a goal at the end, and the person's words for it."""

    move: GoalMove
    words: str = ""


def set_goal(
    session: Session, actor: Actor, referral_id: UUID, *, words: str, area: str = "", at: datetime
) -> UUID:
    """Write down a goal in the person's own words; the first one begins the plan. Its id."""
    referral = queries.get_own_case(session, actor, referral_id)
    plan = _active_or_new(session, actor, referral, at=at)
    goal_id = uuid4()
    content = plan.content.set_goal(goal_id, words, area=area)
    say(session, actor, plan, content, because="A goal was set", at=at)
    return goal_id


def _active_or_new(
    session: Session, actor: Actor, referral: Referral, *, at: datetime
) -> ActionPlan:
    plan = queries.find_plan(session, referral.person_id)
    if plan is not None and plan.state.is_active:
        return plan
    if not referral.state.is_open or referral.state.is_waiting:
        raise RuleBroken("A plan is written for somebody whose case is open and accepted.")
    plan = ActionPlan.begin(person_id=referral.person_id, referral_id=referral.id, at=at)
    session.add(plan)
    session.flush()  # of two who begin one at once the second is told
    audit.record(session, actor, "began to write an action plan", plan, at=at)
    return plan


def reword(
    session: Session, actor: Actor, referral_id: UUID, goal_id: UUID,
    *, words: str, seen: int, at: datetime,
) -> None:  # fmt: skip
    """The person says a goal differently; earlier versions keep what they said before."""
    plan = as_seen(session, actor, referral_id, seen)
    content = plan.content.reword(goal_id, words)
    say(session, actor, plan, content, because="A goal was said differently", at=at)


def name_area(
    session: Session, actor: Actor, referral_id: UUID, goal_id: UUID, *, area: str, at: datetime
) -> None:
    """Say which area of a star a goal belongs to: an id of whoever keeps stars, or "" for none."""
    plan = changeable(session, actor, referral_id)
    content = plan.content.name_area(goal_id, area)
    say(session, actor, plan, content, because="A goal was given an area", at=at)


def move_goal(
    session: Session, actor: Actor, referral_id: UUID, goal_id: UUID,
    *, move: GoalMove, result: str, seen: int, at: datetime,
) -> None:  # fmt: skip
    """Say how it goes with a goal."""
    plan = as_seen(session, actor, referral_id, seen)
    if move is GoalMove.CHANGE:
        content = plan.content.change_goal(goal_id, uuid4(), result)
    else:
        content = plan.content.move_goal(goal_id, move, result=result)
    say(session, actor, plan, content, because=f"A goal: {move.words.lower()}", at=at)


def meet_obstacle(
    session: Session, actor: Actor, referral_id: UUID, *, words: str, at: datetime
) -> None:
    """Something stands in the way."""
    plan = changeable(session, actor, referral_id)
    content = plan.content.meet(uuid4(), words)
    say(session, actor, plan, content, because="Something stands in the way", at=at)


def try_out(
    session: Session, actor: Actor, referral_id: UUID, obstacle_id: UUID,
    *, tried: str, result: str, seen: int, at: datetime,
) -> None:  # fmt: skip
    """What was tried against an obstacle, and what came of it."""
    plan = as_seen(session, actor, referral_id, seen)
    content = plan.content.try_out(obstacle_id, tried=tried, result=result)
    say(session, actor, plan, content, because="Something was tried", at=at)


def agree(
    session: Session, actor: Actor, referral_id: UUID, *, seen: int, at: datetime
) -> ActionPlan:
    """The person says yes to the plan: the work begins, and the first review is set."""
    plan = as_seen(session, actor, referral_id, seen)
    referral = queries.get_own_case(session, actor, referral_id)
    plan.content.check_can_be_agreed()
    if referral.state not in (State.ASSESSED, State.IN_PROGRAMME):
        raise RuleBroken(MEET_FIRST)
    if plan.state is PlanState.DRAFTING:
        plan.agreed_on = day_in_london(at)
        _make(session, actor, plan, PlanMove.AGREE, at=at)
        _set_next_review(session, plan, at=at)
    if referral.state is State.ASSESSED:
        make_move(session, actor, referral, Move.BEGIN, at=at)
    audit.record(session, actor, "agreed an action plan", plan, at=at)
    return plan


def start_review(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> None:
    """Begin to look the plan over with the person."""
    plan = changeable(session, actor, referral_id)
    _make(session, actor, plan, PlanMove.REVIEW, at=at)
    audit.record(session, actor, "began a review", plan, at=at)


def finish_review(
    session: Session, actor: Actor, referral_id: UUID,
    *, words: str, review_on: date | None, seen: int, at: datetime,
) -> None:  # fmt: skip
    """The plan was looked over: a new version is kept, and the next review is set.

    One that is held before its time is extra: the day of the next stays, unless another is chosen.
    """
    plan = as_seen(session, actor, referral_id, seen)
    today = day_in_london(at)
    if review_on is not None and review_on <= today:
        raise RuleBroken("Choose a day that is still to come.", field="review_on")
    is_time = queries.is_time(plan, today=today)
    since = plan.agreed_on or today
    when = f"{reviews.said_after(since, today)} agreeing"
    _make(session, actor, plan, PlanMove.REVISE, at=at)
    say(session, actor, plan, plan.content, because=f"Review {when}", at=at)
    kind = reviews.kind_of(since=since, on=today)
    _hold(session, actor, plan, kind, words=words, goes=None, at=at)
    if is_time:
        _set_next_review(session, plan, at=at)
    plan.review_next(plan.next_review, review_on or plan.review_on)
    audit.record(session, actor, "held a review", plan, at=at)


def close(
    session: Session, actor: Actor, referral_id: UUID,
    *, came_of: Mapping[UUID, CameOf], changed_for_me: str, seen: int, made_safe: datetime | None = None,
    at: datetime,
) -> None:  # fmt: skip
    """Finish the work, with what came of each goal. How often somebody went anywhere is not asked.

    A meeting that is still to come is called off.
    """
    referral = queries.get_own_case(session, actor, referral_id)
    plan = as_seen(session, actor, referral_id, seen)
    content = _closed(plan.content, came_of).say_what_changed(changed_for_me)
    written = [changed_for_me, *(one.words for one in came_of.values())]
    answer_danger(session, actor, referral, made_safe=made_safe, written=written, at=at)
    call_off_to_come(session, actor, referral, at=at)
    make_move(session, actor, referral, Move.COMPLETE, at=at)
    say(session, actor, plan, content, because="The work is done", at=at)
    if not queries.others_under_way(session, referral):
        plan.ended_on = day_in_london(at)
        _make(session, actor, plan, PlanMove.END, at=at)
        _set_next_review(session, plan, at=at)


def _closed(content: Plan, came_of: Mapping[UUID, CameOf]) -> Plan:
    for goal in content.open_goals:
        said = came_of.get(goal.id)
        if said is None or said.move not in ENDS:
            raise RuleBroken(f"Say what came of this goal: {goal.words}", field=f"goal_{goal.id}")
        content = content.move_goal(goal.id, said.move, result=said.words)
    return content


def follow_up(
    session: Session, actor: Actor, referral_id: UUID,
    *, goes: HowItGoes, words: str, at: datetime,
) -> None:  # fmt: skip
    """Some months on: it is kept up, kept up for a year, or they would like help again.

    It is asked of the person and not of a case: every case that was finished under the plan goes along.
    """
    referral = queries.get_own_case(session, actor, referral_id)
    plan = queries.get_plan(session, referral)
    if not (plan.state.is_followed and referral.state.is_followed):
        raise RuleBroken("This is asked when the work is done.")
    today = day_in_london(at)
    is_time = queries.is_time(plan, today=today)
    since = plan.ended_on or today
    kind = reviews.kind_of(since=since, on=today, kinds=reviews.AFTERWARDS)
    cases = (referral, *queries.finished_under(session, plan, besides=referral))
    steps = _steps(goes, is_a_year_on=is_time and kind in A_YEAR_ON)
    if Move.SUSTAIN in steps and any(is_unanswered(session, row) for row in cases):
        raise RuleBroken(
            "Words of danger stand here, and nobody has said what was done. "
            "Write that down first, on the page of the case."
        )
    for move in steps:
        for row in cases:
            if move in REFERRAL.open_moves(row.state):
                make_move(session, actor, row, move, at=at, because=words)
        if ALONG[move] in PLAN.open_moves(plan.state):
            _make(session, actor, plan, ALONG[move], at=at, because=words)
    _hold(session, actor, plan, kind, words=words, goes=goes, at=at)
    if not plan.state.is_followed:
        plan.review_next(None, None)
    elif is_time:
        _set_next_review(session, plan, at=at)
    audit.record(session, actor, "asked how it goes", plan, at=at)


def _steps(goes: HowItGoes, *, is_a_year_on: bool) -> tuple[Move, ...]:
    if goes is HowItGoes.LAPSED:
        return (Move.LAPSE,)
    return (Move.MAINTAIN, Move.SUSTAIN) if is_a_year_on else (Move.MAINTAIN,)


def lapse(session: Session, referral_id: UUID, *, at: datetime) -> None:
    """Somebody needs help again: their plan says so too, and so do the cases that were finished under it.

    Called twice, it does nothing.
    """
    referral = queries.get_ended(session, referral_id)
    plan = queries.find_plan_of(session, referral) if referral else None
    if referral is None or plan is None or PlanMove.LAPSE not in PLAN.open_moves(plan.state):
        return
    plan.review_next(None, None)
    _make(session, SYSTEM, plan, PlanMove.LAPSE, at=at, because=referral.state.words)
    for row in queries.finished_under(session, plan, besides=referral):
        make_move(session, SYSTEM, row, Move.LAPSE, at=at, because=referral.state.words)
    audit.record(session, SYSTEM, "noted that an action plan lapsed", plan, at=at)


def stop(session: Session, referral_id: UUID, *, at: datetime) -> None:
    """A case ended without its plan being finished: the plan stops too. Called twice, it does nothing.

    Where another case was finished under the plan, the work was done: somebody still asks how it goes.
    """
    referral = queries.get_ended(session, referral_id)
    if referral is None or queries.others_under_way(session, referral):
        return
    plan = queries.find_plan(session, referral.person_id)
    if plan is None or not plan.state.is_active:
        return
    plan.ended_on = day_in_london(at)
    if queries.finished_under(session, plan, besides=referral):
        _make(session, SYSTEM, plan, PlanMove.END, at=at, because=referral.state.words)
        _set_next_review(session, plan, at=at)
    else:
        plan.review_next(None, None)
        _make(session, SYSTEM, plan, PlanMove.CLOSE, at=at, because=referral.state.words)
    audit.record(session, SYSTEM, "stopped an action plan", plan, at=at)


# ---- what all of them do ---------------------------------------------------------------------


def changeable(session: Session, actor: Actor, referral_id: UUID) -> ActionPlan:
    """The plan of a case of the actor's that is worked on. Raises NotFound, or RuleBroken once it is over."""
    referral = queries.get_own_case(session, actor, referral_id)
    plan = queries.get_plan(session, referral)
    if not plan.state.is_active or not referral.state.is_open:
        raise RuleBroken(DONE)
    return plan


def as_seen(session: Session, actor: Actor, referral_id: UUID, seen: int) -> ActionPlan:
    """The plan, unless somebody has changed it since: then both are shown, and nothing is lost."""
    plan = changeable(session, actor, referral_id)
    if plan.version != seen:
        raise Conflict(CHANGED, theirs=plan.content.in_words())
    return plan


def say(
    session: Session, actor: Actor, plan: ActionPlan, content: Plan, *, because: str, at: datetime
) -> None:
    """Let the plan say something else. The first thing done under an agreed plan starts it."""
    if plan.state is PlanState.AGREED:
        _make(session, actor, plan, PlanMove.START, at=at)
    version = plan.say(content, by=actor, because=because, at=at)
    session.add(version)
    session.flush()
    audit.record(session, actor, "changed an action plan", plan, at=at, fields=version.changed)


def _make(
    session: Session,
    actor: Actor,
    plan: ActionPlan,
    move: PlanMove,
    *,
    at: datetime,
    because: str = "",
) -> None:
    session.add(plan.make(move, by=actor, at=at, because=because))
    session.flush()


def _hold(
    session: Session, actor: Actor, plan: ActionPlan, kind: ReviewKind,
    *, words: str, goes: HowItGoes | None, at: datetime,
) -> None:  # fmt: skip
    session.add(
        PlanReview(
            plan_id=plan.id, number=reviews_held(session, plan.id) + 1, kind=kind,
            goes=goes, words=words.strip(), plan_number=plan.versions_made, on=day_in_london(at),
            by=actor.user_id, who=actor.called, at=at,
        )
    )  # fmt: skip
    session.flush()


def _set_next_review(session: Session, plan: ActionPlan, *, at: datetime) -> None:
    coming = queries.next_review_of(plan, today=day_in_london(at))
    if coming is not None:
        plan.review_next(*coming)
        session.flush()
