"""The pages on which a lead NTP says from which of its budgets a group is paid, and the file of what was."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.forms.budgets import BudgetsForm
from billing.operations import budgets as operations
from billing.queries import budgets as queries
from billing.views.feature import feature
from billing.views.handing_out import as_file
from kernel.csv_safety import write_csv
from web.access import can
from web.request import actor, db, london_day, now

SEE, KEEP = can(permissions.SEE_INCOME), can(permissions.KEEP_INCOME)


@feature.route("/sub-contracts/<uuid:agreement_id>/budgets", methods=["GET", "POST"], access=KEEP)
def choose_budgets(agreement_id: UUID) -> str | Response:
    number = request.args.get("year", type=int)
    page = queries.choose_page(db(), actor(), agreement_id, number, on=london_day())
    form = BudgetsForm.of(page, request.form)
    if form.accepted(lambda: _say(agreement_id, form)):
        flash("What this group is paid from is written down.")
        return redirect(url_for("accounts.agreement", agreement_id=agreement_id), code=303)
    return render_template("billing/choose_budgets.html", page=page, form=form)


@feature.route("/our-income/<int:year>/groups.csv", access=SEE)
def paid_from_budgets_csv(year: int) -> FlaskResponse:
    drawn = queries.drawn_page(db(), actor(), year, on=london_day())
    return as_file(write_csv(drawn.rows()), "text/csv; charset=utf-8", f"paid-to-groups-{year}.csv")


def _say(agreement_id: UUID, form: BudgetsForm) -> object:
    from_on, seen = form.from_on.data, form.version.number
    if form.says_nothing:
        return operations.say_nothing(
            db(), actor(), agreement_id, from_on=from_on, seen=seen, at=now()
        )
    return operations.choose_budgets(
        db(), actor(), agreement_id, form.percents, from_on=from_on, seen=seen, at=now()
    )
