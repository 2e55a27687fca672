"""The pages on which a lead NTP keeps the list of where its money comes from."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.forms.income import AddStreamForm, ChangeStreamForm, TakeOutStreamForm, shown_of
from billing.operations import income as operations
from billing.queries import income as queries
from billing.queries.budgets import drawn_page, groups_paid_from
from billing.views.feature import feature
from billing.views.money import way_back
from kernel.periods import FinancialYear
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, london_day, now

SEE, KEEP = can(permissions.SEE_INCOME), can(permissions.KEEP_INCOME)
BOTH = ["GET", "POST"]


def _to_year(year: FinancialYear, says: str) -> Response:
    flash(says)
    return redirect(url_for("billing.our_income", year=year.first_day.year), code=303)


def _year(number: int) -> FinancialYear:
    return queries.get_year(db(), actor(), number, on=london_day())


@feature.route("/our-income", access=SEE)
def our_income() -> str:
    number = request.args.get("year", type=int)
    page = queries.income_page(db(), actor(), number, on=london_day())
    drawn = drawn_page(db(), actor(), number, on=london_day())
    return render_template(
        "billing/our_income.html",
        page=page,
        drawn=drawn,
        button=ButtonForm.submitted(),
        back_href=way_back(),
    )


@feature.route("/our-income/<int:year>/add", methods=BOTH, access=KEEP)
def add_stream(year: int) -> str | Response:
    wanted, form = _year(year), AddStreamForm.submitted()
    if form.accepted(lambda: operations.add_stream(db(), actor(), year, form.stream, at=now())):
        return _to_year(wanted, "The income stream is in the list.")
    return render_template("billing/add_stream.html", year=wanted, form=form)


@feature.route("/our-income/streams/<uuid:stream_id>", methods=BOTH, access=KEEP)
def change_stream(stream_id: UUID) -> str | Response:
    page = queries.stream_page(db(), actor(), stream_id)
    form = ChangeStreamForm.submitted(**shown_of(page.stream, page.version))
    if form.accepted(
        lambda: operations.change_stream(
            db(), actor(), stream_id, form.stream, version=form.version.number, at=now()
        )
    ):
        return _to_year(page.year, "The income stream is changed.")
    return render_template("billing/change_stream.html", page=page, form=form)


@feature.route("/our-income/streams/<uuid:stream_id>/take-out", methods=BOTH, access=KEEP)
def take_out_stream(stream_id: UUID) -> str | Response:
    page = queries.stream_page(db(), actor(), stream_id)
    form = TakeOutStreamForm.submitted(version=str(page.version))
    if form.accepted(
        lambda: operations.take_out_stream(
            db(), actor(), stream_id, version=form.version.number, at=now()
        )
    ):
        return _to_year(page.year, "The income stream is taken out of the list.")
    groups = groups_paid_from(db(), actor(), stream_id, on=london_day())
    return render_template("billing/take_out_stream.html", page=page, groups=groups, form=form)


@feature.route("/our-income/<int:year>/copy", methods=["POST"], access=KEEP)
def copy_year(year: int) -> Response:
    wanted, form = _year(year), ButtonForm.submitted()
    form.accepted(lambda: operations.copy_year(db(), actor(), year, at=now()))
    return _to_year(
        wanted, f"The list of {wanted.previous.label} is copied. Look over each amount."
    )
