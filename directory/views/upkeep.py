"""Still correct? One page with one button, by letter, on paper or on the group's own page (P12)."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.forms.upkeep import CodeForm
from directory.operations import upkeep as operations
from directory.operations.upkeep import CODES_FROM_NETWORK
from directory.queries import upkeep as queries
from directory.views.feature import feature
from kernel.errors import RuleBroken
from kernel.limits import Limit
from web.access import anyone, known
from web.forms import ButtonForm
from web.paper import square_of
from web.request import actor, db, network, now, wiring


def _counted() -> list[tuple[Limit, str]]:
    return [(CODES_FROM_NETWORK, network())]


@feature.route("/still-correct/<token>", methods=["GET", "POST"], access=anyone)
def still_correct_by_letter(token: str) -> str | Response:
    """Where the link of our letter leads. Opening it changes nothing, however often."""
    form = ButtonForm.submitted()
    confirmed: list[bool] = []
    if form.accepted(
        lambda: confirmed.append(operations.confirm_by_letter(db(), token, at=now()) is not None)
    ):
        if confirmed[0]:
            return redirect(url_for("directory.thanked"), code=303)
        return redirect(url_for("directory.still_correct_by_letter", token=token), code=303)
    page = queries.find_by_letter(db(), token, at=now())
    return render_template("directory/still_correct_by_letter.html", page=page, form=form)


@feature.route("/still-correct", access=anyone)
def thanked() -> str:
    return render_template("directory/thanked.html")


@feature.route("/s", methods=["GET", "POST"], access=anyone, counts=_counted)
def type_code() -> str | Response:
    """Where somebody types the code from a slip of paper."""
    form = CodeForm.submitted()
    codes: list[str] = []
    if form.accepted(lambda: codes.append(queries.check_code(db(), form.code.data))):
        return redirect(url_for("directory.still_correct_by_code", code=codes[0]), code=303)
    return render_template("directory/type_code.html", form=form)


@feature.route("/s/<code>", methods=["GET", "POST"], access=anyone, counts=_counted)
def still_correct_by_code(code: str) -> str | Response:
    """The short address on paper. A code can confirm and do nothing else, so it needs no password."""
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.confirm_by_code(db(), code, at=now())):
        return redirect(url_for("directory.thanked"), code=303)
    page = queries.still_correct_by_code(db(), code)
    return render_template("directory/still_correct_by_code.html", page=page, form=form)


@feature.route("/your-listings/<uuid:listing_id>/still-correct", methods=["POST"], access=known)
def still_correct(listing_id: UUID) -> Response:
    """The button on the group's own page."""
    form = ButtonForm.submitted()
    if not form.accepted(lambda: operations.confirm_own(db(), actor(), listing_id, at=now())):
        raise RuleBroken(form.mistakes[0]["text"])
    flash("Thank you. It is confirmed as of today.")
    return redirect(url_for("directory.own", listing_id=listing_id), code=303)


@feature.route("/directory/slips/<uuid:listing_id>", access=known)
def slip(listing_id: UUID) -> str:
    """A slip of paper with what the listing says, for groups that have no e-mail."""
    page = queries.slip(db(), actor(), listing_id)
    address = wiring().address + url_for("directory.still_correct_by_code", code=page.code)
    return render_template(
        "directory/slip.html", page=page, address=address, square=square_of(address)
    )
