"""What the public tells us: this is wrong, this is what I think; and what we did (A-DIR-16)."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import permissions, shown
from directory.forms.upkeep import AnswerForm, FeedbackForm, WrongForm
from directory.operations import corrections
from directory.operations import reports as operations
from directory.operations.corrections import TOLD_FROM_NETWORK
from directory.queries import digest
from directory.queries import reports as queries
from directory.queries.published import get_published
from directory.views.feature import feature
from kernel.limits import Limit
from web.access import anyone, can
from web.request import actor, db, london_day, network, now

A_MONTH = timedelta(days=30)
YES_NO = {"yes": True, "no": False}


def _counted() -> list[tuple[Limit, str]]:
    return [(TOLD_FROM_NETWORK, network())]


@feature.route(
    "/listings/<uuid:listing_id>/wrong", methods=["GET", "POST"], access=anyone, counts=_counted
)
def wrong(listing_id: UUID) -> str | Response:
    """Tell us this is wrong. What machines fill in goes nowhere, and they are told the same."""
    page = get_published(db(), listing_id, today=london_day())
    form = WrongForm.submitted()

    def tell() -> None:
        if not form.nickname.data:
            corrections.tell_wrong(db(), actor(), listing_id, says=form.says.data, at=now())

    if form.accepted(tell):
        return redirect(url_for("directory.thank_you"), code=303)
    return render_template("directory/wrong.html", page=page, form=form)


@feature.route("/thank-you", access=anyone)
def thank_you() -> str:
    return render_template("directory/thank_you.html")


@feature.route("/feedback", methods=["GET", "POST"], access=anyone, counts=_counted)
def feedback() -> str | Response:
    form = FeedbackForm.submitted(page=request.args.get("page", "")[:200])

    def tell() -> None:
        if not form.nickname.data:
            operations.tell(
                db(),
                actor(),
                says=form.says.data or "",
                was_useful=YES_NO.get(form.useful.data or ""),
                was_easy=YES_NO.get(form.easy.data or ""),
                page=(form.page.data or "")[:200],
                at=now(),
            )

    if form.accepted(tell):
        return redirect(url_for("directory.thank_you"), code=303)
    return render_template("directory/feedback.html", form=form)


@feature.route("/you-said-we-did", access=anyone)
def you_said() -> str:
    answers = queries.public_answers(db())
    return render_template("directory/you_said.html", answers=answers)


@feature.route("/new-activities", access=anyone)
def new_activities() -> str:
    """What came into the directory in the last month: where the practices' letter leads."""
    there = digest.new_activities(db(), since=now() - A_MONTH, today=london_day())
    cards = [
        shown.card(one, next_after=now(), number=number) for number, one in enumerate(there, 1)
    ]
    return render_template("directory/new_activities.html", cards=cards)


@feature.route("/directory/host/feedback", access=can(permissions.READ_FEEDBACK))
def opinions() -> str:
    said = queries.said(db(), actor())
    return render_template("directory/opinions.html", said=said)


@feature.route(
    "/directory/host/feedback/<uuid:feedback_id>",
    methods=["GET", "POST"],
    access=can(permissions.READ_FEEDBACK),
)
def answer_opinion(feedback_id: UUID) -> str | Response:
    page = queries.said_page(db(), actor(), feedback_id)
    form = AnswerForm.submitted(answer=page.answer, is_public=page.is_answer_public)
    if form.accepted(
        lambda: operations.answer(
            db(),
            actor(),
            feedback_id,
            says=form.answer.data,
            is_public=form.is_public.data,
            at=now(),
        )
    ):
        flash("Your answer is kept.")
        return redirect(url_for("directory.opinions"), code=303)
    return render_template("directory/answer_opinion.html", page=page, form=form)
