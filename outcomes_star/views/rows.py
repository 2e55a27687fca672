"""Rows without names, for analysts: which files there are, and the file itself."""

from collections.abc import Sequence

from flask import make_response, render_template
from werkzeug.wrappers import Response

from kernel.csv_safety import CsvValue, write_csv
from outcomes_star import permissions
from outcomes_star.forms.rows import TakeRowsForm
from outcomes_star.operations import rows as operations
from outcomes_star.queries import rows as queries
from outcomes_star.queries.rows import Offer
from outcomes_star.views.feature import feature
from web.access import can
from web.request import actor, db, london_day, now


@feature.route("/analyst-rows", methods=["GET", "POST"], access=can(permissions.TAKE_ROWS))
def analyst_rows() -> str | Response:
    page = queries.rows_page(db(), actor(), on=london_day())
    form = TakeRowsForm.submitted()
    form.offer(page.offers)
    taken: list[Sequence[CsvValue]] = []
    if form.accepted(
        lambda: taken.extend(
            operations.take_file(db(), actor(), form.chosen.lead_id, form.chosen.period, at=now())
        )
    ):
        return _file(taken, form.chosen)
    return render_template("outcomes_star/analyst_rows.html", page=page, form=form)


def _file(lines: Sequence[Sequence[CsvValue]], offer: Offer) -> Response:
    answer = make_response(write_csv(lines))
    name = f"rows-{offer.period.first_day.isoformat()}-{offer.period.last_day.isoformat()}.csv"
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
