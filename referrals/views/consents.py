"""What a person said yes to, and taking it back."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.forms.consents import TakeBackForm
from referrals.operations import consents as operations
from referrals.queries import consents as queries
from referrals.views.feature import feature
from web.access import can
from web.request import actor, db, now, shows


@feature.route(
    "/consents/<uuid:person_id>", methods=["GET", "POST"],
    access=can(permissions.TAKE_BACK_CONSENT),
)  # fmt: skip
def consents(person_id: UUID) -> str | Response:
    page = queries.consent_page(db(), actor(), person_id)
    shows(page.banner.person_id)
    form = TakeBackForm.submitted()
    form.offer(page.standing)
    if form.accepted(lambda: operations.take_back(db(), actor(), person_id, form.chosen, at=now())):
        flash("The consent is taken back. What rested on it has stopped.")
        return _onwards(page, form.chosen)
    return render_template("referrals/consents.html", page=page, form=form)


def _onwards(page: queries.ConsentPage, taken_back: UUID) -> Response:
    """To the case, where it goes on; to the desk where it was taken back with the yes to our help."""
    is_over = any(one.id == taken_back and one.is_to_us for one in page.standing)
    if is_over or page.case_id is None:
        return redirect(url_for("desk.show"), code=303)
    return redirect(url_for("referrals.case", referral_id=page.case_id), code=303)
