"""The freshness board for the host, and the list that link workers nudge from (A-DIR-19, A-HLW-15)."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import permissions
from directory.operations import upkeep as operations
from directory.queries import freshness as queries
from directory.queries.freshness import Show
from directory.views.feature import feature
from kernel.errors import NotFound, RuleBroken
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, london_day, now


@feature.route("/directory/freshness", access=can(permissions.FRESHNESS))
def freshness() -> str:
    asked = request.args.get("show", "")
    page = queries.board(
        db(),
        actor(),
        show=Show(asked) if asked in set(Show) else Show.DUE,
        now=now(),
        today=london_day(),
        page=_page(),
    )
    form = ButtonForm.submitted()
    return render_template("directory/freshness.html", page=page, form=form)


@feature.route("/directory/stale", access=can(permissions.PROPOSE_CORRECTION))
def stale() -> str:
    page = queries.stale_page(db(), actor(), today=london_day(), page=_page())
    form = ButtonForm.submitted()
    return render_template("directory/stale.html", page=page, form=form)


@feature.route("/directory/remind", methods=["POST"], access=can(permissions.PROPOSE_CORRECTION))
def remind() -> Response:
    """One click: the group gets a letter with one button. The pressed button names the listing."""
    form = ButtonForm.submitted()
    if not form.accepted(lambda: operations.remind(db(), actor(), _listing(), at=now())):
        raise RuleBroken(form.mistakes[0]["text"])
    flash("An e-mail is on its way.")
    if "show" in request.form:  # pressed on the board
        return redirect(url_for("directory.freshness", show=request.form["show"]), code=303)
    return redirect(url_for("directory.stale"), code=303)


def _listing() -> UUID:
    try:
        return UUID(request.form.get("listing", ""))
    except ValueError:
        raise NotFound from None


def _page() -> int:
    return max(1, request.args.get("page", 1, type=int))
