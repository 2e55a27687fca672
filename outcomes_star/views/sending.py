"""A star goes to the person by e-mail, when they ask for it there."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from outcomes_star import permissions
from outcomes_star.forms.sending import EmailForm
from outcomes_star.operations.sending import Wish, send_star
from outcomes_star.queries.sending import email_page
from outcomes_star.views.feature import chosen_language, feature
from web.access import can
from web.request import actor, db, now, shows

SENT = "The e-mail is on its way. At night it waits until 8am."


@feature.route(
    "/cases/<uuid:referral_id>/stars/<code>/<int:version>/email",
    methods=["GET", "POST"],
    access=can(permissions.SEND),
)
def email_star(referral_id: UUID, code: str, version: int) -> str | Response:
    page = email_page(
        db(), actor(), referral_id, code, version, language=chosen_language(), at=now()
    )
    shows(page.banner.person_id)
    form = EmailForm.submitted()
    if form.accepted(
        lambda: send_star(
            db(), actor(), referral_id, code, version,
            Wish(bool(form.is_asked_for.data), chosen_language(), bool(form.is_safe_now.data)),
            at=now(),
        )
    ):  # fmt: skip
        flash(SENT)
        address = url_for("outcomes_star.star", referral_id=referral_id, code=code, version=version)
        return redirect(address, code=303)
    return render_template("outcomes_star/email_star.html", page=page, star=page.star, form=form)
