"""Reports to the practice: the link worker writes one, shows it to the person, and sends it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kernel.errors import NotFound
from referrals import permissions
from referrals.forms.reports import SendReportForm, WriteReportForm
from referrals.operations import reports as operations
from referrals.queries import can_work_on
from referrals.queries import reports as queries
from referrals.queries.reports import CaseReport
from referrals.reporting import Occasion
from referrals.views.feature import feature
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, london_day, now, shows

WORK = can(permissions.WORK)


def _found(referral_id: UUID, report_id: UUID) -> CaseReport:
    page = queries.case_report(db(), actor(), referral_id, report_id, at=now())
    shows(page.banner.person_id)
    return page


def _found_to_work(referral_id: UUID, report_id: UUID) -> CaseReport:
    """A report of a case that is the actor's own; one that they may only read is not found."""
    if not can_work_on(db(), actor(), referral_id):
        raise NotFound
    return _found(referral_id, report_id)


def _to(referral_id: UUID, report_id: UUID) -> Response:
    return redirect(
        url_for("referrals.case_report", referral_id=referral_id, report_id=report_id), code=303
    )


@feature.route(
    "/cases/<uuid:referral_id>/reports/write", methods=["GET", "POST"], access=WORK
)  # fmt: skip
def write_report(referral_id: UUID) -> str | Response:
    page = queries.new_report(db(), actor(), referral_id, on=london_day())
    shows(page.banner.person_id)
    form = WriteReportForm.submitted(occasion=page.best.value)
    form.offer(page.occasions)
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(
            operations.write(
                db(), actor(), referral_id, Occasion(form.occasion.data), form.words, at=now()
            ).id
        )
    ):
        flash("Kept. Nothing is sent until you say so.")
        return _to(referral_id, made[0])
    return render_template(
        "referrals/write_report.html", form=form, banner=page.banner, referral_id=referral_id,
        shares_plan=page.shares_plan,
        draft_id=queries.draft_of(db(), referral_id) if form.form_errors else None,
    )  # fmt: skip


@feature.route(
    "/cases/<uuid:referral_id>/reports/<uuid:report_id>", access=can(permissions.SEE_CASE)
)
def case_report(referral_id: UUID, report_id: UUID) -> str:
    page = _found(referral_id, report_id)
    return render_template("referrals/case_report.html", page=page, button=ButtonForm.submitted())


@feature.route(
    "/cases/<uuid:referral_id>/reports/<uuid:report_id>/to-read", access=can(permissions.SEE_CASE)
)
def report_to_read(referral_id: UUID, report_id: UUID) -> str:
    """The report on paper and in large print, for the person to read before it goes."""
    return render_template(
        "referrals/report_to_read.html", page=_found(referral_id, report_id)
    )  # fmt: skip


@feature.route(
    "/cases/<uuid:referral_id>/reports/<uuid:report_id>/edit",
    methods=["GET", "POST"], access=WORK,
)  # fmt: skip
def edit_report(referral_id: UUID, report_id: UUID) -> str | Response:
    page = _found_to_work(referral_id, report_id)
    form = WriteReportForm.submitted(
        occasion=page.content.occasion.value, agreed=page.words.agreed,
        next_steps=page.words.next_steps, asks=page.words.asks,
    )  # fmt: skip
    form.offer(page.occasions)
    if form.accepted(
        lambda: operations.rewrite(
            db(), actor(), referral_id, report_id, Occasion(form.occasion.data), form.words,
            at=now(),
        )
    ):  # fmt: skip
        flash("Kept. Nothing is sent until you say so.")
        return _to(referral_id, report_id)
    return render_template(
        "referrals/edit_report.html", form=form, page=page, shares_plan=page.terms.shares_plan
    )


@feature.route(
    "/cases/<uuid:referral_id>/reports/<uuid:report_id>/send",
    methods=["GET", "POST"], access=WORK,
)  # fmt: skip
def send_report(referral_id: UUID, report_id: UUID) -> str | Response:
    page = _found_to_work(referral_id, report_id)
    form = SendReportForm.submitted(digest=page.digest)
    form.offer(page.to_show, asks_consent=not page.terms.has_consent and not page.terms.codes_only)
    if form.accepted(
        lambda: operations.send(
            db(), actor(), referral_id, report_id, form.showing, digest=form.digest.data, at=now()
        )
    ):
        flash(f"The report is on its way to {page.content.practice}.")
        return _to(referral_id, report_id)
    return render_template(
        "referrals/send_report.html", form=form, page=page, button=ButtonForm.submitted()
    )


@feature.route(
    "/cases/<uuid:referral_id>/reports/<uuid:report_id>/draw-up-anew",
    methods=["POST"], access=WORK,
)  # fmt: skip
def draw_report_up_anew(referral_id: UUID, report_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(
        lambda: operations.draw_up_anew(db(), actor(), referral_id, report_id, at=now())
    ):
        flash("Drawn up anew, from the facts of today. Your own words stay. Show it, then send it.")
    return _to(referral_id, report_id)


@feature.route(
    "/cases/<uuid:referral_id>/reports/<uuid:report_id>/throw-away",
    methods=["POST"], access=WORK,
)  # fmt: skip
def throw_report_away(referral_id: UUID, report_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(
        lambda: operations.throw_away(db(), actor(), referral_id, report_id, at=now())
    ):
        flash("The report is thrown away. Nothing was sent.")
    return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
