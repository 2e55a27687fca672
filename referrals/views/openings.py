"""Finding somebody; opening a colleague's case with a reason; the manager's list of reasons."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kernel.limits import Limit
from referrals import permissions
from referrals.forms.openings import WHO_READS, FindForm, OpenAnywayForm
from referrals.operations import openings as operations
from referrals.queries import openings as queries
from referrals.queries.openings import Found
from referrals.views.feature import feature
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, lists, now, shows


def _searches() -> Sequence[tuple[Limit, str]]:
    return [(operations.SEARCHES, str(actor().user_id))]


@feature.route(
    "/find-person", methods=["GET", "POST"], access=can(permissions.FIND_PERSON), counts=_searches
)
def find_person() -> str:
    form = FindForm.submitted()
    found: list[Found] = []
    was_asked = form.accepted(
        lambda: found.extend(operations.look_for(db(), actor(), form.sought(), at=now()))
    )
    return render_template(
        "referrals/find_person.html", form=form, page=found, was_asked=was_asked,
        may_open=actor().may(permissions.OPEN_ANYWAY),
        may_read=actor().may(permissions.SEE_CASE),
        may_file=actor().may(permissions.ANSWER_REQUEST),
    )  # fmt: skip


@feature.route(
    "/cases/<uuid:referral_id>/open-anyway", methods=["GET", "POST"],
    access=can(permissions.OPEN_ANYWAY),
)  # fmt: skip
def open_anyway(referral_id: UUID) -> str | Response:
    page = queries.opening_page(db(), actor(), referral_id)
    shows(page.person_id)
    form = OpenAnywayForm.submitted()
    if form.accepted(
        lambda: operations.open_anyway(
            db(), actor(), referral_id, because=form.because.data, at=now()
        )
    ):
        flash(f"It is open to you. {WHO_READS}")
        return redirect(url_for("referrals.case", referral_id=referral_id), code=303)
    return render_template("referrals/open_anyway.html", page=page, form=form)


@feature.route("/cases/opened", methods=["GET", "POST"], access=can(permissions.OVERSEE))
def opened() -> str | Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.mark_seen(db(), actor(), at=now())):
        flash("You have looked at every reason.")
        return redirect(url_for("referrals.opened"), code=303)
    lines = queries.openings(db(), actor(), at=now())
    lists(*{line.person_id for line in lines})
    return render_template("referrals/opened.html", page=lines, form=form)
