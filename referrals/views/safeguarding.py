"""Safeguarding concerns: raised by a link worker, answered and closed by the named lead."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.casework import Danger
from referrals.forms.safeguarding import CloseConcernForm, ConcernForm, WriteDownForm
from referrals.operations import safeguarding as operations
from referrals.queries import safeguarding as queries
from referrals.queries.case import case_top
from referrals.views.contacts import to_case
from referrals.views.feature import feature
from web.access import can
from web.request import actor, db, lists, now, shows

READ = can(permissions.READ_CONCERNS)


@feature.route(
    "/cases/<uuid:referral_id>/concern",
    methods=["GET", "POST"],
    access=can(permissions.RAISE_CONCERN),
)
def raise_concern(referral_id: UUID) -> str | Response:
    page = case_top(db(), actor(), referral_id)
    form = ConcernForm.submitted()
    shows(page.banner.person_id)
    if form.accepted(
        lambda: operations.raise_concern(
            db(), actor(), page.id, danger=Danger(form.danger.data), words=form.words.data,
            at=now(),
        )
    ):  # fmt: skip
        flash("The safeguarding lead is told. Only the two of you can read it.")
        return to_case(page.id)
    return render_template("referrals/raise_concern.html", page=page, form=form)


@feature.route("/concerns", access=READ)
def concerns() -> str:
    lines = queries.concerns(db(), actor())
    lists(*(line.person_id for line in lines))
    return render_template("referrals/concerns.html", page=lines)


@feature.route("/concerns/<uuid:concern_id>", methods=["GET", "POST"], access=READ)
def concern(concern_id: UUID) -> str | Response:
    page = queries.concern_page(db(), actor(), concern_id)
    form = CloseConcernForm.submitted(version=str(page.version))
    shows(page.banner.person_id)
    if form.accepted(
        lambda: operations.close_concern(
            db(), actor(), concern_id, what_was_done=form.what_was_done.data,
            version=form.version.number, at=now(),
        )
    ):  # fmt: skip
        flash("Closed.")
        return redirect(url_for("referrals.concerns"), code=303)
    return render_template("referrals/concern.html", page=page, form=form)


@feature.route(
    "/concerns/<uuid:concern_id>/write-down",
    methods=["GET", "POST"],
    access=can(permissions.ANSWER_CONCERN),
)
def write_down(concern_id: UUID) -> str | Response:
    page = queries.concern_to_answer(db(), actor(), concern_id)
    form = WriteDownForm.submitted()
    shows(page.banner.person_id)
    if form.accepted(
        lambda: operations.write_down(db(), actor(), concern_id, words=form.words.data, at=now())
    ):
        flash("Written down. The concern stays open.")
        return redirect(url_for("referrals.concern", concern_id=concern_id), code=303)
    return render_template("referrals/write_down.html", page=page, form=form)
