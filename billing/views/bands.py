"""The page on which a link worker chooses somebody's band."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.bands import Band
from billing.forms.bands import BandForm
from billing.operations import bands as operations
from billing.queries import bands as queries
from billing.views.feature import feature
from kernel.errors import Conflict
from web.access import can
from web.request import actor, db, now, shows


@feature.route(
    "/cases/<uuid:referral_id>/band",
    methods=["GET", "POST"],
    access=can(permissions.CHOOSE_BAND),
)
def choose_band(referral_id: UUID) -> str | Response:
    page = queries.band_page(db(), actor(), referral_id)
    shows(page.banner.person_id)
    form = BandForm.submitted(band=page.band.value if page.band else None, version=str(page.seen))
    if page.refusal and not form.was_sent:
        raise Conflict(page.refusal)
    if form.accepted(
        lambda: operations.choose_band(
            db(), actor(), referral_id, Band(form.band.data), because=form.because.data,
            seen=form.version.number, at=now(),
        )
    ):  # fmt: skip
        flash("The band is chosen.")
        return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
    return render_template("billing/choose_band.html", page=page, form=form)
