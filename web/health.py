"""/healthz: whether database, worker, index and outbox are well, for machines that watch."""

from collections.abc import Sequence

from flask import Flask, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from kernel import outbox
from kernel import worker as kernel_worker
from web.access import anyone
from web.feature import Feature, Figure
from web.request import db, now

feature = Feature("health", __name__)
_features: list[Feature] = []
OLDEST_SECONDS = 300


def install(app: Flask, features: Sequence[Feature]) -> None:
    """Collect the health figures of every feature."""
    _features[:] = features
    app.register_blueprint(feature)


@feature.route("/healthz", access=anyone)
def show() -> Response:
    try:
        figures = _figures()
    except SQLAlchemyError:
        figures = [Figure("database", "away", is_well=False)]
    answer: Response = jsonify(
        {
            "ok": all(figure.is_well for figure in figures),
            **{figure.name: {"value": figure.value, "ok": figure.is_well} for figure in figures},
        }
    )
    is_database_there = next(one for one in figures if one.name == "database").is_well
    answer.status_code = 200 if is_database_there else 503
    return answer


def _figures() -> list[Figure]:
    box = outbox.health(db(), at=now())
    worker = kernel_worker.health(db(), at=now())
    seen = worker.seen_at.isoformat(timespec="seconds") if worker.seen_at else "never"
    figures = [
        Figure("database", "there", is_well=True),
        Figure("worker", f"last looked {seen}", is_well=worker.is_alive),
        Figure(
            "outbox",
            f"{box.waiting} waiting, oldest {box.oldest_seconds:.0f} s, {box.failing} failing",
            is_well=box.failing == 0 and box.oldest_seconds < OLDEST_SECONDS,
        ),
    ]
    for one in _features:
        if one.health is not None:
            figures.extend(one.health(db(), now()))
    return figures
