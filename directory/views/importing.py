"""Bringing in a list from elsewhere: the file, its columns, its rows, and publishing them in one act."""

from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import permissions
from directory.forms.importing import ColumnsForm, FileForm, RowsForm, columns_form
from directory.operations import importing as operations
from directory.queries import import_pages as queries
from directory.queries.hosting import hosted_area
from directory.queries.import_pages import BatchPage, Show
from directory.views.feature import feature
from kernel.errors import NotFound, RuleBroken
from web.access import can
from web.forms import ButtonForm, Form
from web.request import actor, db, now
from web.templating import counted

MAY = can(permissions.IMPORT)
NO_FILE = "Choose a file."


@feature.route("/directory/imports", methods=["GET", "POST"], access=MAY)
def imports() -> str | Response:
    """The lists that were brought in, and a place for one more."""
    form = FileForm.submitted()
    begun: list[UUID] = []
    if form.accepted(lambda: begun.append(_begin())):
        flash("The file is here. Nothing of it is in the directory yet.")
        return redirect(url_for("directory.import_batch", batch_id=begun[0]), code=303)
    page = queries.imports_page(db(), actor())
    return render_template("directory/imports.html", page=page, form=form)


def _begin() -> UUID:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise RuleBroken(NO_FILE, field="file")
    area = hosted_area(db(), actor())
    try:
        batch = operations.begin_batch(
            db(), actor(), area_id=area.id, name=sent.filename, data=sent.read(), at=now()
        )
    except RuleBroken as refusal:
        raise RuleBroken(refusal.message, field="file") from refusal
    return batch.id


@feature.route("/directory/imports/<uuid:batch_id>", access=MAY)
def import_batch(batch_id: UUID) -> str:
    """One list: its columns, how far it has been read, or its rows."""
    return _drawn(_page(batch_id), None)


def _page(batch_id: UUID) -> BatchPage:
    wanted = request.args.get("show", "")
    show = Show(wanted) if wanted in list(Show) else Show.IN
    number = request.args.get("page", 1, type=int)
    return queries.batch_page(db(), actor(), batch_id, show=show, page=number)


def _drawn(page: BatchPage, form: Form | None) -> str:
    columns = form if isinstance(form, ColumnsForm) else _columns_form(page)
    return render_template(
        "directory/import_batch.html",
        page=page,
        form=form,
        columns=columns,
        button=ButtonForm.submitted() if form is None else form,
    )


def _columns_form(page: BatchPage) -> ColumnsForm:
    made = columns_form([one.heading for one in page.columns], queries.field_choices())
    shown = {f"column_{place}": one.field for place, one in enumerate(page.columns)}
    return made.submitted(known_as=page.known_as, **shown)


@feature.route("/directory/imports/<uuid:batch_id>/read", methods=["POST"], access=MAY)
def read_import(batch_id: UUID) -> str | Response:
    """The columns are right: let it be read."""
    page = _page(batch_id)
    form = _columns_form(page)
    headings = [one.heading for one in page.columns]
    if form.accepted(
        lambda: operations.read_batch(
            db(),
            actor(),
            batch_id,
            names=form.names(headings),
            known_as=form.known_as.data,
            at=now(),
        )
    ):
        flash("Your columns are saved. The rows are being read.")
        return _to(batch_id)
    return _drawn(page, form)


@feature.route("/directory/imports/<uuid:batch_id>/cancel", methods=["POST"], access=MAY)
def cancel_import(batch_id: UUID) -> str | Response:
    """Nothing of it comes in."""
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.cancel(db(), actor(), batch_id, at=now())):
        flash("It is cancelled. Nothing of it came in.")
        return redirect(url_for("directory.imports"), code=303)
    return _drawn(_page(batch_id), form)


@feature.route(
    "/directory/imports/<uuid:batch_id>/rows",
    methods=["POST"],
    access=can(permissions.PUBLISH),
)
def choose_import_rows(batch_id: UUID) -> str | Response:
    """Keep which of the rows shown are to be published."""
    form = RowsForm.submitted()
    if form.accepted(
        lambda: operations.choose_rows(
            db(), actor(), batch_id, shown=_ids("shown"), ticked=_ids("row"), at=now()
        )
    ):
        flash("Your choice is kept.")
        return _to(batch_id, **request.args.to_dict())
    return _drawn(_page(batch_id), form)


def _ids(name: str) -> list[UUID]:
    try:
        return [UUID(one) for one in request.form.getlist(name)]
    except ValueError:
        raise RuleBroken("Open the page again and press the button once more.") from None


@feature.route(
    "/directory/imports/<uuid:batch_id>/leave-out-outside",
    methods=["POST"],
    access=can(permissions.PUBLISH),
)
def leave_out_outside(batch_id: UUID) -> str | Response:
    """The rows of other towns are not to be published."""
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.leave_out_outside(db(), actor(), batch_id, at=now())):
        flash("They are left out. You can tick one again below.")
        return _to(batch_id, show=Show.OUTSIDE.value)
    return _drawn(_page(batch_id), form)


@feature.route(
    "/directory/imports/<uuid:batch_id>/publish",
    methods=["POST"],
    access=can(permissions.PUBLISH),
)
def publish_import(batch_id: UUID) -> str | Response:
    """Put the rows into the directory in one act."""
    form = ButtonForm.submitted()
    if form.accepted(lambda: flash(_published(batch_id))):
        return _to(batch_id)
    return _drawn(_page(batch_id), form)


@feature.route(
    "/directory/imports/<uuid:batch_id>/take-back",
    methods=["GET", "POST"],
    access=can(permissions.PUBLISH),
)
def take_back_import(batch_id: UUID) -> str | Response:
    """Take a published list out of the directory again."""
    form = ButtonForm.submitted()
    if form.accepted(lambda: flash(_taken_back(batch_id))):
        return _to(batch_id)
    page = queries.take_back_page(db(), actor(), batch_id)
    return render_template("directory/take_back_import.html", page=page, form=form)


def _taken_back(batch_id: UUID) -> str:
    left = operations.take_back(db(), actor(), batch_id, at=now())
    return f"{counted(left, 'activity has', 'activities have')} left the directory."


def _published(batch_id: UUID) -> str:
    batch = operations.publish_batch(db(), actor(), batch_id, at=now())
    said = f"{counted(batch.published, 'activity is', 'activities are')} in the directory."
    if batch.held:
        said += f" {counted(batch.held, 'waits', 'wait')} to be looked at one by one."
    return said


def _to(batch_id: UUID, **parts: Any) -> Response:
    return redirect(url_for("directory.import_batch", batch_id=batch_id, **parts), code=303)


@feature.route("/directory/imports/progress.json", access=MAY)
def import_progress() -> Response:
    """How far a list has been read, for the page that shows it."""
    try:
        batch_id = UUID(request.args.get("list", ""))
    except ValueError:
        raise NotFound from None
    page = queries.progress(db(), actor(), batch_id)
    answer: Response = jsonify({"state": page.state, "done": page.done})
    return answer
