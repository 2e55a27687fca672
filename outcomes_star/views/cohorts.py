"""How people moved: true numbers for their manager, published ones for those outside."""

import re
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernel.csv_safety import write_csv
from outcomes_star import permissions
from outcomes_star.change import FEWEST_FOR_A_CLAIM, FEWEST_FOR_A_MEAN, points, share
from outcomes_star.forms.comparing import ComparingForm
from outcomes_star.operations import comparing as operations
from outcomes_star.published import COURSE
from outcomes_star.queries.cohorts import CUTS, cohort_page
from outcomes_star.queries.comparing import comparing_page
from outcomes_star.queries.published import get_figures, published_page, rows_of
from outcomes_star.views.feature import feature
from referrals.cuts import Cut
from web.access import can
from web.request import actor, db, now

LONGEST = 9
"""Digits of a version; what is longer is none."""


@feature.route("/how-people-moved", access=can(permissions.SEE_COHORTS))
def cohort() -> str:
    code, _, version = request.args.get("of", "").rpartition(".")
    page = cohort_page(
        db(), actor(), code=code, version=int(version) if version.isdecimal() and len(version) < LONGEST else 0,
        period=request.args.get("period", ""), by=request.args.get("by", ""), at=now(),
    )  # fmt: skip
    return render_template(
        "outcomes_star/cohort.html", page=page, cuts=CUTS, share=share, points=points, live=Cut.LIVE,
        fewest_for_a_mean=FEWEST_FOR_A_MEAN, fewest_for_a_claim=FEWEST_FOR_A_CLAIM,
    )  # fmt: skip


@feature.route(
    "/how-people-moved/compare", methods=["GET", "POST"], access=can(permissions.SEE_COHORTS)
)
def compare() -> str | Response:
    page = comparing_page(db(), actor())
    form = ComparingForm.submitted(localities=list(page.chosen))
    form.localities.choices = dict(page.localities)
    if form.accepted(
        lambda: operations.compare_with(db(), actor(), form.localities.data or (), at=now())
    ):
        flash("Saved.")
        return redirect(url_for("outcomes_star.cohort", by=Cut.LIVE.value), code=303)
    return render_template("outcomes_star/compare.html", form=form, page=page)


@feature.route("/published/how-people-moved", access=can(permissions.SEE_PUBLISHED))
def published() -> str:
    wanted = request.args.get("release", None, type=UUID)
    page = published_page(db(), actor(), release_id=wanted)
    return render_template(
        "outcomes_star/published.html", page=page, course=COURSE,
        fewest_for_a_claim=FEWEST_FOR_A_CLAIM,
    )  # fmt: skip


@feature.route(
    "/published/how-people-moved/<uuid:release_id>/figures.csv",
    access=can(permissions.SEE_PUBLISHED),
)
def published_csv(release_id: UUID) -> Response:
    figures = get_figures(db(), actor(), release_id)
    words = re.findall(r"[a-z0-9]+", f"{figures.issued.title} {figures.issued.period}".casefold())
    name = f"how-people-moved-{'-'.join(words)}.csv"
    return Response(
        write_csv(rows_of(figures)), mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
