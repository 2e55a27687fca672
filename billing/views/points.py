"""Points that reports earned: a page for both sides of a contract, and one on which who pays writes them down."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.forms.points import PointsForm
from billing.operations.points import write_points
from billing.queries import points as queries
from billing.views.feature import feature
from web.access import can
from web.request import actor, db, london_day, now


@feature.route("/contracts/<uuid:contract_id>/points", access=can(permissions.SEE_CONTRACTS))
def points(contract_id: UUID) -> str:
    page = queries.points_page(db(), actor(), contract_id, on=london_day())
    return render_template("billing/points.html", page=page)


@feature.route(
    "/contracts/<uuid:contract_id>/points/<int:number>",
    methods=["GET", "POST"],
    access=can(permissions.WRITE_CONTRACTS),
)
def award_points(contract_id: UUID, number: int) -> str | Response:
    page, year = queries.award_page(db(), actor(), contract_id, number, on=london_day())
    form = PointsForm.submitted(version=page.seen)
    form.offer(year)
    if form.accepted(
        lambda: write_points(
            db(), actor(), contract_id, form.written, seen=form.version.data, at=now()
        )
    ):
        flash("The points are written down. The lead NTP is told by e-mail.")
        return redirect(url_for("billing.points", contract_id=contract_id), code=303)
    return render_template("billing/award_points.html", page=page, year=year, form=form)
