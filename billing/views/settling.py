"""What each side does with an invoice: question, answer, settle, agree, write down money, credit."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from billing import permissions
from billing.forms.invoices import AnswerForm, CreditForm, MoneyForm, QuestionForm, SureForm
from billing.operations import invoices as operations
from billing.queries import invoices as queries
from billing.views.feature import feature
from kernel.errors import NotFound
from web.access import can
from web.request import actor, db, london_day, now

ISSUE, SETTLE = can(permissions.ISSUE_INVOICES), can(permissions.SETTLE_INVOICES)
BOTH = ["GET", "POST"]
OF_LINE = "/invoices/<uuid:invoice_id>/lines/<int:number>"
"""Lines are counted from 1 in addresses, as on paper."""


@feature.route(f"{OF_LINE}/question", methods=BOTH, access=SETTLE)
def question_line(invoice_id: UUID, number: int) -> str | Response:
    page, line = _to_settle(invoice_id, number)
    form = QuestionForm.submitted(version=str(page.seen))
    if form.accepted(
        lambda: operations.challenge(
            db(), actor(), invoice_id, line.place, because=form.because.data,
            seen=form.version.number, at=now(),
        )
    ):  # fmt: skip
        return _done(invoice_id, "Your question is sent.")
    return render_template("billing/question_line.html", page=page, line=line, form=form)


@feature.route(f"{OF_LINE}/answer", methods=BOTH, access=ISSUE)
def answer_question(invoice_id: UUID, number: int) -> str | Response:
    page, line = _to_issue(invoice_id, number)
    form = AnswerForm.submitted(version=str(page.seen))
    if form.accepted(
        lambda: operations.answer(
            db(), actor(), invoice_id, line.place, because=form.because.data,
            seen=form.version.number, at=now(),
        )
    ):  # fmt: skip
        return _done(invoice_id, "Your answer is kept. Who asked reads it with the invoice.")
    return render_template("billing/answer_question.html", page=page, line=line, form=form)


@feature.route(f"{OF_LINE}/settle", methods=BOTH, access=SETTLE)
def settle_question(invoice_id: UUID, number: int) -> str | Response:
    page, line = _to_settle(invoice_id, number)
    form = SureForm.submitted(version=str(page.seen))
    if form.accepted(
        lambda: operations.settle(
            db(), actor(), invoice_id, line.place, seen=form.version.number, at=now()
        )
    ):
        return _done(invoice_id, "The question is settled.")
    return render_template("billing/settle_question.html", page=page, line=line, form=form)


@feature.route(f"{OF_LINE}/credit", methods=BOTH, access=ISSUE)
def credit_line(invoice_id: UUID, number: int) -> str | Response:
    page, line = _to_issue(invoice_id, number)
    form = CreditForm.submitted(version=str(page.seen))
    if form.accepted(
        lambda: operations.credit(
            db(), actor(), invoice_id, line.place, net=form.net,
            because=form.because.data, seen=form.version.number, at=now(),
        )
    ):  # fmt: skip
        return _done(invoice_id, "The credit note is issued.")
    return render_template("billing/credit_line.html", page=page, line=line, form=form)


@feature.route("/invoices/<uuid:invoice_id>/agree", methods=BOTH, access=SETTLE)
def agree_invoice(invoice_id: UUID) -> str | Response:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    if not page.may_settle:
        raise NotFound
    form = SureForm.submitted(version=str(page.seen))
    if form.accepted(
        lambda: operations.agree(db(), actor(), invoice_id, seen=form.version.number, at=now())
    ):
        return _done(invoice_id, "You agreed to this invoice.")
    return render_template("billing/agree_invoice.html", page=page, form=form)


@feature.route("/invoices/<uuid:invoice_id>/money", methods=BOTH, access=ISSUE)
def write_money(invoice_id: UUID) -> str | Response:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    if not page.may_issue:
        raise NotFound
    form = MoneyForm.about(
        page.stands, issued_on=page.said.issued_on, today=london_day(), seen=page.seen
    )
    if form.accepted(
        lambda: operations.write_down_money(
            db(), actor(), invoice_id,
            form.acted, because=form.because.data, seen=form.version.number, at=now(),
        )
    ):  # fmt: skip
        return _done(invoice_id, "It is written down.")
    return render_template("billing/write_money.html", page=page, form=form)


def _to_settle(invoice_id: UUID, number: int) -> tuple[queries.InvoicePage, queries.ShownLine]:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    return page, _line(page, number, may=page.may_settle)


def _to_issue(invoice_id: UUID, number: int) -> tuple[queries.InvoicePage, queries.ShownLine]:
    page = queries.invoice_page(db(), actor(), invoice_id, on=london_day())
    return page, _line(page, number, may=page.may_issue)


def _line(page: queries.InvoicePage, number: int, *, may: bool) -> queries.ShownLine:
    if not may or not 1 <= number <= len(page.lines):
        raise NotFound
    return page.lines[number - 1]


def _done(invoice_id: UUID, said: str) -> Response:
    flash(said)
    return redirect(url_for("billing.invoice", invoice_id=invoice_id), code=303)
