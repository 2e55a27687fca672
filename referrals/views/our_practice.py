"""The practice's own page: its link workers with faces, who is trained, reporting, and the card."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.forms.our_practice import ReportingForm, TrainedForm
from referrals.operations import our_practice as operations
from referrals.queries import our_practice as queries
from referrals.queries.self_referral import open_leads
from referrals.views.feature import feature
from web import paper
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, london_day, now, wiring

FOLLOW = can(permissions.FOLLOW)
ARRANGE = can(permissions.ARRANGE_PRACTICE)


def _back() -> Response:
    return redirect(url_for("referrals.our_practice"), code=303)


@feature.route("/our-practice", access=FOLLOW)
def our_practice() -> str:
    page = queries.our_practice(db(), actor(), on=london_day())
    return render_template("referrals/our_practice.html", page=page, button=ButtonForm.submitted())


@feature.route("/our-practice/trained", methods=["GET", "POST"], access=ARRANGE)
def add_trained() -> str | Response:
    form = TrainedForm.submitted()
    if form.accepted(
        lambda: operations.add_trained(
            db(), actor(), name=form.name.data, role=form.role.data,
            trained_on=form.trained_on.data, at=now(),
        )
    ):  # fmt: skip
        flash(f"{form.name.data} is on the list.")
        return _back()
    return render_template("referrals/add_trained.html", form=form)


@feature.route("/our-practice/trained/<uuid:trained_id>/take-off", methods=["POST"], access=ARRANGE)
def take_off_trained(trained_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.take_off_trained(db(), actor(), trained_id, at=now())):
        flash("Taken off the list.")
    return _back()


@feature.route("/our-practice/reporting", methods=["GET", "POST"], access=ARRANGE)
def reporting() -> str | Response:
    agreed = queries.reporting(db(), actor())
    form = ReportingForm.submitted(
        frequency=agreed.frequency, content=agreed.content, channel=agreed.channel,
        codes_only=agreed.codes_only, version=agreed.version,
    )  # fmt: skip
    if form.accepted(lambda: operations.settle_reporting(db(), actor(), form.reporting, at=now())):
        flash("Kept. Reports go by it from now on.")
        return _back()
    return render_template("referrals/reporting.html", form=form)


@feature.route("/our-practice/waiting-room-card", access=FOLLOW)
def waiting_room_card() -> str:
    page = queries.our_practice(db(), actor(), on=london_day())
    size, squares = paper.square_of(wiring().address)
    return render_template(
        "referrals/waiting_room_card.html", page=page, public_address=wiring().address,
        square_size=size, squares=squares, may_refer_themselves=_may_refer_themselves(page),
    )  # fmt: skip


def _may_refer_themselves(page: queries.OurPractice) -> bool:
    """Whether people may ask the practice's lead NTP for a link worker without the practice."""
    return page.there is not None and page.there.lead in open_leads(db())
