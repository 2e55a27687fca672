"""A listing's record: what editors can do with it, one address for each act."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory import labels, permissions
from directory.checks import CheckKind, CheckResult
from directory.forms import review as forms
from directory.forms.review import ActForm, BecauseForm, CheckForm, FactsForm, RejectForm
from directory.operations import checks, corrections, registration, upkeep
from directory.operations import review as operations
from directory.operations.checks import Checked
from directory.queries import records as queries
from directory.queries.records import FactsPage
from directory.reasons import RejectReason
from directory.views.feature import feature
from kernel.errors import Conflict
from web.access import can
from web.forms import ButtonForm, Form
from web.request import actor, db, london_day, now

CONFLICT = 409


@feature.route("/directory/review/<uuid:listing_id>", access=can(permissions.REVIEW))
def record(listing_id: UUID) -> str:
    return _record(listing_id, ActForm.submitted())


def _record(listing_id: UUID, form: ActForm) -> str:
    page = queries.record_page(db(), actor(), listing_id, today=london_day())
    form.version.data = str(page.version)
    return render_template("directory/record.html", page=page, form=form)


def _to_record(listing_id: UUID, says: str) -> Response:
    flash(says)
    return redirect(url_for("directory.record", listing_id=listing_id), code=303)


def _press(act: Callable[..., object], listing_id: UUID, says: str) -> str | Response:
    """A button of the record page, for somebody who was looking at one version of it."""
    return _pressed(
        lambda form: act(db(), actor(), listing_id, version=form.seen, at=now()), listing_id, says
    )


def _heard(act: Callable[..., object], listing_id: UUID, says: str) -> str | Response:
    """A button of the record page for what holds whichever version there is."""
    return _pressed(lambda _: act(db(), actor(), listing_id, at=now()), listing_id, says)


def _pressed(act: Callable[[ActForm], object], listing_id: UUID, says: str) -> str | Response:
    form = ActForm.submitted()
    if form.accepted(lambda: act(form)):
        return _to_record(listing_id, says)
    return _record(listing_id, form)


@feature.route(
    "/directory/review/<uuid:listing_id>/publish",
    methods=["POST"],
    access=can(permissions.PUBLISH),
)
def publish(listing_id: UUID) -> str | Response:
    return _press(operations.publish, listing_id, "It is in the directory.")


@feature.route(
    "/directory/review/<uuid:listing_id>/restore",
    methods=["POST"],
    access=can(permissions.PUBLISH),
)
def restore(listing_id: UUID) -> str | Response:
    return _press(operations.restore, listing_id, "It waits to be looked at again.")


@feature.route(
    "/directory/review/<uuid:listing_id>/rang", methods=["POST"], access=can(permissions.REVIEW)
)
def rang(listing_id: UUID) -> str | Response:
    """The group said on the telephone that it wants to be listed."""
    return _heard(registration.confirm_by_ring, listing_id, "The group has confirmed it.")


@feature.route(
    "/directory/review/<uuid:listing_id>/still-correct",
    methods=["POST"],
    access=can(permissions.REVIEW),
)
def confirm_by_phone(listing_id: UUID) -> str | Response:
    """The group said on the telephone that all of it is still correct."""
    return _heard(upkeep.confirm_by_phone, listing_id, "It is confirmed as of today.")


@feature.route(
    "/directory/review/<uuid:listing_id>/remind",
    methods=["POST"],
    access=can(permissions.REVIEW),
)
def remind_from_record(listing_id: UUID) -> str | Response:
    return _heard(upkeep.remind, listing_id, "An e-mail is on its way.")


@feature.route(
    "/directory/review/<uuid:listing_id>/reject",
    methods=["GET", "POST"],
    access=can(permissions.PUBLISH),
)
def reject(listing_id: UUID) -> str | Response:
    page = queries.record_page(db(), actor(), listing_id, today=london_day())
    form = RejectForm.submitted(version=page.version)
    if form.accepted(
        lambda: operations.reject(
            db(),
            actor(),
            listing_id,
            reason=RejectReason(form.reason.data),
            note=form.note.data or "",
            version=form.seen,
            at=now(),
        )
    ):
        return _to_record(listing_id, "It is rejected.")
    return render_template("directory/reject.html", page=page, form=form)


@feature.route(
    "/directory/review/<uuid:listing_id>/take-down",
    methods=["GET", "POST"],
    access=can(permissions.EDIT),
)
def take_down(listing_id: UUID) -> str | Response:
    page = queries.record_page(db(), actor(), listing_id, today=london_day())
    form = BecauseForm.submitted(version=page.version)
    if form.accepted(lambda: _because(operations.take_down, listing_id, form)):
        return _to_record(listing_id, "It has left the directory.")
    return render_template("directory/take_down.html", page=page, form=form)


def _because(act: Callable[..., object], listing_id: UUID, form: BecauseForm) -> None:
    act(db(), actor(), listing_id, because=form.because.data, version=form.seen, at=now())


@feature.route(
    "/directory/listings/<uuid:listing_id>/suspend",
    methods=["GET", "POST"],
    access=can(permissions.SUSPEND),
)
def suspend(listing_id: UUID) -> str | Response:
    page = queries.safety_page(db(), actor(), listing_id)
    form = BecauseForm.submitted(version=page.version)
    if form.accepted(lambda: _because(operations.suspend, listing_id, form)):
        flash("It is taken down while its safety is looked into.")
        return redirect(url_for("directory.release", listing_id=listing_id), code=303)
    return render_template("directory/suspend.html", page=page, form=form)


@feature.route(
    "/directory/listings/<uuid:listing_id>/release",
    methods=["GET", "POST"],
    access=can(permissions.SUSPEND),
)
def release(listing_id: UUID) -> str | Response:
    page = queries.safety_page(db(), actor(), listing_id)
    form = BecauseForm.submitted(version=page.version)
    if form.accepted(lambda: _because(operations.release, listing_id, form)):
        flash("It is in the directory again.")
        return redirect(url_for("directory.listing", listing_id=listing_id), code=303)
    return render_template("directory/release.html", page=page, form=form)


# ---- what it says ----------------------------------------------------------------------------


@feature.route(
    "/directory/review/<uuid:listing_id>/edit",
    methods=["GET", "POST"],
    access=can(permissions.EDIT),
)
def edit(listing_id: UUID) -> str | Response | tuple[str, int]:
    page = queries.edit_page(db(), actor(), listing_id)
    form = _facts_form(FactsForm, page)
    try:
        if form.accepted(
            lambda: operations.edit(
                db(), actor(), listing_id, form.answers, version=form.seen, at=now()
            )
        ):
            return _to_record(listing_id, "It is changed.")
    except Conflict as conflict:
        return _both_texts(page, form, conflict), CONFLICT
    return render_template("directory/edit.html", page=page, form=form)


def _facts_form(kind: type[FactsForm], page: FactsPage) -> Any:
    form = kind.submitted(version=page.version, **forms.shown(page.content))
    if page.is_hidden_place:
        form.without_place()
    return form


def _both_texts(page: FactsPage, form: FactsForm, conflict: Conflict) -> str:
    """Somebody else was first: what each of the two wrote, so that nothing is lost."""
    texts = {
        "yours": labels.in_one_text(page.content.with_answers(**form.answers)),
        "theirs": labels.in_one_text(page.content),
    }
    return render_template("errors/409.html", message=conflict.message, conflict=texts)


@feature.route(
    "/directory/listings/<uuid:listing_id>/correct",
    methods=["GET", "POST"],
    access=can(permissions.PROPOSE_CORRECTION),
)
def correct(listing_id: UUID) -> str | Response:
    """Somebody who works in the area proposes what it should say."""
    page = queries.correction_page(db(), actor(), listing_id)
    form = _facts_form(forms.CorrectionForm, page)
    if form.accepted(
        lambda: corrections.propose(
            db(), actor(), listing_id, form.answers, says=form.says.data, at=now()
        )
    ):
        flash("Thank you. An editor looks at your correction.")
        return redirect(url_for("directory.listing", listing_id=listing_id), code=303)
    return render_template("directory/correct.html", page=page, form=form)


@feature.route(
    "/directory/review/<uuid:listing_id>/versions/<int:number>",
    methods=["GET", "POST"],
    access=can(permissions.UNDO),
)
def version(listing_id: UUID, number: int) -> str | Response:
    """An earlier version; the button puts it back as a new one."""
    page = queries.version_page(db(), actor(), listing_id, number)
    form = ActForm.submitted(version=page.version)
    if form.accepted(
        lambda: operations.put_back(db(), actor(), listing_id, number, version=form.seen, at=now())
    ):
        return _to_record(listing_id, f"Version {number} is put back.")
    return render_template("directory/version.html", page=page, form=form)


# ---- checks ----------------------------------------------------------------------------------


@feature.route(
    "/directory/review/<uuid:listing_id>/checks",
    methods=["GET", "POST"],
    access=can(permissions.CHECK),
)
def check(listing_id: UUID) -> str | Response:
    page = queries.record_page(db(), actor(), listing_id, today=london_day())
    form = CheckForm.submitted(checked_on=london_day())
    if form.accepted(lambda: checks.record(db(), actor(), listing_id, _checked(form), at=now())):
        return _to_record(listing_id, "The check is recorded.")
    return render_template("directory/check.html", page=page, form=form)


def _checked(form: CheckForm) -> Checked:
    return Checked(
        what=CheckKind(form.what.data),
        other_words=form.other_words.data or "",
        result=CheckResult(form.result.data),
        checked_by=form.checked_by.data,
        owner=form.owner.data,
        checked_on=form.checked_on.data,
        runs_out_on=form.runs_out_on.data,
    )


@feature.route(
    "/directory/review/<uuid:listing_id>/checks/<uuid:check_id>/end",
    methods=["POST"],
    access=can(permissions.CHECK),
)
def end_check(listing_id: UUID, check_id: UUID) -> str | Response:
    form: Form = ButtonForm.submitted()
    if form.accepted(lambda: checks.end(db(), actor(), check_id, at=now())):
        return _to_record(listing_id, "The check no longer counts.")
    return _record(listing_id, ActForm.submitted())
