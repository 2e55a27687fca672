"""Invoices: what can be asked for, one invoice, and the same on paper, for a spreadsheet and for a program."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.forms.invoices import SureForm
from billing.operations import invoices as operations
from billing.queries import invoices as queries
from billing.queries import statements
from billing.ubl import credit_note_xml, invoice_xml
from billing.views.feature import feature
from billing.views.handing_out import as_file, on_paper
from billing.views.money import way_back
from kernel.csv_safety import write_csv
from kernel.workbooks import CONTENT_TYPE, write_workbook
from web.access import can
from web.request import actor, db, london_day, now

SEE, ISSUE = can(permissions.SEE_INVOICES), can(permissions.ISSUE_INVOICES)
CSV, XML = "text/csv; charset=utf-8", "application/xml; charset=utf-8"


@feature.route("/invoices", access=SEE)
def invoices() -> str:
    page = queries.invoices_page(db(), actor(), on=london_day())
    return render_template("billing/invoices.html", page=page, back_href=way_back())


@feature.route("/invoices/make/<uuid:contract_id>", methods=["GET", "POST"], access=ISSUE)
def make_invoice(contract_id: UUID) -> str | Response:
    page = queries.make_page(db(), actor(), contract_id, on=london_day())
    form = SureForm.submitted(version=page.seen)
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(
            operations.issue_invoice(
                db(), actor(), contract_id, seen=form.version.data, at=now()
            ).id
        )
    ):
        flash("The invoice is issued. Those who pay are told by e-mail.")
        return redirect(url_for("billing.invoice", invoice_id=made[0]), code=303)
    return render_template("billing/make_invoice.html", page=page, form=form)


@feature.route("/invoices/<uuid:invoice_id>", access=SEE)
def invoice(invoice_id: UUID) -> str:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    return render_template("billing/invoice.html", page=page)


@feature.route("/invoices/<uuid:invoice_id>/invoice.pdf", access=SEE)
def invoice_pdf(invoice_id: UUID) -> FlaskResponse:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    return on_paper("pdf/billing/invoice.html", page, f"invoice-{page.said.number}")


@feature.route("/invoices/<uuid:invoice_id>/invoice.csv", access=SEE)
def invoice_csv(invoice_id: UUID) -> FlaskResponse:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    return as_file(write_csv(page.said.rows()), CSV, f"invoice-{page.said.number}.csv")


@feature.route("/invoices/<uuid:invoice_id>/invoice.xlsx", access=SEE)
def invoice_workbook(invoice_id: UUID) -> FlaskResponse:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    made = write_workbook(f"Invoice {page.said.number}", page.said.rows())
    return as_file(made, CONTENT_TYPE, f"invoice-{page.said.number}.xlsx")


@feature.route("/invoices/<uuid:invoice_id>/invoice.xml", access=SEE)
def invoice_for_a_program(invoice_id: UUID) -> FlaskResponse:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    return as_file(invoice_xml(page.said), XML, f"invoice-{page.said.number}.xml")


@feature.route("/invoices/<uuid:invoice_id>/charges.csv", access=SEE)
def charges_behind(invoice_id: UUID) -> FlaskResponse:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    rows = statements.charges_behind(db(), actor(), invoice_id)
    return as_file(write_csv(rows), CSV, f"invoice-{page.said.number}-charges.csv")


@feature.route("/credit-notes/<uuid:note_id>", access=SEE)
def credit_note(note_id: UUID) -> str:
    page = statements.credit_note_page(db(), actor(), note_id)
    return render_template("billing/credit_note.html", page=page)


@feature.route("/credit-notes/<uuid:note_id>/credit-note.pdf", access=SEE)
def credit_note_pdf(note_id: UUID) -> FlaskResponse:
    page = statements.credit_note_page(db(), actor(), note_id)
    return on_paper("pdf/billing/credit_note.html", page, f"credit-note-{page.said.number}")


@feature.route("/credit-notes/<uuid:note_id>/credit-note.xml", access=SEE)
def credit_note_for_a_program(note_id: UUID) -> FlaskResponse:
    page = statements.credit_note_page(db(), actor(), note_id)
    return as_file(credit_note_xml(page.said), XML, f"credit-note-{page.said.number}.xml")


@feature.route("/contracts/<uuid:contract_id>/statement", access=SEE)
def statement(contract_id: UUID) -> str:
    page = statements.statement_page(db(), actor(), contract_id)
    return render_template("billing/statement.html", page=page)


@feature.route("/contracts/<uuid:contract_id>/statement.csv", access=SEE)
def statement_csv(contract_id: UUID) -> FlaskResponse:
    page = statements.statement_page(db(), actor(), contract_id)
    return as_file(write_csv(page.rows()), CSV, "statement.csv")
