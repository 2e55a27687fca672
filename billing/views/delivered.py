"""What was paid and not done, and what was done and not paid: a page to look at, with links to put it right."""

from flask import render_template

from billing import permissions
from billing.queries import delivered as queries
from billing.views.feature import feature
from billing.views.money import way_back
from web.access import can
from web.request import actor, db, lists, london_day


@feature.route("/paid-and-done", access=can(permissions.SEE_CHARGES))
def paid_and_done() -> str:
    page = queries.paid_and_done(db(), actor(), on=london_day())
    lists(*{one.person_id for one in page.years})
    return render_template("billing/paid_and_done.html", page=page, back_href=way_back())
