"""Where a lead NTP finds all that has to do with its money."""

from flask import render_template, url_for

from billing import permissions
from billing.views.feature import feature
from web.access import can
from web.request import actor


@feature.route("/money", access=can(permissions.SEE_CHARGES))
def money() -> str:
    return render_template("billing/money.html")


def way_back() -> str:
    """Where the pages under "Money" lead back to for who finds them there; "" for others."""
    return url_for("billing.money") if actor().may(permissions.SEE_CHARGES) else ""
