"""Whose record is over its time: a list to sign, and what was signed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kernel.periods import day_in_london
from referrals import permissions
from referrals.forms.requests import SignForm
from referrals.operations import retention as operations
from referrals.queries import retention as queries
from referrals.retention import schedule
from referrals.views.feature import feature
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, lists, now
from web.templating import counted

KEEP = can(permissions.KEEP_SCHEDULE)


@feature.route("/retention", methods=["GET", "POST"], access=KEEP)
def retention() -> str | Response:
    form = ButtonForm.submitted()
    made: list[UUID] = []
    if form.accepted(lambda: made.append(operations.dry_run(db(), actor(), at=now()).id)):
        flash("Counted. Nothing was erased.")
        return redirect(url_for("referrals.retention_run", run_id=made[0]), code=303)
    lines = queries.runs(db(), actor())
    return render_template("referrals/retention.html", page=lines, form=form, schedule=schedule())


@feature.route("/retention/<uuid:run_id>", methods=["GET", "POST"], access=KEEP)
def retention_run(run_id: UUID) -> str | Response:
    page = queries.run_page(db(), actor(), run_id, on=day_in_london(now()))
    lists(*(one.person_id for one in page.people))
    form = SignForm.submitted()
    erased: list[int] = []
    if form.accepted(
        lambda: erased.append(operations.sign(db(), actor(), run_id, name=form.name.data, at=now()))
    ):
        flash(f"{counted(erased[0], 'record was', 'records were')} erased.")
        return redirect(url_for("referrals.retention"), code=303)
    return render_template("referrals/retention_run.html", page=page, form=form)
