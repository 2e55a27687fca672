"""The cookie that says who somebody is. All authority is on the server: the cookie is only a number.

Flask's own signed cookie holds nothing that gives authority (the forgery token, the pinboard).
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from flask import Flask, g, request
from flask_login import LoginManager, UserMixin
from werkzeug.wrappers import Response

from kernel.access import Actor
from web.request import actor, is_for_everybody, now, wiring

TOKEN_BYTES = 32
REFUSED = 400


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody known: what Flask-Login hands to the rest."""

    def __init__(self, actor: Actor, facts: Any) -> None:
        self.actor = actor
        self.facts = facts
        self.id = str(actor.user_id or actor.holds)


Recognise = Callable[[str, datetime], Visitor | None]


def install(app: Flask, *, recognise: Recognise) -> None:
    """Know visitors by their cookie. `recognise(token, at)` is given by accounts."""
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.request_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def load(_request: Any) -> Visitor | None:
        if "visitor" not in g:
            g.visitor = None  # asked once: where the database is away, pages are drawn for nobody
            token = current_token()
            g.visitor = recognise(token, now()) if token else None
        return cast("Visitor | None", g.visitor)

    @app.before_request
    def look_who_comes() -> None:
        if not is_for_everybody():
            actor()

    @app.after_request
    def carry_cookie(answer: Response) -> Response:
        token = g.get("new_token") if answer.status_code < REFUSED else None
        if token == "":
            answer.delete_cookie(cookie_name(), path="/", secure=wiring().is_production)
        elif token:
            answer.set_cookie(
                cookie_name(),
                token,
                path="/",
                httponly=True,
                samesite="Lax",
                secure=wiring().is_production,
            )
        return answer


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host alone; it needs https, so only in production."""
    return "__Host-petunias" if wiring().is_production else "petunias"


def new_token() -> str:
    """A fresh token for somebody who has just shown who they are.

    It leaves with the answer, unless the form was refused: then they keep what they came with.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    g.new_token = token
    return token


def spare_token() -> None:
    """The new token is not needed after all: whoever came keeps what they came with."""
    g.pop("new_token", None)


def drop_token() -> None:
    """Take the cookie away with the answer."""
    g.new_token = ""


def current_token() -> str:
    """The token that came with the request, or ''."""
    return request.cookies.get(cookie_name(), "")
