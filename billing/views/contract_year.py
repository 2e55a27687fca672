"""How a year of a contract goes: a page for its lead NTP, and a file for a spreadsheet."""

from uuid import UUID

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from billing import permissions
from billing.contract_year import table_of
from billing.queries import contract_year as queries
from billing.queries.contract_year import YearPage
from billing.views.feature import feature
from kernel.csv_safety import write_csv
from web.access import can
from web.request import actor, db, london_day

SEE = can(permissions.SEE_YEAR)


def _page(contract_id: UUID) -> YearPage:
    number = request.args.get("year", type=int)
    return queries.year_page(db(), actor(), contract_id, number, on=london_day())


@feature.route("/contracts/<uuid:contract_id>/year", access=SEE)
def contract_year(contract_id: UUID) -> str:
    return render_template("billing/contract_year.html", page=_page(contract_id))


@feature.route("/contracts/<uuid:contract_id>/year/plan.csv", access=SEE)
def contract_year_csv(contract_id: UUID) -> Response:
    page = _page(contract_id)
    answer = make_response(write_csv(table_of(page.rows)))
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="plan-from-{page.begins_on:%Y-%m-%d}.csv"'
    )
    return answer
