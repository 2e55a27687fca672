"""People who need only the directory: a list on paper, and one more on the count."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.vocabulary import Domain
from referrals import permissions
from referrals.forms.signposting import SignpostForm
from referrals.operations import signposting as operations
from referrals.queries import signposting as queries
from referrals.views.feature import feature
from web.access import can
from web.request import actor, db, london_day, now

COLUMNS = ({"text": "Kind", "is_number": False}, {"text": "People", "is_number": True})


@feature.route("/signposts", methods=["GET", "POST"], access=can(permissions.SIGNPOST))
def signposts() -> str | Response:
    form = SignpostForm.submitted()
    if form.accepted(
        lambda: operations.count_signpost(
            db(), actor(), Domain(form.domain.data) if form.domain.data else None, at=now()
        )
    ):
        flash("Counted. Nothing about the person was kept.")
        return redirect(url_for("referrals.signposts"), code=303)
    page = queries.signposts(db(), actor(), today=london_day())
    rows = [[words, str(count)] for words, count in page.by_domain]
    return render_template(
        "referrals/signposts.html", form=form, page=page, columns=COLUMNS, rows=rows
    )
