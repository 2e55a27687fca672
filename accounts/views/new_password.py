"""A new password for somebody who has lost theirs. Opening a link changes nothing; the button does."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import operations
from accounts.forms import ForgottenForm, NewPasswordForm
from accounts.views.feature import feature
from accounts.views.here import begun, onwards
from accounts.vocabulary import Step
from kernel.limits import Limit
from web.access import anyone
from web.request import db, network, now, wiring

NOT_FOUND = 404


def _askings() -> list[tuple[Limit, str]]:
    return operations.askings(request.form.get("email", ""), network())


@feature.route("/new-password", methods=["GET", "POST"], access=anyone, counts=_askings)
def forgotten() -> str | Response:
    form = ForgottenForm.submitted()
    if form.accepted(
        lambda: operations.ask_for_new_password(
            db(), email=form.email.data or "", is_demo_allowed=wiring().is_demo, at=now()
        )
    ):
        return redirect(url_for("accounts.letter_sent"), code=303)
    return render_template("accounts/forgotten.html", form=form)


@feature.route("/new-password/sent", access=anyone)
def letter_sent() -> str:
    return render_template("accounts/letter_sent.html")


@feature.route("/new-password/<token>", methods=["GET", "POST"], access=anyone)
def choose_password(token: str) -> str | Response | tuple[str, int]:
    form = NewPasswordForm.submitted()

    def act(new_token: str) -> Step:
        return operations.choose_password(
            db(), link=token, password=form.password.data or "", token=new_token, at=now()
        )

    next_step = begun(form, act)
    if next_step is not None:
        flash("Your password is changed.")
        return onwards(next_step)
    if not form.was_sent and not operations.is_link_good(db(), token, at=now()):
        return render_template("accounts/_link_ended.html"), NOT_FOUND
    return render_template("accounts/choose_password.html", form=form)
