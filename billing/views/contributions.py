"""What people pay: the steps of a lead NTP, somebody's page, and a receipt on paper."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.contributions import CanPay
from billing.forms.contributions import CameForm, CanPayForm, StepsForm
from billing.operations import contributions as operations
from billing.queries import contributions as queries
from billing.queries.contributions import ContributionsPage
from billing.views.feature import feature
from billing.views.money import way_back
from web.access import can
from web.request import actor, db, london_day, now, shows

TAKE = can(permissions.TAKE_CONTRIBUTION)


@feature.route(
    "/contributions", methods=["GET", "POST"], access=can(permissions.KEEP_CONTRIBUTIONS)
)
def write_steps() -> str | Response:
    page = queries.schedule_page(db(), actor())
    form = StepsForm.submitted(
        taper=page.schedule.taper.value, steps=page.schedule.lines, version=str(page.seen)
    )
    if form.accepted(
        lambda: operations.write_steps(
            db(), actor(), form.schedule, seen=form.version.number, at=now()
        )
    ):
        flash("The steps are saved.")
        return redirect(url_for("billing.write_steps"), code=303)
    return render_template("billing/write_steps.html", page=page, form=form, back_href=way_back())


def _page(referral_id: UUID) -> ContributionsPage:
    page = queries.contributions_page(db(), actor(), referral_id, on=london_day())
    shows(page.banner.person_id)
    return page


def _to(referral_id: UUID, says: str) -> Response:
    flash(says)
    return redirect(url_for("billing.contributions", referral_id=referral_id), code=303)


@feature.route("/cases/<uuid:referral_id>/contributions", access=TAKE)
def contributions(referral_id: UUID) -> str:
    return render_template("billing/contributions.html", page=_page(referral_id))


@feature.route(
    "/cases/<uuid:referral_id>/contributions/can-pay", methods=["GET", "POST"], access=TAKE
)
def say_whether_they_pay(referral_id: UUID) -> str | Response:
    page = _page(referral_id)
    form = CanPayForm.submitted(
        can_pay=page.can_pay.value, let_off=page.let_off, version=str(page.terms_seen)
    )
    if form.accepted(
        lambda: operations.say_whether_they_pay(
            db(), actor(), referral_id, CanPay(form.can_pay.data), let_off=form.let_off.data,
            seen=form.version.number, at=now(),
        )
    ):  # fmt: skip
        return _to(referral_id, "It is written down.")
    return render_template("billing/say_whether_they_pay.html", page=page, form=form)


@feature.route("/cases/<uuid:referral_id>/contributions/add", methods=["GET", "POST"], access=TAKE)
def take_contribution(referral_id: UUID) -> str | Response:
    page = _page(referral_id)
    form = CameForm.submitted(on=london_day(), paid=page.next_amount, version=str(page.times_seen))
    if form.accepted(
        lambda: operations.take_contribution(
            db(), actor(), referral_id, on=form["on"].data, paid=form["paid"].data,
            seen=form.version.number, at=now(),
        )
    ):  # fmt: skip
        return _to(referral_id, "It is written down.")
    return render_template("billing/take_contribution.html", page=page, form=form)


@feature.route("/cases/<uuid:referral_id>/contributions/<int:number>/receipt", access=TAKE)
def print_receipt(referral_id: UUID, number: int) -> str:
    page = queries.receipt_page(db(), actor(), referral_id, number)
    shows(page.banner.person_id)
    return render_template("billing/print_receipt.html", page=page, referral_id=referral_id)
