"""How all people of a lead NTP moved, for its manager: in fixed periods, whole and cut."""

from flask import render_template, request

from outcomes_star import permissions
from outcomes_star.change import FEWEST_FOR_A_CLAIM, FEWEST_FOR_A_MEAN, share
from outcomes_star.queries.cohorts import By, cohort_page
from outcomes_star.views.feature import feature
from web.access import can
from web.request import actor, db, london_day


@feature.route("/how-people-moved", access=can(permissions.SEE_COHORTS))
def cohort() -> str:
    code, _, version = request.args.get("of", "").rpartition(".")
    page = cohort_page(
        db(), actor(), code=code, version=int(version) if version.isdecimal() else 0,
        period=request.args.get("period", ""), by=request.args.get("by", ""), on=london_day(),
    )  # fmt: skip
    return render_template(
        "outcomes_star/cohort.html", page=page, cuts=list(By), share=share,
        fewest_for_a_mean=FEWEST_FOR_A_MEAN, fewest_for_a_claim=FEWEST_FOR_A_CLAIM,
    )  # fmt: skip
