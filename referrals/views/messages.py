"""The way in of a practice's own system, and the page where its manager makes and takes back keys."""

import json
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from kernel.errors import TooMany
from referrals import permissions
from referrals.forms.messages import USUAL, KeyForm
from referrals.message_facts import MessageWrong
from referrals.message_in import LARGEST
from referrals.message_out import PATH, TYPE, Json, capability, outcome
from referrals.operations import messages as operations
from referrals.operations.messages import KeyWrong
from referrals.queries import messages as queries
from referrals.views.feature import feature
from web.access import anyone, can
from web.forms import ButtonForm, new_key, once_leads_to
from web.request import actor, db, now, wiring

CONNECT = can(permissions.CONNECT)
TYPES = {TYPE, "application/json"}
STATUS = {
    "forbidden": 403, "duplicate": 409, "business-rule": 422, "not-supported": 422,
    "too-long": 413, "throttled": 429, "login": 401,
}  # fmt: skip
WRONG, UNREADABLE = 400, 415
NO_KEY = "Send the practice's key as a bearer token."
BEARER = "bearer "


@feature.route("/api/fhir/$process-message", methods=["POST"], access=anyone, is_machine=True)
def process_message() -> Response:
    try:
        token, sent = _token(), _sent()  # read whole before anything is locked
        with wiring().database.writing() as session:  # kept also when the message is refused
            operations.count_attempt(session, token, at=now())
        system = operations.let_in(db(), token)
        said = operations.receive(db(), system, _body(sent), address=wiring().address, at=now())
        return _answered(said)
    except KeyWrong:
        answer = _refused(NO_KEY, code="login")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    except MessageWrong as wrong:
        return _refused(wrong.message, code=wrong.code, where=wrong.where)
    except TooMany as refusal:
        answer = _refused(refusal.message, code="throttled")
        answer.headers["Retry-After"] = str(refusal.retry_after)
        return answer


def _token() -> str:
    said = request.headers.get("Authorization", "")
    if not said.lower().startswith(BEARER):
        raise KeyWrong
    return said[len(BEARER) :].strip()


def _sent() -> bytes | None:
    """What was sent, read no further than a message may be long; None when it broke off."""
    try:
        return request.stream.read(LARGEST + 1)
    except HTTPException:
        return None


def _body(sent: bytes | None) -> bytes:
    """What was sent, if it is a message at all."""
    if request.mimetype not in TYPES:
        raise MessageWrong(f"Send {TYPE}.", code="structure", where="Content-Type")
    if sent is None:
        raise MessageWrong("The message broke off. Send it again.", code="structure")
    return sent


def _answered(said: str, status: int = 200) -> Response:
    answer = Response(said, status=status, content_type=f"{TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(text: str, *, code: str, where: str = "") -> Response:
    status = UNREADABLE if where == "Content-Type" else STATUS.get(code, WRONG)
    return _answered(json.dumps(outcome(text, code=code, where=where)), status)


@feature.route("/api/fhir/metadata", access=anyone)
def fhir_metadata() -> Response:
    said: Json = capability(address=wiring().address, at=now())
    return _answered(json.dumps(said))


@feature.route("/practice-keys", methods=["GET", "POST"], access=CONNECT)
def practice_keys() -> str:
    has_usual = queries.is_called(db(), actor(), USUAL)
    form = KeyForm.submitted(name="" if has_usual else USUAL)
    made: list[str] = []

    def act() -> None:
        made.append(operations.make_key(db(), actor(), name=form.name.data, at=now()))

    if form.accepted(act):
        once_leads_to(url_for("referrals.practice_keys"))
        form = KeyForm(formdata=None, data={"name": ""})
        form.form_key.data = new_key()
    return render_template(
        "referrals/practice_keys.html", page=queries.keys_page(db(), actor()), form=form,
        new_key=made[0] if made else "", where=wiring().address + PATH,
    )  # fmt: skip


@feature.route("/practice-keys/<uuid:key_id>/take-back", methods=["POST"], access=CONNECT)
def take_key_back(key_id: UUID) -> Response:
    form = ButtonForm.submitted()
    if form.accepted(lambda: operations.take_key_back(db(), actor(), key_id, at=now())):
        flash("The key opens nothing any more.")
    return redirect(url_for("referrals.practice_keys"), code=303)
