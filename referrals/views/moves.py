"""The link worker's moves, each on a page with one question."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals.casework import NotThisTime
from referrals.forms.contacts import (
    DeclineForm,
    GiveUpForm,
    LapseForm,
    RedirectForm,
    ReopenForm,
    SendBackForm,
)
from referrals.forms.heeding import EndsCase
from referrals.lifecycle import Move
from referrals.operations import working
from referrals.queries.case import CaseTop, case_top
from referrals.queries.reports import practice_hears
from referrals.views.contacts import WORK, to_case
from referrals.views.danger import ask_of_danger
from referrals.views.feature import feature
from referrals.vocabulary import ReturnReason
from web.forms import ButtonForm, Form
from web.request import actor, db, now, shows

SEES = "The practice sees it on its own page."
SEES_NOT = (
    "The practice does not see it: the person has not agreed that it hears what comes of this."
)


def _open(referral_id: UUID, move: Move) -> CaseTop:
    """The top of the page, when the move can be made now; otherwise what happened meanwhile."""
    working.ready(db(), actor(), referral_id, move)
    page = case_top(db(), actor(), referral_id)
    shows(page.banner.person_id)
    return page


def _asked(
    template: str, page: CaseTop, form: Form, act: Callable[[], object], *, done: str,
    is_always_seen: bool = False,
) -> str | Response:  # fmt: skip
    """Ask, act, and go back to the case. What is said of the practice is true: it may not hear of it."""
    told = SEES if practice_hears(db(), actor(), page.id) else SEES_NOT
    places = ask_of_danger(form, page.id) if isinstance(form, EndsCase) else []
    if form.accepted(act):
        flash(done if is_always_seen else f"{done} {told}")
        return to_case(page.id)
    return render_template(template, page=page, form=form, told=told, places=places)


@feature.route("/cases/<uuid:referral_id>/accept", methods=["GET", "POST"], access=WORK)
def accept(referral_id: UUID) -> str | Response:
    form, page = ButtonForm.submitted(), _open(referral_id, Move.ACCEPT)
    return _asked(
        "referrals/accept.html", page, form,
        lambda: working.accept(db(), actor(), page.id, at=now()),
        done="Accepted.",
    )  # fmt: skip


@feature.route("/cases/<uuid:referral_id>/send-back", methods=["GET", "POST"], access=WORK)
def send_back(referral_id: UUID) -> str | Response:
    form, page = SendBackForm.submitted(), _open(referral_id, Move.RETURN)
    return _asked(
        "referrals/send_back.html", page, form,
        lambda: working.send_back(
            db(), actor(), page.id, reason=ReturnReason(form.reason.data),
            because=form.because.data, made_safe=form.made_safe, at=now(),
        ),
        done="Sent back. The practice sees why.", is_always_seen=True,
    )  # fmt: skip


@feature.route("/cases/<uuid:referral_id>/give-up", methods=["GET", "POST"], access=WORK)
def give_up(referral_id: UUID) -> str | Response:
    form, page = GiveUpForm.submitted(), _open(referral_id, Move.GIVE_UP)
    return _asked(
        "referrals/give_up.html", page, form,
        lambda: working.give_up(db(), actor(), page.id, made_safe=form.made_safe, at=now()),
        done="Noted. They are off your list.",
    )  # fmt: skip


@feature.route("/cases/<uuid:referral_id>/decline", methods=["GET", "POST"], access=WORK)
def decline(referral_id: UUID) -> str | Response:
    form, page = DeclineForm.submitted(), _open(referral_id, Move.DECLINE)
    return _asked(
        "referrals/decline.html", page, form,
        lambda: working.decline(
            db(), actor(), page.id, answer=NotThisTime(form.answer.data),
            because=form.because.data, made_safe=form.made_safe, at=now(),
        ),
        done="Noted. They can come back at any time.",
    )  # fmt: skip


@feature.route("/cases/<uuid:referral_id>/pass-on", methods=["GET", "POST"], access=WORK)
def pass_on(referral_id: UUID) -> str | Response:
    form, page = RedirectForm.submitted(), _open(referral_id, Move.REDIRECT)
    places = ask_of_danger(form, page.id)
    if form.accepted(
        lambda: working.redirect(
            db(), actor(), page.id, where_to=form.where_to.data, made_safe=form.made_safe, at=now()
        )
    ):
        flash("Noted. They are off your list.")
        if form.is_worried.data:
            return redirect(url_for("referrals.raise_concern", referral_id=page.id), code=303)
        return to_case(page.id)
    return render_template("referrals/pass_on.html", page=page, form=form, places=places)


@feature.route("/cases/<uuid:referral_id>/lapse", methods=["GET", "POST"], access=WORK)
def lapse(referral_id: UUID) -> str | Response:
    form, page = LapseForm.submitted(), _open(referral_id, Move.LAPSE)
    return _asked(
        "referrals/lapse.html", page, form,
        lambda: working.lapse(
            db(), actor(), page.id, what_slipped=form.what_slipped.data, at=now()
        ),
        done="Noted.",
    )  # fmt: skip


@feature.route("/cases/<uuid:referral_id>/reopen", methods=["GET", "POST"], access=WORK)
def reopen(referral_id: UUID) -> str | Response:
    form, page = ReopenForm.submitted(), _open(referral_id, Move.REOPEN)
    made: list[UUID] = []
    if form.accepted(
        lambda: made.append(
            working.reopen(db(), actor(), page.id, why_now=form.why_now.data, at=now()).id
        )
    ):
        flash("A new episode has begun.")
        return to_case(made[0])
    return render_template("referrals/reopen.html", page=page, form=form)
