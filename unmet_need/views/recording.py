"""The pages on which need that nobody met is written down."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.vocabulary import Domain
from kernel.errors import NotFound
from unmet_need import operations, permissions, queries
from unmet_need.forms import MoreForm, SheetForm, StrikeOutForm, TapForm, place_of, shown_of
from unmet_need.views.feature import feature
from web.access import can
from web.fields import SelectField
from web.request import actor, db, london_day, now

RECORD = can(permissions.RECORD)
BOTH = ["GET", "POST"]


@feature.route("/unmet-need", methods=BOTH, access=RECORD)
def needs() -> str | Response:
    page = queries.needs_page(db(), actor(), request.args.get("quarter", ""), on=london_day())
    form = TapForm.submitted(place=str(page.last_place) if page.last_place else "")
    _offer_places(form.place)
    made: list[UUID] = []
    if form.accepted(lambda: made.append(_tapped(form))):
        flash("It is kept. You can say more of it here, or leave it.")
        return redirect(url_for("unmet_need.need", need_id=made[0]), code=303)
    return render_template("unmet_need/needs.html", page=page, form=form)


def _tapped(form: TapForm) -> UUID:
    place = place_of(form.place)
    return operations.record(db(), actor(), form.told, locality_id=place, at=now()).id


def _offer_places(field: SelectField) -> None:
    field.choices = {str(one.id): one.name for one in queries.own_places(db(), actor())}


@feature.route("/unmet-need/<uuid:need_id>", methods=BOTH, access=RECORD)
def need(need_id: UUID) -> str | Response:
    page = queries.need_page(db(), actor(), need_id)
    if page.is_struck:
        return render_template("unmet_need/need.html", page=page, form=None)
    form = MoreForm.submitted(**shown_of(page.line.told, page.version))
    if form.accepted(
        lambda: operations.say_more(
            db(), actor(), need_id, form.told, seen=form.version.number, at=now()
        )
    ):
        flash("What you said of it is kept.")
        return redirect(url_for("unmet_need.needs"), code=303)
    return render_template("unmet_need/need.html", page=page, form=form)


@feature.route("/unmet-need/<uuid:need_id>/strike-out", methods=BOTH, access=RECORD)
def strike_out(need_id: UUID) -> str | Response:
    page = queries.need_page(db(), actor(), need_id)
    if page.is_struck:
        raise NotFound
    form = StrikeOutForm.submitted()
    if form.accepted(
        lambda: operations.strike_out(
            db(), actor(), need_id, because=form.because.data or "", at=now()
        )
    ):
        flash("It is struck out, and counts no longer.")
        return redirect(url_for("unmet_need.needs"), code=303)
    return render_template("unmet_need/strike_out.html", page=page, form=form)


@feature.route("/unmet-need/sheet", methods=BOTH, access=RECORD)
def type_in() -> str | Response:
    form = SheetForm.submitted(
        source=queries.source_of(db(), actor()).value, happened_on=london_day(), reason="not-said"
    )
    _offer_places(form.place)
    kept: list[int] = []
    if form.accepted(lambda: kept.append(operations.type_in(db(), actor(), form.sheet, at=now()))):
        flash(f"The sheet is kept: {kept[0]} {'need' if kept[0] == 1 else 'needs'}.")
        return redirect(url_for("unmet_need.needs"), code=303)
    return render_template("unmet_need/type_in.html", form=form)


@feature.route("/unmet-need/sheet/print", access=RECORD)
def print_sheet() -> str:
    address = url_for("unmet_need.type_in", _external=True)
    return render_template("unmet_need/print_sheet.html", domains=Domain, address=address)
