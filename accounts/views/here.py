"""Who is looking at the page: what accounts knows of the visitor, beyond the actor that all know."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from accounts.queries import SignedIn
from accounts.vocabulary import Step
from kernel.access import Actor
from kernel.errors import NotFound
from web.access import Access
from web.fields.files import Unnumbered
from web.forms import ButtonForm, Form, new_key
from web.request import actor
from web.sessions import new_token

WAYS_IN = frozenset({
    "accounts.sign_in", "accounts.sign_out", "accounts.give_code", "accounts.set_up_phone",
})  # fmt: skip
PAGE_OF = {Step.GIVE_CODE: "accounts.give_code", Step.SET_UP_PHONE: "accounts.set_up_phone"}


def visitor() -> SignedIn | None:
    """The visitor as accounts knows them: None for strangers and holders of a group's link."""
    found: SignedIn | None = getattr(current_user, "facts", None)
    return found if found is not None and found.user_id is not None else None


def step() -> Step:
    """What the visitor must do before anything else."""
    found = visitor()
    return found.step if found else Step.NOTHING


def owing(wanted: Step) -> Access:
    """Only those who have given their password and must do one step next."""
    return Access(
        f"somebody who must {wanted.value.replace('-', ' ')} next", lambda _: step() is wanted
    )


def own_id() -> UUID:
    """The id of the visitor, half-way in or all the way."""
    found = visitor()
    if found is None or found.user_id is None:
        raise NotFound
    return found.user_id


def own_organisation() -> UUID:
    """The organisation that the visitor acts for."""
    acting: Actor = actor()
    if acting.organisation_id is None:
        raise NotFound
    return acting.organisation_id


def begun(form: Form, act: Callable[[str], Step]) -> Step | None:
    """What somebody must do next after an act that begins a session; None when it was not done.

    The session's token leaves with the answer only if it was; else the cookie stays as it is.
    """
    if not form.was_sent:
        return None
    token = new_token()
    said: list[Step] = []
    try:
        form.accepted(lambda: said.append(act(token)))
    finally:
        if not said:
            g.pop("new_token")
    return said[0] if said else None


def buttons() -> ButtonForm:
    """A form for buttons, of which a page may hold many: without ids, and never filled by a POST."""
    form = ButtonForm(formdata=None)
    form.form_key.data = new_key()
    form.csrf_token.widget = Unnumbered()
    return form


def onwards(next_step: Step) -> Response:
    """To the next step of signing in, or to where somebody was going."""
    page = PAGE_OF.get(next_step)
    if page is None:
        return redirect(next_page(), code=303)
    return redirect(url_for(page, next=request.args.get("next")), code=303)


def next_page() -> str:
    """Where somebody was going: one of our own pages, its address written by us (P11)."""
    wanted, _, query = request.args.get("next", "").partition("?")
    desk = url_for("desk.show")
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not wanted.startswith("/"):
        return desk
    try:
        endpoint, arguments = adapter.match(wanted, method="GET")
    except (HTTPException, RequestRedirect):
        return desk
    if "." not in endpoint or endpoint in WAYS_IN:
        return desk
    address = url_for(endpoint, **arguments)
    return f"{address}?{urlencode(parse_qsl(query))}" if query else address
