"""The pages of an action plan: goals, steps, obstacles, saying yes, reviews, the end, and after."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernel.errors import NotFound, RuleBroken
from referrals import permissions
from referrals.forms.plans import (
    ChangeStepForm,
    FollowUpForm,
    GoalForm,
    HowAGoalGoesForm,
    ObstacleForm,
    ReviewForm,
    SeenForm,
    StepForm,
    TriedForm,
    close_form,
)
from referrals.lifecycle import GoalMove
from referrals.operations import plan_steps
from referrals.operations import plans as operations
from referrals.plans import Step
from referrals.queries import links as link_queries
from referrals.queries import plans as queries
from referrals.queries.contacts import to_come
from referrals.queries.plans import PlanPage
from referrals.views.danger import ask_of_danger
from referrals.views.feature import feature
from referrals.vocabulary import HowItGoes
from web.access import can
from web.forms import ButtonForm, Form
from web.request import actor, db, now, shows
from web.templating import as_moment

READ, WORK = can(permissions.SEE_CASE), can(permissions.WORK)
BOTH = ["GET", "POST"]
STEP = "/cases/<uuid:referral_id>/plan/steps/<uuid:step_id>"


@feature.route("/cases/<uuid:referral_id>/plan", access=READ)
def plan(referral_id: UUID) -> str:
    page = _page(referral_id)
    links = link_queries.links_of_case(db(), actor(), referral_id, at=now())
    form = ButtonForm.submitted()
    return render_template("referrals/plan.html", page=page, links=links, form=form)


@feature.route("/cases/<uuid:referral_id>/plan/versions/<int:number>", access=READ)
def plan_version(referral_id: UUID, number: int) -> str:
    page = queries.version_page(db(), actor(), referral_id, number, at=now())
    shows(page.page.banner.person_id)
    return render_template("referrals/plan_version.html", page=page)


# ---- goals -----------------------------------------------------------------------------------


@feature.route("/cases/<uuid:referral_id>/plan/add-goal", methods=BOTH, access=WORK)
def add_goal(referral_id: UUID) -> str | Response:
    form = GoalForm.submitted(area=request.args.get("area", ""))
    if form.accepted(
        lambda: operations.set_goal(
            db(), actor(), referral_id, words=form.words.data, area=form.area_named, at=now()
        )
    ):
        flash("The goal is kept.")
        return _to_plan(referral_id)
    return render_template("referrals/add_goal.html", form=form, page=_page_to_work(referral_id))


@feature.route(
    "/cases/<uuid:referral_id>/plan/goals/<uuid:goal_id>/reword", methods=BOTH, access=WORK
)
def reword_goal(referral_id: UUID, goal_id: UUID) -> str | Response:
    page = _page_to_work(referral_id)
    form = GoalForm.submitted(version=page.version, words=page.plan.goal(goal_id).words)
    if form.accepted(
        lambda: operations.reword(
            db(), actor(), referral_id, goal_id, words=form.words.data, seen=form.seen, at=now()
        )
    ):
        flash("The goal is kept in its new words.")
        return _to_plan(referral_id)
    return render_template("referrals/reword_goal.html", form=form, page=page)


@feature.route(
    "/cases/<uuid:referral_id>/plan/goals/<uuid:goal_id>/how-it-goes", methods=BOTH, access=WORK
)
def goal_goes(referral_id: UUID, goal_id: UUID) -> str | Response:
    page = queries.goal_page(db(), actor(), referral_id, goal_id, at=now())
    shows(page.page.banner.person_id)
    form = HowAGoalGoesForm.submitted(version=page.page.version, result=page.goal.result)
    form.offer(page.goal)
    if form.accepted(
        lambda: operations.move_goal(
            db(), actor(), referral_id, goal_id,
            move=GoalMove(form.move.data), result=form.says, seen=form.seen, at=now(),
        )
    ):  # fmt: skip
        flash("Written down.")
        return _to_plan(referral_id)
    return render_template("referrals/goal_goes.html", form=form, page=page)


# ---- steps and obstacles ---------------------------------------------------------------------


@feature.route(
    "/cases/<uuid:referral_id>/plan/goals/<uuid:goal_id>/add-step", methods=BOTH, access=WORK
)
def add_step(referral_id: UUID, goal_id: UUID) -> str | Response:
    page = queries.goal_page(db(), actor(), referral_id, goal_id, at=now())
    shows(page.page.banner.person_id)
    form = StepForm.submitted()
    form.listing.choices = {str(one): name for one, name in page.page.services.items()}
    if form.accepted(
        lambda: plan_steps.take_on(
            db(), actor(), referral_id, goal_id, text=form.text.data, due_on=form.due_on.data,
            listing_id=form.listing_id, at=now(),
        )
    ):  # fmt: skip
        flash("The step is kept.")
        return _to_plan(referral_id)
    return render_template("referrals/add_step.html", form=form, page=page)


@feature.route(f"{STEP}/done", methods=["POST"], access=WORK)
def finish_step(referral_id: UUID, step_id: UUID) -> Response:
    return _pressed(
        referral_id,
        lambda: plan_steps.finish_step(db(), actor(), referral_id, step_id, at=now()),
        done="The step is done.",
    )


@feature.route(f"{STEP}/not-done-yet", methods=["POST"], access=WORK)
def take_back_step(referral_id: UUID, step_id: UUID) -> Response:
    return _pressed(
        referral_id,
        lambda: plan_steps.take_back_step(db(), actor(), referral_id, step_id, at=now()),
        done="The step is not done yet.",
    )


@feature.route(f"{STEP}/change", methods=BOTH, access=WORK)
def change_step(referral_id: UUID, step_id: UUID) -> str | Response:
    page = _page_to_work(referral_id)
    step = page.plan.step(step_id)
    form = ChangeStepForm.submitted(
        version=page.version, text=step.text, due_on=step.due_on,
        listing=str(step.listing_id) if step.listing_id else None,
    )  # fmt: skip
    stood = {step.listing_id: "An activity"} if step.listing_id else {}
    form.listing.choices = {str(one): name for one, name in (stood | page.services).items()}
    if form.accepted(
        lambda: plan_steps.change_step(
            db(), actor(), referral_id,
            Step(step_id, form.text.data, form.due_on.data, form.listing_id),
            seen=form.seen, at=now(),
        )
    ):  # fmt: skip
        flash("The step is changed.")
        return _to_plan(referral_id)
    return render_template("referrals/change_step.html", form=form, page=page, step=step)


@feature.route(f"{STEP}/take-out", methods=["POST"], access=WORK)
def take_step_out(referral_id: UUID, step_id: UUID) -> Response:
    form = SeenForm.submitted()
    return _pressed(
        referral_id,
        lambda: plan_steps.take_step_out(
            db(), actor(), referral_id, step_id, seen=form.seen, at=now()
        ),
        done="The step is taken out.",
        form=form,
    )


@feature.route("/cases/<uuid:referral_id>/plan/add-obstacle", methods=BOTH, access=WORK)
def add_obstacle(referral_id: UUID) -> str | Response:
    form = ObstacleForm.submitted()
    if form.accepted(
        lambda: operations.meet_obstacle(
            db(), actor(), referral_id, words=form.words.data, at=now()
        )
    ):
        flash("Written down.")
        return _to_plan(referral_id)
    return render_template(
        "referrals/add_obstacle.html", form=form, page=_page_to_work(referral_id)
    )


@feature.route(
    "/cases/<uuid:referral_id>/plan/obstacles/<uuid:obstacle_id>", methods=BOTH, access=WORK
)
def try_obstacle(referral_id: UUID, obstacle_id: UUID) -> str | Response:
    page = queries.obstacle_page(db(), actor(), referral_id, obstacle_id, at=now())
    shows(page.page.banner.person_id)
    form = TriedForm.submitted(
        version=page.page.version, tried=page.obstacle.tried, result=page.obstacle.result
    )
    if form.accepted(
        lambda: operations.try_out(
            db(), actor(), referral_id, obstacle_id,
            tried=form.tried.data, result=form.result.data, seen=form.seen, at=now(),
        )
    ):  # fmt: skip
        flash("Written down.")
        return _to_plan(referral_id)
    return render_template("referrals/try_obstacle.html", form=form, page=page)


# ---- saying yes, reviews, the end ------------------------------------------------------------


@feature.route("/cases/<uuid:referral_id>/plan/agree", methods=BOTH, access=WORK)
def agree_plan(referral_id: UUID) -> str | Response:
    page = _page_to_work(referral_id)
    form = SeenForm.submitted(version=page.version)
    if form.accepted(
        lambda: operations.agree(db(), actor(), referral_id, seen=form.seen, at=now())
    ):
        flash("The plan is agreed.")
        return _to_plan(referral_id)
    return render_template("referrals/agree_plan.html", form=form, page=page)


@feature.route("/cases/<uuid:referral_id>/plan/start-review", methods=["POST"], access=WORK)
def start_review(referral_id: UUID) -> Response:
    return _pressed(
        referral_id,
        lambda: operations.start_review(db(), actor(), referral_id, at=now()),
        done="The review has begun.",
    )


@feature.route("/cases/<uuid:referral_id>/plan/finish-review", methods=BOTH, access=WORK)
def finish_review(referral_id: UUID) -> str | Response:
    page = _page_to_work(referral_id)
    form = ReviewForm.submitted(version=page.version)
    if form.accepted(
        lambda: operations.finish_review(
            db(), actor(), referral_id, words=form.words.data, review_on=form.review_on.data,
            seen=form.seen, at=now(),
        )
    ):  # fmt: skip
        flash("The review is kept.")
        return _to_plan(referral_id)
    return render_template("referrals/finish_review.html", form=form, page=page)


@feature.route("/cases/<uuid:referral_id>/plan/close", methods=BOTH, access=WORK)
def close_case(referral_id: UUID) -> str | Response:
    page = _page_to_work(referral_id)
    form = close_form(page.plan.open_goals).submitted(version=page.version)
    places = ask_of_danger(form, referral_id)
    booked = to_come(db(), actor(), referral_id, at=now())
    if form.accepted(
        lambda: operations.close(
            db(), actor(), referral_id, came_of=form.came_of,
            changed_for_me=form.changed_for_me.data, seen=form.seen, made_safe=form.made_safe,
            at=now(),
        )
    ):  # fmt: skip
        flash("The work is finished. We remind you when it is time to ask how it goes.")
        if booked:
            flash(f"The meeting on {as_moment(booked)} is called off. Tell them so.")
        return _to_plan(referral_id)
    return render_template(
        "referrals/close_case.html", form=form, page=page, booked=booked, places=places
    )


@feature.route("/cases/<uuid:referral_id>/plan/follow-up", methods=BOTH, access=WORK)
def follow_up(referral_id: UUID) -> str | Response:
    form = FollowUpForm.submitted()
    if form.accepted(
        lambda: operations.follow_up(
            db(), actor(), referral_id, goes=HowItGoes(form.goes.data), words=form.words.data,
            at=now(),
        )
    ):  # fmt: skip
        flash("Written down.")
        return _to_plan(referral_id)
    return render_template("referrals/follow_up.html", form=form, page=_page_to_work(referral_id))


def _page(referral_id: UUID) -> PlanPage:
    page = queries.plan_page(db(), actor(), referral_id, at=now())
    shows(page.banner.person_id)
    return page


def _page_to_work(referral_id: UUID) -> PlanPage:
    """The plan of a case that is the actor's own; one that they may only read is not found."""
    page = _page(referral_id)
    if not page.may_act:
        raise NotFound
    return page


def _pressed(
    referral_id: UUID, act: Callable[[], object], *, done: str, form: Form | None = None
) -> Response:
    """A button on the plan's own page: it acts, or says why not."""
    form = form or ButtonForm.submitted()
    if not form.accepted(act):
        raise RuleBroken(form.mistakes[0]["text"])
    flash(done)
    return _to_plan(referral_id)


def _to_plan(referral_id: UUID) -> Response:
    return redirect(url_for("referrals.plan", referral_id=referral_id), code=303)
