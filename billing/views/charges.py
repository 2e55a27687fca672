"""What a lead NTP charges, month by month, and reversing a charge."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.forms.charges import ReverseForm
from billing.operations import charging as operations
from billing.queries import charges as queries
from billing.views.feature import feature
from billing.views.money import way_back
from kernel.errors import NotFound
from kernel.periods import Month, day_in_london
from web.access import can
from web.request import actor, db, lists, now, shows

FIRST_YEAR = 2000
"""Nothing was charged before."""


@feature.route("/charges", access=can(permissions.SEE_CHARGES))
def charges() -> str:
    today = day_in_london(now())
    page = queries.charges_page(db(), actor(), _month(), on=today)
    lists(*{one.person_id for one in page.waits})
    is_newest = Month.containing(today) <= page.month
    return render_template(
        "billing/charges.html", page=page, is_newest=is_newest, back_href=way_back()
    )


def _month() -> Month:
    """The month that is asked for, this one if none is."""
    asked = request.args.get("month", "")
    this = Month.containing(now())
    if not asked:
        return this
    year, _, month = asked.partition("-")
    if not (
        asked.isascii() and year.isdigit() and month.isdigit() and len(asked) == len("2026-11")
    ):
        raise NotFound
    if not FIRST_YEAR <= int(year) <= this.first_day.year:
        raise NotFound  # before it, and after it, no month has another beside it
    try:
        return Month(day_in_london(now()).replace(year=int(year), month=int(month), day=1))
    except ValueError as error:
        raise NotFound from error


@feature.route(
    "/charges/<uuid:charge_id>/reverse",
    methods=["GET", "POST"],
    access=can(permissions.REVERSE_CHARGE),
)
def reverse_charge(charge_id: UUID) -> str | Response:
    page = queries.reversal_page(db(), actor(), charge_id)
    shows(page.person_id)
    form = ReverseForm.submitted()
    if form.accepted(
        lambda: operations.reverse_charge(
            db(), actor(), charge_id, because=form.because.data,
            is_charged_anew=form.anew.data == "yes", at=now(),
        )
    ):  # fmt: skip
        flash("The charge is reversed.")
        return redirect(url_for("billing.charges"), code=303)
    return render_template("billing/reverse_charge.html", page=page, form=form)
