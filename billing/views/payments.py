"""Where groups are paid to, and the file by which the bank pays them."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.bank_details import file_rows
from billing.forms.bank_details import (
    ConfirmBankForm,
    DropBankForm,
    NotPaidForm,
    PaymentFileForm,
    ProposeBankForm,
)
from billing.operations import bank_details as operations
from billing.operations import payment_files as file_operations
from billing.queries import bank_details as queries
from billing.queries import payment_files as files
from billing.queries import remittances
from billing.views.feature import feature
from kernel.csv_safety import write_csv
from web.access import can
from web.request import actor, db, london_day, now

KEEP, PAY = can(permissions.KEEP_BANK_DETAILS), can(permissions.PAY_GROUPS)
BOTH = ["GET", "POST"]


def _to_bank(group_id: UUID, says: str) -> Response:
    flash(says)
    return redirect(url_for("billing.bank_details", group_id=group_id), code=303)


@feature.route("/remittances/groups/<uuid:group_id>/bank", access=KEEP)
def bank_details(group_id: UUID) -> str:
    page = queries.bank_page(db(), actor(), group_id, on=london_day())
    return render_template("billing/bank_details.html", page=page)


@feature.route("/remittances/groups/<uuid:group_id>/bank/propose", methods=BOTH, access=KEEP)
def propose_bank_details(group_id: UUID) -> str | Response:
    page = queries.bank_page(db(), actor(), group_id, on=london_day())
    form = ProposeBankForm.submitted()
    if form.accepted(
        lambda: operations.propose_bank_details(
            db(), actor(), group_id, form.details, checked=form.checked.data, at=now()
        )
    ):
        told = "The group is told." if page.writes_to else "Ring the group: we cannot write to it."
        return _to_bank(group_id, f"It waits for a second person. {told}")
    return render_template("billing/propose_bank_details.html", page=page, form=form)


@feature.route("/remittances/groups/<uuid:group_id>/bank/confirm", methods=BOTH, access=KEEP)
def confirm_bank_details(group_id: UUID) -> str | Response:
    page = queries.bank_page(db(), actor(), group_id, on=london_day())
    form = ConfirmBankForm.submitted(version=str(page.version))
    if form.accepted(
        lambda: operations.confirm_bank_details(
            db(), actor(), group_id, form.details, version=form.version.number, at=now()
        )
    ):
        return _to_bank(group_id, "It is confirmed: the group is paid there from now on.")
    return render_template("billing/confirm_bank_details.html", page=page, form=form)


@feature.route("/remittances/groups/<uuid:group_id>/bank/drop", methods=BOTH, access=KEEP)
def drop_bank_details(group_id: UUID) -> str | Response:
    page = queries.bank_page(db(), actor(), group_id, on=london_day())
    form = DropBankForm.submitted(version=str(page.version))
    if form.accepted(
        lambda: operations.drop_bank_details(
            db(), actor(), group_id, version=form.version.number, at=now()
        )
    ):
        return _to_bank(group_id, "What was proposed is dropped.")
    return render_template("billing/drop_bank_details.html", page=page, form=form)


@feature.route("/remittances/pay", methods=BOTH, access=PAY)
def make_payment_file() -> str | Response:
    page = files.make_file_page(db(), actor())
    form = PaymentFileForm.submitted(version=page.seen)
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(
            file_operations.make_payment_file(
                db(), actor(), pay_on=form.pay_on.data, seen=form.version.data, at=now()
            ).id
        )
    ):
        flash("The payment file is made. Give it to the bank.")
        return redirect(url_for("billing.payment_file", file_id=made[0]), code=303)
    return render_template("billing/make_payment_file.html", page=page, form=form)


@feature.route("/remittances/files/<uuid:file_id>", access=PAY)
def payment_file(file_id: UUID) -> str:
    page = files.file_page(db(), actor(), file_id)
    return render_template("billing/payment_file.html", page=page)


@feature.route("/remittances/files/<uuid:file_id>/payments.csv", access=PAY)
def payment_file_csv(file_id: UUID) -> Response:
    """The file itself; who opened it is noted, as for every record."""
    answer = make_response(write_csv(file_rows(files.payments_in(db(), actor(), file_id))))
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="payments.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@feature.route("/remittances/<uuid:remittance_id>/not-paid", methods=BOTH, access=PAY)
def say_not_paid(remittance_id: UUID) -> str | Response:
    file = files.get_paying_file(db(), actor(), remittance_id)
    page = remittances.remittance_page(db(), actor(), remittance_id, on=london_day())
    form = NotPaidForm.submitted(version=str(file.id) if file else "")
    if form.accepted(
        lambda: file_operations.say_not_paid(
            db(), actor(), remittance_id, because=form.because.data, seen=form.version.data,
            at=now(),
        )
    ):  # fmt: skip
        flash("It is written down. The remittance goes into the next payment file.")
        return redirect(url_for("billing.remittance", remittance_id=remittance_id), code=303)
    return render_template("billing/say_not_paid.html", page=page, form=form)
