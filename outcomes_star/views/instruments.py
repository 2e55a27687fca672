"""What people can be asked: every instrument, its words, who agreed to it, and its licence."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kernel.errors import NotFound
from outcomes_star import permissions, shelf
from outcomes_star.forms.choosing import (
    AgreeForm,
    LoadForm,
    TakeBackForm,
    licence_form,
    shown_of,
)
from outcomes_star.instruments import Instrument
from outcomes_star.operations import choosing, loading
from outcomes_star.queries import choosing as queries
from outcomes_star.queries.choosing import InstrumentPage
from outcomes_star.views.feature import feature
from outcomes_star.vocabulary import Agrees
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, london_day, now

SEE, CHOOSE = can(permissions.SEE_INSTRUMENTS), can(permissions.CHOOSE)
BOTH = ["GET", "POST"]


@feature.route("/instruments", access=SEE)
def instruments() -> str:
    lines = queries.instruments_page(db(), actor(), on=london_day())
    may_choose = actor().may(permissions.CHOOSE)
    return render_template("outcomes_star/instruments.html", lines=lines, may_choose=may_choose)


@feature.route("/instruments/load", methods=BOTH, access=CHOOSE)
def load_instrument() -> str | Response:
    form = LoadForm.submitted()
    made: list[Instrument] = []
    if form.accepted(lambda: made.append(loading.load(db(), actor(), form.text, at=now()))):
        flash(f"“{made[0].name}” is loaded.")
        return _to_instrument(made[0].code, made[0].version)
    return render_template("outcomes_star/load_instrument.html", form=form)


@feature.route("/instruments/<code>/<int:version>", access=SEE)
def instrument(code: str, version: int) -> str:
    page = _page(code, version)
    drawing = shelf.example(page.instrument, page.wording) if page.wording else None
    return render_template(
        "outcomes_star/instrument.html", page=page, drawing=drawing, button=ButtonForm.submitted()
    )


def _page(code: str, version: int) -> InstrumentPage:
    return queries.instrument_page(db(), actor(), code, version, on=london_day())


def _to_instrument(code: str, version: int) -> Response:
    address = url_for("outcomes_star.instrument", code=code, version=version)
    return redirect(address, code=303)


@feature.route("/instruments/<code>/<int:version>/choose", methods=["POST"], access=CHOOSE)
def choose_instrument(code: str, version: int) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: choosing.choose(db(), actor(), code, version, at=now())):
        flash(
            "Chosen. Now write down who agrees to it. Until all four do, nobody is asked this version."
        )
    return _to_instrument(code, version)


@feature.route("/instruments/<code>/<int:version>/stop", methods=["POST"], access=CHOOSE)
def stop_instrument(code: str, version: int) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: choosing.stop(db(), actor(), code, version, at=now())):
        flash("Nobody is asked this any more. What people answered stays.")
    return _to_instrument(code, version)


@feature.route("/instruments/<code>/<int:version>/agree/<name>", methods=BOTH, access=CHOOSE)
def agree_to_instrument(code: str, version: int, name: str) -> str | Response:
    page = _page(code, version)
    if name not in set(Agrees) or page.chosen is None:
        raise NotFound
    agrees = Agrees(name)
    form = AgreeForm.submitted(on=london_day())
    if form.accepted(
        lambda: choosing.agree(
            db(), actor(), code, version, agrees, on=form.on.data, words=form.words.data, at=now()
        )
    ):
        is_in_use = _page(code, version).is_in_use
        flash("All four agree: people can be asked from now on." if is_in_use else "Written down.")
        return _to_instrument(code, version)
    return render_template(
        "outcomes_star/agree_to_instrument.html", page=page, agrees=agrees, form=form
    )


@feature.route(
    "/instruments/<code>/<int:version>/agree/<name>/take-back", methods=BOTH, access=CHOOSE
)
def take_agreement_back(code: str, version: int, name: str) -> str | Response:
    page = _page(code, version)
    there = {one.agrees: one for one in page.chosen.agreed if one.on} if page.chosen else {}
    if name not in there:
        raise NotFound
    agrees = Agrees(name)
    form = TakeBackForm.submitted()
    if form.accepted(
        lambda: choosing.take_back(
            db(), actor(), code, version, agrees, because=form.because.data, at=now()
        )
    ):
        flash("It is taken back. The reason is kept.")
        return _to_instrument(code, version)
    return render_template(
        "outcomes_star/take_agreement_back.html", page=page, agrees=agrees, form=form
    )


@feature.route("/instruments/<code>/<int:version>/take-back", methods=["POST"], access=CHOOSE)
def unload_instrument(code: str, version: int) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: loading.unload(db(), actor(), code, version, at=now())):
        flash("The file is taken back.")
        return redirect(url_for("outcomes_star.instruments"), code=303)
    return _to_instrument(code, version)


@feature.route("/instruments/<code>/<int:version>/licence", methods=BOTH, access=CHOOSE)
def licence(code: str, version: int) -> str | Response:
    page = _page(code, version)
    if not page.instrument.needs_licence:
        raise NotFound
    form = licence_form(page.instrument).submitted(**shown_of(page.instrument, page.licence))
    if form.accepted(
        lambda: choosing.enter_licence(
            db(), actor(), code, version, form.licensed, seen=form.version.number, at=now()
        )
    ):
        flash("Your licence and your words are kept. Only your organisation sees them.")
        return _to_instrument(code, version)
    return render_template("outcomes_star/licence.html", page=page, form=form)
