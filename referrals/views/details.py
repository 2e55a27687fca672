"""Putting the details of a person right, from the page of their case."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.forms.details import DetailsForm
from referrals.operations import details as operations
from referrals.queries import details as queries
from referrals.queries import person_page
from referrals.views.feature import feature
from web.access import can
from web.request import actor, db, now, shows

RIGHT = can(permissions.PUT_DETAILS_RIGHT)
SAVED = "Saved. What was there before is kept, at the foot of the page on which you changed it."
NO_WAY = "There is now no way to reach them that they allow. Ask them for one when you meet."
SEND_ANEW = (
    "The link to their own page works no more, since it may lie in the wrong hands. "
    "Send a new link from this case."
)


def has_link(referral_id: UUID) -> bool:
    """Whether the person holds a link to their own page that works."""
    return person_page.link_panel(db(), actor(), referral_id, at=now()).until is not None


@feature.route("/cases/<uuid:referral_id>/put-details-right", methods=["GET", "POST"], access=RIGHT)
def put_details_right(referral_id: UUID) -> str | Response:
    page = queries.details_page(db(), actor(), referral_id)
    form = DetailsForm.submitted(**page.shown, version=str(page.version))
    shows(page.banner.person_id)
    had_link = form.was_sent and has_link(referral_id)
    if form.accepted(
        lambda: operations.put_right(
            db(), actor(), referral_id, form.answers, because=form.because.data,
            version=form.version.number, is_somebody_else=bool(form.is_somebody_else.data),
            at=now(),
        )
    ):  # fmt: skip
        flash(SAVED)
        if not queries.can_be_reached(db(), actor(), referral_id):
            flash(NO_WAY, "warning")
        if had_link and not has_link(referral_id):
            flash(SEND_ANEW, "warning")
        return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
    return render_template("referrals/put_details_right.html", page=page, form=form)
