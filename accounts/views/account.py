"""My account: name, password, phone, and everywhere that I am signed in."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from accounts import codes, operations, queries
from accounts.forms import ChangePasswordForm, ChangePhoneForm, NameForm
from accounts.views.feature import feature
from accounts.views.here import begun, buttons, own_id, visitor
from accounts.views.signing_in import code_guesses, joined_phone, phone_page
from accounts.vocabulary import Step
from web.access import signed_in
from web.forms import ButtonForm
from web.request import actor, db, now
from web.sessions import current_token


def _back() -> Response:
    return redirect(url_for("accounts.account"), code=303)


@feature.route("/account", access=signed_in)
def account() -> str:
    found = visitor()
    here = found.session_id if found else UUID(int=0)
    return render_template(
        "accounts/account.html",
        name=actor().name,
        email=queries.email_of(db(), own_id()),
        has_phone=queries.has_phone(db(), own_id()),
        seats=found.seats if found else (),
        sessions=queries.sessions_of(db(), own_id(), this=here, at=now()),
        form=buttons(),
    )


@feature.route("/account/name", methods=["GET", "POST"], access=signed_in)
def change_name() -> str | Response:
    form = NameForm.submitted(name=actor().name)
    if form.accepted(lambda: operations.rename(db(), actor(), name=form.name.data or "", at=now())):
        flash("Your name is changed.")
        return _back()
    return render_template("accounts/change_name.html", form=form)


@feature.route("/account/password", methods=["GET", "POST"], access=signed_in, counts=code_guesses)
def change_password() -> str | Response:
    form = ChangePasswordForm.submitted()

    def act(token: str) -> Step:
        return operations.change_password(
            db(), actor(), old_password=form.old_password.data or "",
            password=form.password.data or "", token=token, at=now(),
        )  # fmt: skip

    if begun(form, act) is not None:
        flash("Your password is changed. You are signed out everywhere else.")
        return _back()
    return render_template("accounts/change_password.html", form=form)


@feature.route("/account/phone", methods=["GET", "POST"], access=signed_in, counts=code_guesses)
def change_phone() -> str | Response:
    form = ChangePhoneForm.submitted(secret=codes.new_secret())

    def act(token: str) -> Step:
        operations.check_password_of(db(), own_id(), form.old_password.data or "")
        return joined_phone(form, token)

    if begun(form, act) is not None:
        flash("Your phone is set up. You are signed out everywhere else.")
        return _back()
    return phone_page("accounts/change_phone.html", form)


@feature.route("/account/sessions/<uuid:session_id>/end", methods=["POST"], access=signed_in)
def end_session(session_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.end_session(db(), actor(), session_id, at=now())):
        flash("That place is signed out.")
    return _back()


@feature.route("/account/sessions/end-others", methods=["POST"], access=signed_in)
def end_other_sessions() -> Response:
    form = ButtonForm.submitted()
    if form.accepted(
        lambda: operations.end_other_sessions(db(), actor(), token=current_token(), at=now())
    ):
        flash("You are signed out everywhere else.")
    return _back()
