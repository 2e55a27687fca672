"""The small steps of a plan: none is lost, none is for a day that has gone, and each version is kept."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from kernel.errors import Conflict, NotFound, RuleBroken
from referrals.models import PlanVersion
from referrals.operations import plan_steps
from referrals.plans import Step
from tests.cast import NOON, a_link_worker
from tests.cast_plans import an_agreed_case, the_plan

LATER = NOON + timedelta(weeks=7)


@pytest.fixture
def asha(session):
    return a_link_worker(session)


def a_step(session, asha, row, goal_id):
    """The plan of a case, and a step of it that nobody did yet."""
    plan_steps.take_on(
        session, asha, row.id, goal_id, text="Walk", due_on=None, listing_id=None, at=NOON
    )
    plan = the_plan(session, row)
    return plan, plan.content.goal(goal_id).steps[0]


def test_a_step_may_name_an_activity_only_if_the_person_was_linked_to_it(session, asha):
    row, goal_id = an_agreed_case(session, asha)
    step = {"text": "Walk", "due_on": date(2026, 12, 1), "at": NOON}
    plan_steps.take_on(session, asha, row.id, goal_id, listing_id=None, **step)
    with pytest.raises(RuleBroken):
        plan_steps.take_on(session, asha, row.id, goal_id, listing_id=uuid4(), **step)


def test_a_step_pressed_twice_is_done_once_and_makes_one_version(session, asha):
    row, goal_id = an_agreed_case(session, asha)
    plan_steps.take_on(
        session, asha, row.id, goal_id, text="Walk", due_on=None, listing_id=None, at=NOON
    )
    plan = the_plan(session, row)
    step_id = plan.content.goal(goal_id).steps[0].id
    for day in (0, 1):
        plan_steps.finish_step(session, asha, row.id, step_id, at=NOON + timedelta(days=day))
    assert plan.content.goal(goal_id).steps[0].done_on == NOON.date()
    assert plan.versions_made == 3


def test_a_step_for_a_day_that_has_gone_is_refused(session, asha):
    row, goal_id = an_agreed_case(session, asha)
    with pytest.raises(RuleBroken) as refused:
        plan_steps.take_on(
            session, asha, row.id, goal_id, text="Walk", due_on=date(2025, 1, 1),
            listing_id=None, at=NOON,
        )  # fmt: skip
    assert refused.value.field == "due_on"


def test_a_step_of_somebody_elses_plan_is_not_found_whatever_was_looked_at(session, asha):
    row, goal_id = an_agreed_case(session, asha)
    plan, _ = a_step(session, asha, row, goal_id)
    with pytest.raises(NotFound):
        plan_steps.take_step_out(session, asha, row.id, uuid4(), seen=plan.version + 1, at=NOON)


def test_a_step_is_changed_taken_back_and_taken_out_and_each_version_is_kept(session, asha):
    row, goal_id = an_agreed_case(session, asha)
    plan, step = a_step(session, asha, row, goal_id)
    new = Step(step.id, "Run", date(2026, 12, 24))
    plan_steps.change_step(session, asha, row.id, new, seen=plan.version, at=NOON)
    assert plan.content.step(step.id) == new
    plan_steps.finish_step(session, asha, row.id, step.id, at=NOON)
    for _ in range(2):
        plan_steps.take_back_step(session, asha, row.id, step.id, at=NOON)
    assert plan.content.step(step.id).done_on is None
    plan_steps.take_step_out(session, asha, row.id, step.id, seen=plan.version, at=NOON)
    assert plan.content.goal(goal_id).steps == ()
    said = session.scalars(
        sa.select(PlanVersion.because).where(PlanVersion.plan_id == plan.id)
        .order_by(PlanVersion.number.desc())
    ).all()  # fmt: skip
    assert said[:4] == [
        "A step was taken out", "A step is not done yet", "A step was done",
        "A step was changed",
    ]  # fmt: skip


def test_of_two_who_change_a_step_the_second_is_told(session, asha):
    row, goal_id = an_agreed_case(session, asha)
    plan, step = a_step(session, asha, row, goal_id)
    seen = plan.version
    plan_steps.change_step(session, asha, row.id, Step(step.id, "Run"), seen=seen, at=NOON)
    with pytest.raises(Conflict):
        plan_steps.change_step(session, asha, row.id, Step(step.id, "Swim"), seen=seen, at=NOON)
    with pytest.raises(Conflict):
        plan_steps.take_step_out(session, asha, row.id, step.id, seen=seen, at=NOON)


def test_a_changed_step_may_name_only_an_activity_of_theirs(session, asha):
    row, goal_id = an_agreed_case(session, asha)
    plan, step = a_step(session, asha, row, goal_id)
    with pytest.raises(RuleBroken):
        plan_steps.change_step(
            session, asha, row.id, Step(step.id, "Run", None, uuid4()), seen=plan.version,
            at=NOON,
        )  # fmt: skip


def test_a_colleague_changes_no_step(session, asha):
    row, goal_id = an_agreed_case(session, asha)
    plan, step = a_step(session, asha, row, goal_id)
    other, seen = a_link_worker(session), plan.version
    with pytest.raises(NotFound):
        plan_steps.take_back_step(session, other, row.id, step.id, at=NOON)
    with pytest.raises(NotFound):
        plan_steps.change_step(session, other, row.id, step, seen=seen, at=NOON)
    with pytest.raises(NotFound):
        plan_steps.take_step_out(session, other, row.id, step.id, seen=seen, at=NOON)
