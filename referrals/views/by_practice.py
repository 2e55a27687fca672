"""How practices refer: published for the steering group, true for a manager's own practices."""

from flask import render_template, request

from referrals import permissions
from referrals.figures import Counted
from referrals.queries import by_practice as queries
from referrals.views.feature import feature
from web.access import can
from web.request import actor, db, now

PUBLISHED = {
    Counted.SENT: "People referred",
    Counted.ACCEPTED: "Accepted",
    Counted.MISSED: "Missed a meeting",
    Counted.MISFIT: "Our help did not fit",
}


@feature.route("/referrals/by-practice", access=can(permissions.COMPARE_PRACTICES))
def by_practice() -> str:
    number = request.args.get("number", 0, type=int)
    page = queries.by_practice(db(), actor(), number=number, at=now())
    return render_template("referrals/by_practice.html", page=page, counted=PUBLISHED)
