"""A link worker notes how much support somebody needs, and where they stand."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.forms.support import StageForm, SupportLevelForm
from referrals.operations import support as operations
from referrals.queries import support as queries
from referrals.views.feature import feature
from referrals.vocabulary import Stage, SupportLevel
from web.access import can
from web.request import actor, db, london_day, now, shows

WORK = can(permissions.WORK)


@feature.route("/cases/<uuid:referral_id>/support-level", methods=["GET", "POST"], access=WORK)
def support_level(referral_id: UUID) -> str | Response:
    page = queries.page(db(), actor(), referral_id)
    shows(page.banner.person_id)
    form = SupportLevelForm.submitted(on=london_day(), seen=page.seen)
    if form.accepted(
        lambda: operations.change_level(
            db(), actor(), referral_id, level=SupportLevel(form.level.data), on=form.on.data,
            because=form.because.data, seen=form.seen.data, at=now(),
        )
    ):  # fmt: skip
        flash("The level of support is kept.")
        return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
    return render_template("referrals/support_level.html", form=form, page=page)


@feature.route("/cases/<uuid:referral_id>/stage", methods=["GET", "POST"], access=WORK)
def stage(referral_id: UUID) -> str | Response:
    page = queries.page(db(), actor(), referral_id)
    shows(page.banner.person_id)
    form = StageForm.submitted(on=london_day(), seen=page.seen)
    if form.accepted(
        lambda: operations.change_stage(
            db(), actor(), referral_id, stage=Stage(form.stage.data), on=form.on.data,
            seen=form.seen.data, at=now(),
        )
    ):  # fmt: skip
        flash("The stage is kept.")
        return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
    return render_template("referrals/stage.html", form=form, page=page)
