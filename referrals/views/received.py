"""Reports as the practice reads them: on a page, as PDF, as JSON; and the codes to copy."""

from uuid import UUID

from flask import flash, jsonify, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.operations import reports as operations
from referrals.queries import codes
from referrals.queries import received as queries
from referrals.queries.received import ReceivedReport
from referrals.reporting import as_prsb
from referrals.views.feature import feature
from web import paper
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, lists, now, shows

FOLLOW = can(permissions.FOLLOW)
NO_PDF = (
    "A PDF cannot be made here just now. "
    "You can print this page, or save it as a PDF from the print window."
)


def _found(report_id: UUID) -> ReceivedReport:
    page = queries.received_report(db(), actor(), report_id)
    shows(page.person_id)
    return page


@feature.route("/reports", access=FOLLOW)
def reports() -> str:
    page = queries.received(db(), actor())
    lists(*(line.person_id for line in (*page.waiting, *page.done)))
    return render_template("referrals/reports.html", page=page)


@feature.route("/reports/codes", access=FOLLOW)
def codes_to_copy() -> str:
    lines = codes.codes_to_copy(db(), actor())
    lists(*(line.person_id for line in lines))
    return render_template("referrals/codes_to_copy.html", page=lines)


@feature.route("/reports/<uuid:report_id>", access=FOLLOW)
def report(report_id: UUID) -> str:
    return render_template(
        "referrals/report.html", page=_found(report_id), button=ButtonForm.submitted()
    )


@feature.route("/reports/<uuid:report_id>/report.pdf", access=FOLLOW)
def report_pdf(report_id: UUID) -> Response:
    page = _found(report_id)
    made = paper.pdf_of(render_template("pdf/referrals/report.html", page=page, sentence=""))
    if made is None:
        return make_response(
            render_template("pdf/referrals/report.html", page=page, sentence=NO_PDF)
        )
    answer = make_response(made)
    answer.content_type = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="report-{page.number}.pdf"'
    return answer


@feature.route("/reports/<uuid:report_id>/report.json", access=FOLLOW)
def report_json(report_id: UUID) -> Response:
    page = _found(report_id)
    said = as_prsb(page.content, number=page.number, sent_on=page.sent_on, shown=page.shown)
    return jsonify(said)


@feature.route(
    "/reports/<uuid:report_id>/acknowledge",
    methods=["POST"], access=can(permissions.ACKNOWLEDGE),
)  # fmt: skip
def acknowledge_report(report_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.acknowledge(db(), actor(), report_id, at=now())):
        flash("Thank you. The link worker can see that you have it.")
    return redirect(url_for("referrals.report", report_id=report_id), code=303)
