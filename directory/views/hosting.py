"""The host's own pages: clocks and settings, how it makes the directory known, what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory import permissions
from directory.forms import hosting as forms
from directory.freshness import Clock
from directory.operations import hosting as operations
from directory.operations.hosting import Kept, Trial
from directory.queries import hosting as queries
from directory.queries.benefit import benefit_page
from directory.views.feature import feature
from kernel.errors import RuleBroken
from web.access import can
from web.forms import ButtonForm, Form
from web.request import actor, db, london_day, now

PENCE = 100
YES_NO = {"yes": True, "no": False}


@feature.route("/directory/host", access=can(permissions.PROMOTE))
def host() -> str:
    page = queries.host_page(db(), actor())
    return render_template("directory/host.html", page=page, books=BOOKS)


@feature.route(
    "/directory/host/settings", methods=["GET", "POST"], access=can(permissions.SETTINGS)
)
def host_settings() -> str | Response:
    area = queries.hosted_area(db(), actor())
    kept = queries.settings_of(db(), area.id)
    form = forms.SettingsForm.submitted(
        version=kept.version or 0,
        due_after_days=kept.due_after_days,
        marked_after_days=kept.marked_after_days,
        lower_after_days=kept.lower_after_days,
        out_after_days=kept.out_after_days,
        archived_after_days=kept.archived_after_days,
        is_every_listing_held=kept.is_every_listing_held,
        phone=kept.phone,
        prize_pounds=kept.prize_pence // PENCE,
    )
    if form.accepted(
        lambda: operations.keep_settings(db(), actor(), _kept(form), version=form.seen, at=now())
    ):
        flash("The settings are kept.")
        return redirect(url_for("directory.host"), code=303)
    return render_template("directory/host_settings.html", area=area.name, form=form)


def _kept(form: Any) -> Kept:
    return Kept(
        clock=Clock(
            due_after_days=form.due_after_days.data,
            marked_after_days=form.marked_after_days.data,
            lower_after_days=form.lower_after_days.data,
            out_after_days=form.out_after_days.data,
            archived_after_days=form.archived_after_days.data,
        ),
        is_every_listing_held=form.is_every_listing_held.data,
        phone=form.phone.data or "",
        prize_pence=form.prize_pounds.data * PENCE,
    )


@feature.route(
    "/directory/host/procurement", methods=["GET", "POST"], access=can(permissions.PROMOTE)
)
def procurement() -> str | Response:
    kept = queries.settings_of(db(), queries.hosted_area(db(), actor()).id)
    form = forms.ProcurementForm.submitted(note=kept.procurement_note)
    if form.accepted(
        lambda: operations.keep_procurement(db(), actor(), note=form.note.data or "", at=now())
    ):
        flash("The note is kept.")
        return redirect(url_for("directory.host"), code=303)
    return render_template("directory/procurement.html", form=form)


@feature.route("/directory/host/benefit", access=can(permissions.PROMOTE))
def benefit() -> str:
    page = benefit_page(db(), actor(), today=london_day())
    return render_template("directory/benefit.html", page=page)


@dataclass(frozen=True)
class BookPage:
    """One of the host's records: what it is called, what it is for, its form and what keeps a line."""

    title: str
    says: str
    form: type[Form]
    keep: Callable[[Any], object]


@feature.route(
    "/directory/host/<any('promotion', 'launch-messages', 'service-levels', 'owners', "
    "'test-panel'):slug>",
    methods=["GET", "POST"],
    access=can(permissions.PROMOTE),
)
def host_book(slug: str) -> str | Response:
    book = BOOKS[slug]
    form: Any = book.form.submitted()
    if form.accepted(lambda: book.keep(form)):
        flash("It is kept.")
        return redirect(url_for("directory.host_book", slug=slug), code=303)
    page = queries.book(db(), actor(), slug)
    closing = None if form.was_sent else ButtonForm.submitted()
    return render_template(
        "directory/host_book.html", page=page, form=form, book=book, slug=slug, closing=closing
    )


@feature.route(
    "/directory/host/<any('launch-messages', 'service-levels', 'owners'):slug>"
    "/<uuid:line_id>/close",
    methods=["POST"],
    access=can(permissions.PROMOTE),
)
def close_line(slug: str, line_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if not form.accepted(lambda: operations.close_line(db(), actor(), slug, line_id, at=now())):
        raise RuleBroken(form.mistakes[0]["text"])
    flash("It is noted.")
    return redirect(url_for("directory.host_book", slug=slug), code=303)


def _keep_promotion(form: Any) -> object:
    return operations.note_promotion(
        db(),
        actor(),
        done_on=form.done_on.data,
        what=form.what.data,
        network=form.network.data,
        reached=form.reached.data,
        at=now(),
    )


def _keep_message(form: Any) -> object:
    return operations.plan_message(
        db(),
        actor(),
        stakeholder=form.stakeholder.data,
        message=form.message.data,
        sent_on=form.sent_on.data,
        at=now(),
    )


def _keep_promise(form: Any) -> object:
    return operations.note_promise(
        db(),
        actor(),
        about=form.about.data,
        promise=form.promise.data,
        supplier=form.supplier.data,
        until_on=form.until_on.data,
        at=now(),
    )


def _keep_owner(form: Any) -> object:
    return operations.name_owner(
        db(), actor(), part=form.part.data, name=form.name.data, role=form.role.data, at=now()
    )


def _keep_trial(form: Any) -> object:
    trial = Trial(
        called=form.called.data,
        tried_on=form.tried_on.data,
        tried=form.tried.data,
        found=form.found.data,
        was_useful=YES_NO.get(form.useful.data or ""),
        was_accessible=YES_NO.get(form.accessible.data or ""),
        we_did=form.we_did.data or "",
    )
    return operations.note_trial(db(), actor(), trial, at=now())


BOOKS = {
    "promotion": BookPage(
        "Promotion log",
        "What was done to make the directory known, and through whom.",
        forms.PromotionForm,
        _keep_promotion,
    ),
    "launch-messages": BookPage(
        "Launch messages",
        "What each group of people is told, and when it was sent.",
        forms.LaunchForm,
        _keep_message,
    ),
    "service-levels": BookPage(
        "Service levels",
        "What was promised about the site, by whom, and until when.",
        forms.PromiseForm,
        _keep_promise,
    ),
    "owners": BookPage(
        "Named owners",
        "Who looks after each part of the directory.",
        forms.OwnerForm,
        _keep_owner,
    ),
    "test-panel": BookPage(
        "Test panel",
        "People with long-term conditions who try the site, and what they found.",
        forms.TrialForm,
        _keep_trial,
    ),
}
