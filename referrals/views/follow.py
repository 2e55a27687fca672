"""A practice follows its referrals: the list, each one's line of steps, and what came of all."""

from datetime import datetime, time
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernel.periods import LONDON
from referrals import permissions
from referrals.forms.heeding import unread
from referrals.forms.refer import TakeBackForm
from referrals.operations import refer as operations
from referrals.queries import follow as queries
from referrals.queries.follow import Show
from referrals.views.feature import feature
from web.access import can
from web.request import actor, db, lists, london_day, now, shows

FOLLOW = can(permissions.FOLLOW)
REFER = can(permissions.REFER)
COLUMNS = (
    {"text": "State", "is_number": False},
    {"text": "Referrals", "is_number": True},
)


@feature.route("/referrals", access=FOLLOW)
def referrals() -> str:
    asked = request.args.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.UNDER_WAY
    number = max(1, request.args.get("page", 1, type=int))
    page = queries.referrals(db(), actor(), show=show, page=number)
    lists(*(line.person_id for line in page.lines))
    return render_template("referrals/referrals.html", page=page)


@feature.route("/referrals/<uuid:referral_id>", access=FOLLOW)
def follow(referral_id: UUID) -> str | Response:
    page = queries.follow_page(db(), actor(), referral_id)
    if not page.state.is_past_draft:
        return redirect(url_for("referrals.draft", referral_id=referral_id))
    shows(page.banner.person_id)
    return render_template(
        "referrals/follow.html", page=page, unread_before=unread() if page.danger else ""
    )


@feature.route("/referrals/<uuid:referral_id>/take-back", methods=["GET", "POST"], access=REFER)
def take_back(referral_id: UUID) -> str | Response:
    page = queries.follow_page(db(), actor(), referral_id)
    form = TakeBackForm.submitted()
    shows(page.banner.person_id)
    if form.accepted(
        lambda: operations.take_back(
            db(), actor(), referral_id, because=form.because.data, at=now()
        )
    ):
        flash("You took it back. The link worker can read why.")
        return redirect(url_for("referrals.follow", referral_id=referral_id), code=303)
    return render_template("referrals/take_back.html", form=form, page=page)


@feature.route("/referrals/results", access=FOLLOW)
def results() -> str:
    today = london_day()
    since = today.replace(year=today.year - 1, day=1)
    moment = datetime.combine(since, time(), LONDON)
    page = queries.results(db(), actor(), since=since, from_moment=moment)
    rows = [[words, str(count)] for words, count in page.by_state]
    return render_template("referrals/results.html", page=page, columns=COLUMNS, rows=rows)
