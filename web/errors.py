"""Refusals and faults as pages. A refusal that nobody should learn from looks like "not found"."""

import logging
import traceback
from typing import Any

from flask import Flask, g, jsonify, render_template, request
from gunicorn.http.errors import ParseException as BadlySent
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from kernel.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    PassedOn,
    Refused,
    RuleBroken,
    TooMany,
)  # fmt: skip
from web import forms
from web.access import SignedOut
from web.request import actor, now, wants_json, wiring

log = logging.getLogger("petunias")

STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, TooMany: 429}
KNOWN_PAGES = frozenset({400, 403, 404, 409, 413, 422, 429, 500, 503})
KEEPS_MENU = frozenset({403, 404, 409, 422, 429})
"""Where the way on is elsewhere in Petunias; a fault or an unreadable request asks nothing more of it."""

WAIT_SECONDS = 10
BROKEN_RULE = 409
MISTAKE = 400
FAULT = 500
TO_MACHINES = {
    400: "What was sent could not be read.",
    404: "There is nothing at this address, or nothing with this id.",
    405: "This address does not take that method.",
    413: "What was sent is too large.",
    500: "This is our mistake. Nothing was kept.",
    503: "Not now. Nothing was half done. Try again in a few seconds.",
}
"""What programs are told where a page would say it to people."""


def install(app: Flask) -> None:
    """Answer every refusal and fault with a page that says what to do."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, refused_by_http)
    for away in (OperationalError, InterfaceError, NoConnectionFree):
        app.register_error_handler(away, not_now)
    app.register_error_handler(BadlySent, unreadable)
    app.register_error_handler(Exception, fault)


def refused(refusal: Refused) -> Response:
    """A refusal from the product's own rules."""
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), BROKEN_RULE)
    if isinstance(refusal, NotAllowed | NotFound | PassedOn):
        _note_refused(refusal)
    answer = page(status, refusal.message, **_more_about(refusal))
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def _more_about(refusal: Refused) -> dict[str, Any]:
    more: dict[str, Any] = {}
    match refusal:
        case TooMany():
            more = {"seconds": refusal.retry_after}
        case SignedOut():
            more = {"again": forms.to_send_again(), "is_signed_out": True}
        case RuleBroken():
            more = {"is_rule": True}
        case NotFound():
            more = {"yours": refusal.yours}
        case PassedOn():
            more = {"conflict": {"yours": refusal.yours, "theirs": ""}, "is_passed_on": True}
        case Conflict():
            both = {"yours": forms.written(), "theirs": refusal.theirs}
            more = {"conflict": both if any(both.values()) else None}
    return more


def refused_by_http(error: HTTPException) -> Response:
    """A refusal from the web's own rules: no such page, too large, wrong method."""
    status = error.code or 500
    answer = page(status, "")
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers[name] = value
    return answer


def unreadable(_error: BadlySent) -> Response:
    """What was sent breaks off or breaks the rules of HTTP in its middle: the sender's fault."""
    return page(MISTAKE, "")


def not_now(error: SQLAlchemyError) -> Response:
    """The database is busy, full or away: nothing was half done, and it is worth trying again."""
    cause = error.orig if isinstance(error, DatabaseError | InterfaceError) else error
    log.error("The database did not serve %s: %s", request.endpoint, _one_line(cause))
    answer = page(503, "")
    answer.headers["Retry-After"] = str(WAIT_SECONDS)
    return answer


def _one_line(cause: BaseException | None) -> str:
    """What a database says of itself; it names no row, and no line after the first is kept."""
    said = str(cause).partition("\n")[0]
    return f"{type(cause).__name__}: {said}"


def fault(error: Exception) -> Response:
    """A fault of ours. The log gets it all, the person gets a plain page.

    What a database says after its first line may repeat the row, and is not kept.
    """
    if isinstance(error, SQLAlchemyError):
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("fault at %s: %s\n%s", request.endpoint, _one_line(error), where)
    else:
        log.exception("fault at %s", request.endpoint)
    return page(500, "")


def page(status: int, message: str, **more: Any) -> Response:
    """The page for a status; `message` and `more` say more where there is more to say."""
    if wants_json():
        answer: Response = jsonify(
            {"error": status, "message": message or TO_MACHINES.get(status, "Refused.")}
        )
    else:
        name = status if status in KNOWN_PAGES else (FAULT if status >= FAULT else MISTAKE)
        g.is_error_page = True
        g.is_fault_page = status not in KEEPS_MENU
        answer = Response(
            render_template(f"errors/{name}.html", message=message, **more),
            content_type="text/html; charset=utf-8",
        )
    answer.status_code = status
    return answer


def _note_refused(refusal: Refused) -> None:
    """What was refused is undone, so it is noted in a transaction of its own."""
    try:
        if not actor().is_known:
            return
        with wiring().database.writing() as session:
            wiring().note_refused(
                session, actor(), request.endpoint or "", type(refusal).__name__, at=now()
            )
    except SQLAlchemyError:
        log.exception("could not note a refusal")
