"""The lead NTP's page of practices: who is named for which."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.forms.naming import NameWorkerForm
from referrals.operations import naming as operations
from referrals.queries import naming as queries
from referrals.views.feature import feature
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, london_day, now

NAME = can(permissions.NAME_WORKERS)
NAMED = "Named. New referrals of the practice go to the first link worker on the list."
NOT_AGREED = "Named. Referrals can come here once the practice and you have an agreement to share data in force."


@feature.route("/practices", access=NAME)
def practices() -> str:
    lines = queries.practices(db(), actor(), on=london_day())
    return render_template("referrals/practices.html", lines=lines)


@feature.route("/practices/<uuid:practice_id>", methods=["GET", "POST"], access=NAME)
def practice(practice_id: UUID) -> str | Response:
    page = queries.practice_page(db(), actor(), practice_id, on=london_day())
    form = NameWorkerForm.submitted()
    form.worker.choices = {str(user_id): name for user_id, name in page.others}
    if form.accepted(
        lambda: operations.name_worker(
            db(), actor(), practice_id, user_id=UUID(form.worker.data), at=now()
        )
    ):
        flash(NAMED if page.line.is_agreed else NOT_AGREED)
        return redirect(url_for("referrals.practice", practice_id=practice_id), code=303)
    return render_template(
        "referrals/practice.html", page=page, form=form, button=ButtonForm.submitted()
    )


@feature.route("/named-workers/<uuid:named_id>/end", methods=["POST"], access=NAME)
def end_naming(named_id: UUID) -> Response:
    form = ButtonForm.submitted()
    practice_id = queries.get_named(db(), actor(), named_id).practice_id
    if form.accepted(lambda: operations.end_naming(db(), actor(), named_id, at=now())):
        flash("Done. Whoever is with this link worker now stays with them.")
    return redirect(url_for("referrals.practice", practice_id=practice_id), code=303)
