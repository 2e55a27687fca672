"""What groups are paid: what is still to pay, one remittance, and the same on paper and for a spreadsheet."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.forms.remittances import MakeRemittanceForm
from billing.operations import remittances as operations
from billing.queries import remittances as queries
from billing.views.feature import feature
from billing.views.handing_out import as_file, on_paper
from billing.views.money import way_back
from kernel.csv_safety import write_csv
from web.access import can
from web.request import actor, db, london_day, now

SEE, MAKE = can(permissions.SEE_REMITTANCES), can(permissions.MAKE_REMITTANCES)


@feature.route("/remittances", access=SEE)
def remittances() -> str:
    chosen = request.args.get("group", type=UUID)
    page = queries.remittances_page(db(), actor(), on=london_day(), group_id=chosen)
    return render_template("billing/remittances.html", page=page, back_href=way_back())


@feature.route("/remittances/make/<uuid:group_id>", methods=["GET", "POST"], access=MAKE)
def make_remittance(group_id: UUID) -> str | Response:
    page = queries.make_page(db(), actor(), group_id, on=london_day())
    form = MakeRemittanceForm.submitted(version=str(page.seen))
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(
            operations.make_remittance(
                db(), actor(), group_id, seen=form.version.number, at=now()
            ).id
        )
    ):
        told = "The group is told by e-mail." if page.writes_to else "Print it for the group."
        flash(f"The remittance is made. {told}")
        return redirect(url_for("billing.remittance", remittance_id=made[0]), code=303)
    return render_template("billing/make_remittance.html", page=page, form=form)


@feature.route("/remittances/<uuid:remittance_id>", access=SEE)
def remittance(remittance_id: UUID) -> str:
    page = queries.remittance_page(db(), actor(), remittance_id, on=london_day())
    return render_template("billing/remittance.html", page=page)


@feature.route("/remittances/<uuid:remittance_id>/remittance.pdf", access=SEE)
def remittance_pdf(remittance_id: UUID) -> Response:
    page = queries.remittance_page(db(), actor(), remittance_id, on=london_day())
    return on_paper("pdf/billing/remittance.html", page, f"remittance-{page.advice.number}")


@feature.route("/remittances/<uuid:remittance_id>/remittance.csv", access=SEE)
def remittance_csv(remittance_id: UUID) -> Response:
    page = queries.remittance_page(db(), actor(), remittance_id, on=london_day())
    made = write_csv(page.advice.rows())
    return as_file(made, "text/csv; charset=utf-8", f"remittance-{page.advice.number}.csv")
