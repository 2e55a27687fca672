"""Which bands people are put in, by where they live: a page for the manager of a lead NTP."""

from flask import render_template

from billing import permissions
from billing.queries import mix as queries
from billing.views.feature import feature
from web.access import can
from web.request import actor, db, now


@feature.route("/bands-by-place", access=can(permissions.SEE_MIX))
def bands_by_place() -> str:
    page = queries.mix_page(db(), actor(), at=now())
    return render_template("billing/bands_by_place.html", page=page)
