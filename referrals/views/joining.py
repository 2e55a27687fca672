"""Two records of one person side by side, and the button that makes them one."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.forms.joining import JoinForm
from referrals.operations import joining as operations
from referrals.queries import joining as queries
from referrals.views.feature import feature
from referrals.vocabulary import JoinReason
from web.access import can
from web.request import actor, db, now, shows


@feature.route(
    "/cases/<uuid:referral_id>/join/<uuid:person_id>",
    methods=["GET", "POST"],
    access=can(permissions.JOIN),
)
def join(referral_id: UUID, person_id: UUID) -> str | Response:
    page = queries.join_page(db(), actor(), referral_id, person_id)
    shows(page.banner.person_id)
    form = JoinForm.submitted(seen=page.seen)
    form.offer(page)
    told: list[str] = []
    if form.accepted(
        lambda: told.extend(
            operations.join(
                db(), actor(), referral_id, person_id, taken=form.taken, seen=form.seen.data,
                because=JoinReason(form.because.data), at=now(),
            )
        )
    ):  # fmt: skip
        flash("They are one record now, with all that hangs on either.")
        for words in told:
            flash(words, "warning")
        return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
    return render_template("referrals/join.html", page=page, form=form)
