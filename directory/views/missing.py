"""Telling the area about something that the directory does not have."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import queries as accounts
from directory.forms.finding import LONGEST_WISH, MissingForm
from directory.operations import finding as operations
from directory.queries import places
from directory.views.feature import feature
from directory.vocabulary import Domain
from kernel.errors import RuleBroken
from kernel.limits import Limit
from web.access import anyone
from web.request import actor, db, network, now


def _counted() -> list[tuple[Limit, str]]:
    return [(operations.TOLD_FROM_NETWORK, network())]


@feature.route("/missing-activity", methods=["GET", "POST"], access=anyone, counts=_counted)
def missing_activity() -> str | Response:
    """A form that begins with what was looked for. Words are kept only because they are sent here."""
    form = MissingForm.submitted(
        wanted=request.args.get("q", "")[:LONGEST_WISH],
        domain=request.args.get("domain", ""),
        postcode=request.args.get("where", "")[:10],
    )
    areas = accounts.areas(db())
    form.area.choices = {str(area.id): area.name for area in areas}
    if form.accepted(lambda: _told(form)):
        flash("Thank you. Those who plan for the area will see that this is missing.")
        return redirect(url_for("directory.home"), code=303)
    return render_template(
        "directory/missing_activity.html", form=form, is_area_asked=len(areas) > 1
    )


def _told(form: MissingForm) -> None:
    located = places.locate(db(), form.postcode.data) if form.postcode.data else None
    area_id = _area_id(form, located)
    operations.tell_missing(
        db(),
        actor(),
        area_id=area_id,
        wanted=form.wanted.data or "",
        domain=Domain(form.domain.data) if form.domain.data else None,
        locality_id=places.locality_in(db(), located, area_id),
        at=now(),
    )


def _area_id(form: MissingForm, located: places.Located | None) -> UUID:
    """The area of the postcode; else the one chosen, or the only one."""
    areas = accounts.areas(db())
    if located and located.area_id:
        return located.area_id
    if form.area.data:
        return UUID(form.area.data)
    if len(areas) == 1:
        return areas[0].id
    raise RuleBroken("Choose the area that it is about.", field="area")
