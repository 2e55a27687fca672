"""Handing a whole caseload to another lead NTP: a dated list, then the act."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kernel.csv_safety import write_csv
from referrals import permissions
from referrals.forms.handover import HandoverForm
from referrals.operations.handover import hand_over
from referrals.queries import handover as queries
from referrals.views.feature import feature
from web.access import can
from web.request import actor, db, lists, london_day, now, shows
from web.templating import counted

OVERSEE = can(permissions.OVERSEE)


@feature.route("/handover", methods=["GET", "POST"], access=OVERSEE)
def handover() -> str | Response:
    page = queries.handover_page(db(), actor())
    form = HandoverForm.submitted()
    form.offer(page.leads, page.people)
    lists(*(one.person_id for one in page.people))
    moved: list[int] = []
    if form.accepted(
        lambda: moved.append(
            hand_over(
                db(), actor(), to=UUID(form.to.data), stay=form.staying,
                because=form.because.data, at=now(),
            )
        )
    ):  # fmt: skip
        flash(f"{counted(moved[0], 'person', 'people')} handed over.")
        return redirect(url_for("referrals.cases"), code=303)
    return render_template("referrals/handover.html", page=page, form=form)


@feature.route("/handover/list.csv", access=OVERSEE)
def handover_list() -> Response:
    people, rows = queries.dated_list(db(), actor(), at=now())
    shows(*dict.fromkeys(people))
    answer = Response(write_csv([queries.HEADINGS, *rows]), content_type="text/csv; charset=utf-8")
    name = f"caseload-{london_day().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
