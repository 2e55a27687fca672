"""The monthly draw: made by the lead manager, read by everybody (A-DIR-10)."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory import permissions
from directory.forms.upkeep import DrawForm
from directory.operations import draws as operations
from directory.queries import draws as queries
from directory.views.feature import feature
from kernel.errors import RuleBroken
from web.access import anyone, can
from web.request import actor, db, london_day, now


@feature.route("/directory/draw", methods=["GET", "POST"], access=can(permissions.DRAW))
def draw() -> str | Response:
    page = queries.draw_page(db(), actor(), today=london_day())
    form = DrawForm.submitted(month=page.month)
    if form.accepted(lambda: _make(form.month.data or "")):
        flash("The draw is made. Both groups get an e-mail.")
        return redirect(url_for("directory.draw"), code=303)
    return render_template("directory/draw.html", page=page, form=form)


def _make(typed: str) -> None:
    try:
        month = queries.month_of(typed)
    except ValueError:
        raise RuleBroken("Open the page again and press the button once more.") from None
    operations.make(db(), actor(), month, at=now())


@feature.route("/prize-draw", access=anyone)
def prize_draw() -> str:
    made = queries.draws_made(db())
    return render_template("directory/prize_draw.html", made=made)
