"""Signing in and out, the second step, and acting for another organisation."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import codes, demo, operations, queries
from accounts.forms import CodeForm, SetUpPhoneForm, SignInForm
from accounts.operations.signing_in import WRONG, WRONG_CODE
from accounts.views.feature import feature
from accounts.views.here import begun, buttons, onwards, owing, own_id, step, visitor
from accounts.vocabulary import Step
from kernel.limits import Limit
from web.access import anyone, signed_in
from web.forms import ButtonForm, Form
from web.request import actor, db, extension, network, now, wiring
from web.sessions import current_token, drop_token


def _guesses() -> list[tuple[Limit, str]]:
    return operations.guesses(request.form.get("email", ""), network())


@feature.route("/sign-in", methods=["GET", "POST"], access=anyone, counts=_guesses)
def sign_in() -> Response:
    form = SignInForm.submitted()

    def act(token: str) -> Step:
        return operations.sign_in(
            db(), email=form.email.data or "", password=form.password.data or "", token=token,
            old_token=current_token(), is_demo_allowed=wiring().is_demo, at=now(),
        )  # fmt: skip

    next_step = begun(form, act)
    if next_step is None and not form.was_sent and visitor() is not None:
        next_step = step()
    if next_step is not None:
        return onwards(next_step)
    answer = make_response(
        render_template(
            "accounts/sign_in.html", form=form, demo_password=demo.PASSWORD,
            sign_ins=demo.sign_ins() if wiring().is_demo else (),
        )
    )  # fmt: skip
    if WRONG in said(form):
        _note_failed(answer, form.email.data or "", "a wrong password")
    return answer


def _note_failed(answer: Response, email: str, what: str) -> None:
    """Note a try that failed when the answer has gone: no answer takes longer where there is an account."""
    database, at = wiring().database, now()

    def note() -> None:
        with database.writing() as session:
            operations.note_failed(session, email=email, what=what, at=at)

    answer.call_on_close(note)


def said(form: Form) -> set[str]:
    """What a form says is wrong."""
    return {mistake["text"] for mistake in form.mistakes}


def code_guesses() -> list[tuple[Limit, str]]:
    """What a code is counted against."""
    return operations.code_guesses(own_id())


@feature.route(
    "/sign-in/code", methods=["GET", "POST"], access=owing(Step.GIVE_CODE), counts=code_guesses
)
def give_code() -> Response:
    form = CodeForm.submitted()

    def act(token: str) -> Step:
        return operations.give_code(
            db(), user_id=own_id(), code=form.code.data or "", token=token,
            old_token=current_token(), at=now(),
        )  # fmt: skip

    next_step = begun(form, act)
    if next_step is not None:
        return onwards(next_step)
    answer = make_response(render_template("accounts/give_code.html", form=form))
    if WRONG_CODE in said(form):
        _note_failed(answer, queries.email_of(db(), own_id()), "a wrong code")
    return answer


@feature.route(
    "/sign-in/set-up-phone",
    methods=["GET", "POST"],
    access=owing(Step.SET_UP_PHONE),
    counts=code_guesses,
)
def set_up_phone() -> str | Response:
    form = SetUpPhoneForm.submitted(secret=codes.new_secret())
    next_step = begun(form, lambda token: joined_phone(form, token))
    if next_step is not None:
        return onwards(next_step)
    return phone_page("accounts/set_up_phone.html", form)


def joined_phone(form: SetUpPhoneForm, token: str) -> Step:
    """Join the phone whose code was given."""
    return operations.set_up_phone(
        db(), user_id=own_id(), secret=form.secret.data or "", code=form.code.data or "",
        token=token, old_token=current_token(), at=now(),
    )  # fmt: skip


def phone_page(template: str, form: SetUpPhoneForm) -> Response:
    """The page with the picture to scan. Nobody may keep a copy of it."""
    if not codes.is_secret(form.secret.data or ""):
        form.secret.data = codes.new_secret()
    secret = str(form.secret.data)
    width, squares = codes.drawing(
        codes.secret_address(
            secret,
            email=queries.email_of(db(), own_id()),
            service=extension("petunias_settings").service_name,
        )
    )
    answer = make_response(
        render_template(
            template, form=form, secret=codes.in_fours(secret), width=width, squares=squares
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@feature.route("/sign-out", methods=["GET", "POST"], access=anyone)
def sign_out() -> str | Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.sign_out(db(), actor(), token=current_token(), at=now())):
        drop_token()
        flash("You are signed out.")
        return redirect("/", code=303)
    return render_template("accounts/sign_out.html", form=form)


@feature.route("/switch", access=signed_in)
def switch() -> str:
    found = visitor()
    seats = found.seats if found else ()
    return render_template(
        "accounts/switch.html", seats=seats, here=actor().organisation_id,
        form=buttons(),
    )  # fmt: skip


@feature.route("/switch/<uuid:organisation_id>", methods=["POST"], access=signed_in)
def switch_to(organisation_id: UUID) -> Response:
    form = ButtonForm.submitted()
    found = visitor()
    seats = {seat.organisation_id: seat.organisation for seat in found.seats} if found else {}
    if form.accepted(
        lambda: operations.switch_seat(
            db(), actor(), token=current_token(), organisation_id=organisation_id, at=now()
        )
    ):
        flash(f"You act for {seats[organisation_id]} now.")
    return redirect(url_for("desk.show"), code=303)
