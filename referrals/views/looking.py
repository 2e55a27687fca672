"""Who looked at somebody's record: a page, and the same on paper for the person."""

from uuid import UUID

from flask import render_template

from referrals import permissions
from referrals.queries import looking as queries
from referrals.views.feature import feature
from web.access import can
from web.request import actor, db, now, shows

SEE = can(permissions.SEE_WHO_LOOKED)


@feature.route("/who-looked/<uuid:person_id>", access=SEE)
def who_looked(person_id: UUID) -> str:
    page = queries.who_looked(db(), actor(), person_id)
    shows(page.banner.person_id)
    return render_template("referrals/who_looked.html", page=page)


@feature.route("/who-looked/<uuid:person_id>/print", access=SEE)
def print_who_looked(person_id: UUID) -> str:
    page = queries.who_looked_on_paper(db(), actor(), person_id)
    shows(page.banner.person_id)
    return render_template("referrals/print_who_looked.html", page=page, today=now())
