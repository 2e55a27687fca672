"""A group answers behind its link: no account, opening changes nothing, a bad link is not found."""

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernel.errors import NotFound
from kernel.limits import Limit
from referrals.forms.links import AnswerForm, CameForm, how_it_went_form
from referrals.operations import answering as operations
from referrals.operations.answering import ANSWERS_FROM_NETWORK
from referrals.queries import answering as queries
from referrals.queries.answering import AnswerPage
from referrals.views.feature import feature
from referrals.vocabulary import GroupAnswer, StillComing
from web.access import anyone
from web.request import db, network, now

BOTH = ["GET", "POST"]
PASSED_ON = "We have passed on your answer."


def _counted() -> list[tuple[Limit, str]]:
    return [(ANSWERS_FROM_NETWORK, network())]


def _private(page: str) -> Response:
    """A page about somebody, that no browser keeps."""
    drawn = make_response(page)
    drawn.headers["Cache-Control"] = "no-store"
    return drawn


@feature.route("/answer/<token>", methods=BOTH, access=anyone, counts=_counted)
def answer(token: str) -> str | Response:
    """Somebody would like to come: yes, no, or another day."""
    page = queries.answer_page(db(), token, at=now())
    form = AnswerForm.submitted()
    if form.accepted(lambda: operations.answer(db(), token, form.given, at=now())):
        if form.given.kind is GroupAnswer.REFUSE:
            flash(PASSED_ON)
            return redirect(url_for("referrals.answered"), code=303)
        return _thanked(token)
    return _private(render_template("referrals/answer.html", page=page, form=form, token=token))


@feature.route("/answer/<token>/came", methods=BOTH, access=anyone, counts=_counted)
def answer_came(token: str) -> str | Response:
    """On which day they came, or did not."""
    page = _page_to_tell(token)
    form = CameForm.submitted()
    if form.accepted(
        lambda: operations.mark(
            db(), token, on=form.on.data, came=form.came.data == "yes", at=now()
        )
    ):
        return _thanked(token)
    return _private(
        render_template("referrals/answer_came.html", page=page, form=form, token=token)
    )


@feature.route("/answer/<token>/how-it-went", methods=BOTH, access=anyone, counts=_counted)
def answer_went(token: str) -> str | Response:
    """How it went; under a sub-contract also what is owed."""
    page = _page_to_tell(token)
    is_open: list[bool] = []
    form = how_it_went_form(page).submitted()
    if form.accepted(
        lambda: is_open.append(operations.say_how_it_went(
            db(), token, coming=StillComing(form.coming.data), words=form.words.data,
            value=form.value.data, outcomes=form.outcomes(page.outcomes), at=now(),
        ))
    ):  # fmt: skip
        flash(PASSED_ON)
        over = None if is_open[0] else "yes"
        return redirect(url_for("referrals.answered", over=over), code=303)
    return _private(
        render_template("referrals/answer_went.html", page=page, form=form, token=token)
    )


@feature.route("/answer", access=anyone)
def answered() -> str:
    is_over = request.args.get("over") == "yes"
    return render_template("referrals/answered.html", is_over=is_over)


def _page_to_tell(token: str) -> AnswerPage:
    """The page of a group that has not said no; for what follows a yes."""
    page = queries.answer_page(db(), token, at=now())
    if not page.can_say_more:
        raise NotFound
    return page


def _thanked(token: str) -> Response:
    flash("Thank you. We have passed it on.")
    return redirect(url_for("referrals.answer", token=token), code=303)
