"""What people who went somewhere said: a group lets everybody read it, or no longer."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from kernel.errors import RuleBroken
from outcomes_star.operations import public_lines as operations
from outcomes_star.views.feature import feature
from web.access import known
from web.forms import ButtonForm
from web.request import actor, db, now


@feature.route(
    "/your-listings/<uuid:listing_id>/show-what-people-said", methods=["POST"], access=known
)
def show_what_people_said(listing_id: UUID) -> Response:
    """The button on the page of one's own listing."""
    return _pressed(
        lambda: operations.agree(db(), actor(), listing_id, at=now()),
        "Everybody can read it now.", listing_id,
    )  # fmt: skip


@feature.route(
    "/your-listings/<uuid:listing_id>/hide-what-people-said", methods=["POST"], access=known
)
def hide_what_people_said(listing_id: UUID) -> Response:
    """The button on the page of one's own listing."""
    return _pressed(
        lambda: operations.take_back(db(), actor(), listing_id, at=now()),
        "From now on only professionals can read it.", listing_id,
    )  # fmt: skip


def _pressed(act: Callable[[], object], says: str, listing_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if not form.accepted(act):
        raise RuleBroken(form.mistakes[0]["text"])
    flash(says)
    return redirect(url_for("directory.own", listing_id=listing_id), code=303)
