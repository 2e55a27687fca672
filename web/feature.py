"""Feature: a blueprint whose routes must say who may use them, and which begins and ends the work.

A request goes: access, view, commit, answer. A GET reads; only notes of what was opened are written
after it. A POST is one transaction; any refusal, mistake or error means that nothing is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, g, make_response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from kernel import answers
from kernel.access import Actor
from kernel.database import undo
from kernel.limits import Limit
from web import forms
from web.access import Access, turned_away
from web.request import actor, db, now, wiring

View = Callable[..., Any]
Counts = Callable[[], Sequence[tuple[Limit, str]]]
Prepares = Callable[[], None]
READS = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_ERROR = 400
SEE_OTHER = 303
SENT_BEFORE = "You sent that already. It was done once."


@dataclass(frozen=True)
class Waiting:
    """One line of somebody's desk: one sentence, one button. Lower `urgency` comes first."""

    sentence: str
    button: str
    href: str
    urgency: int = 5


@dataclass(frozen=True)
class Panel:
    """A piece that a higher feature adds to a lower one's page."""

    page: str
    template: str
    facts: Callable[[Session, Actor, Any], Any]


@dataclass(frozen=True)
class Figure:
    """A line of the health page: its name, its value and whether it is well."""

    name: str
    value: str
    is_well: bool


Desk = Callable[[Session, Actor, Any], Sequence[Waiting]]
Health = Callable[[Session, Any], Sequence[Figure]]


class Feature(Blueprint):
    """A feature's way in. `desk`, `panels` and `health` are what it adds to pages of others."""

    def __init__(
        self,
        name: str,
        import_name: str,
        *,
        url_prefix: str = "",
        desk: Desk | None = None,
        panels: Sequence[Panel] = (),
        health: Health | None = None,
    ) -> None:
        super().__init__(name, import_name, url_prefix=url_prefix)
        self.desk = desk
        self.panels = tuple(panels)
        self.health = health

    def route(  # type: ignore[override]  # a route here must say who may use it
        self,
        rule: str,
        *,
        access: Access,
        methods: Sequence[str] = ("GET",),
        endpoint: str | None = None,
        is_machine: bool = False,
        counts: Counts | None = None,
        prepares: Prepares | None = None,
    ) -> Callable[[View], View]:
        """Register a view. `access` must be given.

        `counts` says which limits a sent form is counted against, before anything else happens;
        `prepares` does what takes long and asks the database nothing, before a sent form holds it;
        `is_machine` is for callers that hold no form.
        """

        def register(view: View) -> View:
            handled = _handled(view, access, counts, prepares)
            handled.access = access  # type: ignore[attr-defined]
            handled.is_machine = is_machine  # type: ignore[attr-defined]
            self.add_url_rule(rule, endpoint or view.__name__, handled, methods=list(methods))
            return view

        return register


def _handled(view: View, access: Access, counts: Counts | None, prepares: Prepares | None) -> View:
    @wraps(view)
    def handle(**arguments: Any) -> Response:
        away = turned_away(access)
        if away is not None:
            return away
        if request.method in READS:
            return _read(view, arguments)
        if counts is not None:
            with wiring().database.writing() as session:
                forms.count(session, counts(), at=now())
        if prepares is not None:
            prepares()
        return _write(view, arguments)

    return handle


def _read(view: View, arguments: dict[str, Any]) -> Response:
    with wiring().database.reading() as session:
        g.session = session
        answer = make_response(view(**arguments))
    if answer.status_code < FIRST_ERROR:
        _note_opened(arguments)
    return answer


def _note_opened(arguments: dict[str, Any]) -> None:
    """Note, before the answer leaves, which records somebody known to us has opened."""
    opened = [
        (name.removesuffix("_id"), value)
        for name, value in arguments.items()
        if isinstance(value, UUID)
    ]
    opened += [("person", shown) for shown in g.get("shown", [])]
    listed = [("person", one) for one in g.get("listed", [])]
    if (opened or listed) and actor().is_known:
        with wiring().database.writing() as session:
            wiring().note_opened(session, actor(), opened, listed=listed, at=now())


def _write(view: View, arguments: dict[str, Any]) -> Response:
    with wiring().database.writing() as session:
        g.session = session
        forms.check_forgery(is_machine=getattr(_endpoint(), "is_machine", False))
        forms.check_author()
        key = forms.sent_key()
        if key is None:
            return _kept_if_well(make_response(view(**arguments)))
        return _once(view, arguments, session, f"{key}:{request.path}:{actor().user_id or ''}")


def _once(view: View, arguments: dict[str, Any], session: Session, key: str) -> Response:
    """Act once for a form, however often it is sent; the first answer is given again.

    What the first answer had to say is lost where it never arrived, so the second says that it was done.
    """
    given = answers.claim(session, key=key, fingerprint=_sent(), at=now())
    if given is not None:
        flash(SENT_BEFORE)
        return redirect(given.location, code=given.status)
    answer = _kept_if_well(make_response(view(**arguments)))
    if answer.location:
        answers.keep(session, key=key, status=answer.status_code, location=answer.location)
    elif "once_leads_to" in g:
        answers.keep(session, key=key, status=SEE_OTHER, location=g.once_leads_to)
    else:
        answers.release(session, key=key)
    return answer


def _endpoint() -> View:
    return current_app.view_functions[request.endpoint or ""]


def _sent() -> str:
    fields = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name != "csrf_token"
    ]
    return answers.fingerprint_of(fields)


def _kept_if_well(answer: Response) -> Response:
    """Keep nothing when the form had mistakes, and answer 422 so that machines can tell."""
    answer.status_code = forms.outcome(answer.status_code, leads_elsewhere=bool(answer.location))
    if answer.status_code >= FIRST_ERROR:
        undo(db())
    return answer
