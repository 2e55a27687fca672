"""A group's way in: list it, confirm it, come back to it, claim it."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from directory import permissions
from directory.forms.registration import (
    SOMEWHERE,
    ClaimForm,
    ListForGroupForm,
    NewLinkForm,
    RegisterForm,
    SixAnswersForm,
)
from directory.lifecycle import State
from directory.operations import registration as operations
from directory.operations.registration import SixAnswers
from directory.queries import registration as queries
from directory.queries.areas import area_choices
from directory.queries.published import get_published
from directory.views.feature import feature
from directory.vocabulary import Joining, Place
from kernel.geography import Postcode
from kernel.limits import Limit
from web.access import anyone, can
from web.forms import ButtonForm
from web.request import actor, db, extension, london_day, network, now
from web.sessions import new_token, spare_token

F = TypeVar("F", bound=SixAnswersForm)
FASTEST_PERSON = 4
"""Seconds. Nobody reads six questions and answers them in less."""


def _counted() -> list[tuple[Limit, str]]:
    sent = request.form
    return operations.counted(sent.get("letters_to") or sent.get("contact", ""), network())


@feature.route("/register", methods=["GET", "POST"], access=anyone, counts=_counted)
def register() -> str | Response:
    form = _asked(RegisterForm.submitted(opened=_stamp()))
    token = new_token() if form.was_sent and not actor().is_signed_in else ""
    if form.accepted(
        lambda: operations.register(
            db(), actor(), _answers(form), token=token, signs=_signs(form), at=now()
        )
    ):
        after = "directory.registered" if token else "directory.link_sent"
        return redirect(url_for(after), code=303)
    return render_template("directory/register.html", form=form)


@feature.route(
    "/directory/list-for-group", methods=["GET", "POST"], access=can(permissions.LIST_FOR_GROUP)
)
def list_for_group() -> str | Response:
    form = _asked(ListForGroupForm.submitted(opened=_stamp()))
    listed: list[State] = []
    if form.accepted(
        lambda: listed.append(
            operations.list_for_group(
                db(), actor(), _answers(form), told_by=form.told_by.data, at=now()
            ).state
        )
    ):
        flash(
            "It is in the directory."
            if listed[0].is_public
            else "It is saved. An editor looks at it before it is in the directory."
        )
        return redirect(url_for("desk.show"), code=303)
    return render_template("directory/list_for_group.html", form=form)


@feature.route("/register/confirm/<token>", methods=["GET", "POST"], access=anyone)
def confirm(token: str) -> str | Response:
    form = ButtonForm.submitted()
    confirmed: list[UUID] = []

    def act() -> None:
        listing = operations.confirm_by_link(db(), token, session_token=new_token(), at=now())
        confirmed.extend([listing.id] if listing else [])

    if form.accepted(act):
        if confirmed:
            flash("Thank you. It is confirmed.")
            return redirect(url_for("directory.own", listing_id=confirmed[0]), code=303)
        spare_token()
        flash("That link was used before, or is too old.", "warning")
        return redirect(url_for("directory.new_link"), code=303)
    used = queries.used_link(db(), token)
    is_good = queries.is_good_link(db(), token, queries.CONFIRM, at=now())
    return render_template("directory/confirm.html", form=form, used=used, is_good=is_good)


@feature.route("/keep/<token>", methods=["GET", "POST"], access=anyone)
def come_back(token: str) -> str | Response:
    form = ButtonForm.submitted()
    groups: list[UUID] = []

    def act() -> None:
        group_id = operations.come_back(db(), token, session_token=new_token(), at=now())
        groups.extend([group_id] if group_id else [])

    if form.accepted(act):
        if groups:
            flash("Welcome back. Choose what you want to look at or change.")
            return redirect(url_for("directory.own_listings"), code=303)
        spare_token()
        flash("That link was used before, or is too old.", "warning")
        return redirect(url_for("directory.new_link"), code=303)
    is_good = queries.is_good_link(db(), token, *queries.COMING_BACK, at=now())
    return render_template("directory/come_back.html", form=form, is_good=is_good)


@feature.route("/register/link", methods=["GET", "POST"], access=anyone)
def new_link() -> str | Response:
    form = NewLinkForm.submitted()
    if form.accepted(lambda: operations.send_new_link(db(), form.email.data, at=now())):
        return redirect(url_for("directory.link_sent"), code=303)
    return render_template("directory/new_link.html", form=form)


@feature.route("/register/link/sent", access=anyone)
def link_sent() -> str:
    return render_template("directory/link_sent.html")


@feature.route("/listings/<uuid:listing_id>/claim", methods=["GET", "POST"], access=anyone)
def claim(listing_id: UUID) -> str | Response:
    form = ClaimForm.submitted()
    page = get_published(db(), listing_id, today=london_day())
    queries.get_unclaimed(db(), listing_id)
    if form.accepted(
        lambda: operations.claim(
            db(), listing_id, name=form.name.data, email=form.email.data, at=now()
        )
    ):
        return redirect(url_for("directory.link_sent"), code=303)
    return render_template("directory/claim.html", form=form, page=page)


def _asked(form: F) -> F:
    """The form with the places that there are to choose from."""
    form.where.choices = area_choices(db())
    return form


def _answers(form: SixAnswersForm) -> SixAnswers:
    place, _, area = (form.where.data or "").partition(":")
    is_somewhere = place == SOMEWHERE
    return SixAnswers(
        group_name=form.group_name.data,
        what=form.what.data,
        place=Place(place),
        area_id=UUID(area) if area else None,
        postcode=str(Postcode.parse(form.postcode.data or "", field="postcode"))
        if is_somewhere
        else "",
        when=form.when.data,
        joining=Joining(form.joining.data),
        contact=form.contact.data,
        letters_to=(form.letters_to.data or "") if isinstance(form, RegisterForm) else "",
    )


def _signer() -> Signer:
    return Signer(extension("petunias_settings").secret_key, salt="register")


def _stamp() -> str:
    """When the form was opened, signed, so that a machine cannot say that it was long ago."""
    return _signer().sign(now().isoformat()).decode()


def _signs(form: SixAnswersForm) -> list[str]:
    """Signs that a machine filled this in: an answer nobody sees, or nobody is that fast."""
    signs = ["nickname"] if form.nickname.data else []
    try:
        opened = datetime.fromisoformat(_signer().unsign(form.opened.data or "").decode())
    except BadSignature:
        return [*signs, "stamp"]
    return [*signs, "speed"] if (now() - opened).total_seconds() < FASTEST_PERSON else signs
