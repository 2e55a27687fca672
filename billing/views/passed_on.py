"""Where the money of a contract went: open to those who pay, the lead NTP, and the groups that are paid."""

from uuid import UUID

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from billing import permissions
from billing.queries import passed_on as queries
from billing.views.feature import feature
from billing.views.money import way_back
from kernel.csv_safety import write_csv
from web.access import can
from web.request import actor, db, london_day

SEE = can(permissions.SEE_PASSED_ON)
ALL = "all"
"""In place of a year: all of the contract."""


@feature.route("/where-money-went", access=SEE)
def where_money_went() -> str:
    lines = queries.ledgers(db(), actor())
    return render_template("billing/where_money_went.html", lines=lines, back_href=way_back())


@feature.route("/where-money-went/<uuid:contract_id>", access=SEE)
def money_of_contract(contract_id: UUID) -> str:
    return render_template("billing/money_of_contract.html", page=_page(contract_id), all=ALL)


@feature.route("/where-money-went/<uuid:contract_id>/money.csv", access=SEE)
def money_of_contract_csv(contract_id: UUID) -> Response:
    answer = make_response(write_csv(_page(contract_id).rows()))
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="where-the-money-went.csv"'
    return answer


def _page(contract_id: UUID) -> queries.LedgerPage:
    wanted, on = request.args.get("year"), london_day()
    year = request.args.get("year", type=int)
    if year is None and wanted != ALL:
        year = queries.usual_year(db(), actor(), contract_id, on=on)
    return queries.ledger_page(db(), actor(), contract_id, year, on=on)
