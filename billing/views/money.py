"""Where a lead NTP finds all that has to do with its money."""

from flask import render_template

from billing import permissions
from billing.views.feature import feature
from web.access import can


@feature.route("/money", access=can(permissions.SEE_CHARGES))
def money() -> str:
    return render_template("billing/money.html")
