"""/desk: what waits for the person signed in, most urgent first, each line a sentence and a button."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, render_template

from web.access import signed_in
from web.feature import Feature, Waiting
from web.request import actor, db, now


@dataclass(frozen=True)
class DeskPage:
    """What the page shows."""

    waiting: tuple[Waiting, ...]
    name: str


feature = Feature("desk", __name__)
_features: list[Feature] = []


def install(app: Flask, features: Sequence[Feature]) -> None:
    """Collect the lines of every feature."""
    _features[:] = features
    app.register_blueprint(feature)


@feature.route("/desk", access=signed_in)
def show() -> str:
    lines = [
        line for one in _features if one.desk is not None for line in one.desk(db(), actor(), now())
    ]
    page = DeskPage(tuple(sorted(lines, key=lambda line: line.urgency)), actor().name)
    return render_template("desk/show.html", page=page)
