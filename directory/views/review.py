"""What waits for an editor, and how it is settled: batches, reports, likely duplicates."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import permissions
from directory.forms.review import BatchForm
from directory.operations import corrections
from directory.operations import review as operations
from directory.queries import review as queries
from directory.views.feature import feature
from kernel.errors import RuleBroken
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, london_day, now
from web.templating import counted

ACCEPT, NOT_THE_SAME = "accept", "apart"


@feature.route("/directory/review", access=can(permissions.REVIEW))
def review() -> str:
    number = request.args.get("page", 1, type=int)
    page = queries.review_page(db(), actor(), today=london_day(), page=max(1, number))
    forms = [
        BatchForm.submitted(ids=",".join(str(one) for one in batch.ids)) for batch in page.batches
    ]
    return render_template(
        "directory/review.html", page=page, batches=list(zip(page.batches, forms, strict=True))
    )


@feature.route("/directory/review/reject-batch", methods=["POST"], access=can(permissions.PUBLISH))
def reject_batch() -> Response:
    form = BatchForm.submitted()
    rejected: list[int] = []
    if not form.accepted(
        lambda: rejected.append(
            operations.reject_batch(db(), actor(), _ids(form.ids.data or ""), at=now())
        )
    ):
        raise RuleBroken(form.mistakes[0]["text"])
    flash(f"{counted(rejected[0], 'registration is', 'registrations are')} rejected.")
    return redirect(url_for("directory.review"), code=303)


def _ids(typed: str) -> list[UUID]:
    try:
        return [UUID(one) for one in typed.split(",")]
    except ValueError:
        raise RuleBroken("Open the page again and press the button once more.") from None


@feature.route(
    "/directory/review/reports/<uuid:report_id>",
    methods=["GET", "POST"],
    access=can(permissions.REVIEW),
)
def report(report_id: UUID) -> str | Response:
    form = ButtonForm.submitted()
    settle = corrections.accept if request.form.get("answer") == ACCEPT else corrections.decline
    if form.accepted(lambda: settle(db(), actor(), report_id, at=now())):
        flash("It is settled.")
        return redirect(url_for("directory.review"), code=303)
    page = queries.report_page(db(), actor(), report_id)
    return render_template("directory/report.html", page=page, form=form)


@feature.route(
    "/directory/review/pairs/<uuid:pair_id>",
    methods=["GET", "POST"],
    access=can(permissions.REVIEW),
)
def pair(pair_id: UUID) -> str | Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: _settle_pair(pair_id, request.form.get("answer", ""))):
        flash("It is settled.")
        return redirect(url_for("directory.review"), code=303)
    page = queries.pair_page(db(), actor(), pair_id)
    return render_template("directory/pair.html", page=page, form=form)


def _settle_pair(pair_id: UUID, answer: str) -> None:
    if answer == NOT_THE_SAME:
        operations.set_apart(db(), actor(), pair_id, at=now())
        return
    try:
        keep_id = UUID(answer)
    except ValueError:
        raise RuleBroken("Choose which of the two stays.") from None
    operations.merge(db(), actor(), pair_id, keep_id=keep_id, at=now())
