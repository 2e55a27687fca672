"""What people can be asked: every instrument, its words, and how its star looks."""

from flask import render_template

from outcomes_star import permissions, shelf
from outcomes_star.views.feature import feature
from web.access import can


@feature.route("/instruments", access=can(permissions.SEE_INSTRUMENTS))
def instruments() -> str:
    lines = [(one, shelf.words_of(one)) for one in shelf.shelf().values()]
    return render_template("outcomes_star/instruments.html", lines=lines)


@feature.route("/instruments/<code>/<int:version>", access=can(permissions.SEE_INSTRUMENTS))
def instrument(code: str, version: int) -> str:
    one = shelf.get(code, version)
    wording = shelf.words_of(one)
    drawing = shelf.example(one, wording) if wording else None
    return render_template(
        "outcomes_star/instrument.html", one=one, wording=wording, drawing=drawing
    )
