"""Form: what a person is asked, guarded against forgery and against being sent twice.

The only module that knows Flask-WTF. What was typed is never lost: a form with a mistake is shown
again as it was, with the mistake named at its field.
"""

import hmac
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

import wtforms
from flask import current_app, g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf, validate_csrf
from markupsafe import Markup  # noqa: TID251 joins what fields have drawn and escaped
from sqlalchemy.orm import Session
from wtforms import Field, ValidationError

from kernel import limits
from kernel.database import undo
from kernel.errors import NotAllowed, Refused, RuleBroken, TooMany
from kernel.limits import Limit
from web.fields import HiddenField, LongTextField, MoneyField, TextField, mistakes
from web.request import actor, db

KEY_FIELD = "form_key"
KEY_BYTES = 18
MISTAKE = 422
TOO_MANY = 429
KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{16,64}(?:\.[0-9a-f]{16})?")
MARK_LETTERS = 16
STALE = (
    "This page was open for a long time. Nothing you wrote is lost: "
    "look it over and press the button again."
)
ANOTHERS = (
    "Somebody else was signed in when this form was opened, so we did not do this, and nobody sees "
    "what they wrote. Open the page yourself and start afresh."
)
UNREADABLE = "We could not read what was sent. Go back and try again."
WRITTEN_IN = (TextField, LongTextField, MoneyField)
"""The kinds of field of which an error page gives back what was typed."""


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The base of all forms."""

    form_key = HiddenField()

    asked_as: ClassVar[Mapping[str, str]] = {}
    """Where a rule names a fact, the field of this form that asks for it."""

    asked_first: ClassVar[Sequence[str]] = ()
    """The fields that stand first on the page, where a form adds to another one."""

    class Meta:
        csrf = True

    @classmethod
    def submitted(cls, **shown: Any) -> Self:
        """The form as it was sent, or showing `shown` (field=value) when it is opened."""
        form = cls(data=shown or None)
        if form.was_sent:
            g.sent_form = form
        if not form.was_sent or not form.form_key.data:
            form.form_key.data = new_key()
        return form

    @property
    def was_sent(self) -> bool:
        """Whether somebody pressed the button, rather than opened the page."""
        return bool(self.is_submitted())

    def accepted(self, act: Callable[[], object]) -> bool:
        """Whether the form was sent, had no mistake, and the act was done.

        A rule that says no becomes a mistake at its field, and nothing is kept.
        """
        if not self.was_sent:
            return False
        if not self._is_well():
            return False
        try:
            act()
        except (RuleBroken, TooMany) as refusal:
            self._refuse(refusal, field=refusal.field)
            return False
        return True

    def _is_well(self) -> bool:
        beforehand: Refused | None = g.pop("refused_beforehand", None)
        if beforehand is not None:
            self._refuse(beforehand, field=None)
            return False
        if not self.validate():
            g.form_refusal = RuleBroken(self.mistakes[0]["text"] if self.mistakes else UNREADABLE)
            return False
        return True

    def _refuse(self, refusal: Refused, *, field: str | None) -> None:
        undo(db())
        g.form_refusal = refusal
        self.form_key.data = new_key()
        field = self.asked_as.get(field or "", field)
        if field is not None and field in self._fields:
            self._fields[field].errors = [*self._fields[field].errors, refusal.message]
        else:
            self.form_errors.append(refusal.message)

    def hidden_tag(self, *_fields: Any) -> Markup:
        """The fields that people do not see, without ids, since a page may hold several forms."""
        return Markup("\n").join(
            field(id=False) for field in self if isinstance(field, wtforms.HiddenField)
        )

    @property
    def drawn(self) -> list[Field]:
        """The fields that people see, in order; one that a choice reveals is drawn by that choice."""
        revealed = {name for field in self for name in getattr(field, "reveals", {}).values()}
        return [
            field
            for field in self
            if not isinstance(field, wtforms.HiddenField) and field.short_name not in revealed
        ]

    @property
    def mistakes(self) -> list[dict[str, str]]:
        """The error summary: `text` and `href` of each mistake."""
        return mistakes(self)


class ButtonForm(Form):
    """A form that is only a button."""


def new_key() -> str:
    """A key that no form had before: sent twice, it acts once.

    It carries a mark of who opened the form, so that nobody else sends it or reads what is in it.
    """
    key = secrets.token_urlsafe(KEY_BYTES)
    return f"{key}.{_mark(key)}" if actor().is_signed_in else key


def _mark(key: str) -> str:
    secret = str(current_app.secret_key).encode()
    said = f"form of {actor().user_id}: {key}".encode()
    return hmac.new(secret, said, "sha256").hexdigest()[:MARK_LETTERS]


def check_author() -> None:
    """Refuse a form that somebody else opened who was signed in at this browser. Raises NotAllowed."""
    key, _, mark = (sent_key() or "").partition(".")
    if mark and actor().is_signed_in and not hmac.compare_digest(mark, _mark(key)):
        raise NotAllowed(ANOTHERS)


def written() -> str:
    """What the person wrote in the form in hand, so that an error page can give it back.

    A paragraph for each field, the label first. Passwords and choices are not among it. What another site
    sent in their name is nothing that they wrote.
    """
    if g.get("is_forged"):
        return ""
    form: Form | None = g.get("sent_form")
    texts = [] if form is None else [f for f in form if _is_written_in(f)]
    return "\n\n".join(f"{field.label.text}\n{said}" for field in texts if (said := field.shown()))


def _is_written_in(field: Field) -> bool:
    """Whether what was typed in a field is given back; a kind that a feature adds says so of itself."""
    return isinstance(field, WRITTEN_IN) or getattr(field, "is_written_in", False)


@dataclass(frozen=True)
class SentAgain:
    """What was sent by somebody whose session had ended, ready to be sent once more."""

    action: str
    token: str
    fields: tuple[tuple[str, str], ...]


def to_send_again() -> SentAgain | None:
    """What a form of our own held when its sender was signed out meanwhile; None for anything else.

    Only a form that came from one of our pages: nobody else's words are put into a form of ours. The
    browser says so, also where the cookie went that the forgery token belongs to.
    """
    if request.headers.get("Sec-Fetch-Site") != "same-origin" and not has_good_token():
        return None
    if any(one.filename for one in request.files.values()):
        return None
    fields = tuple(
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name != "csrf_token" and "password" not in name
    )
    return SentAgain(request.full_path.rstrip("?"), generate_csrf(), fields)


def has_good_token() -> bool:
    """Whether what was sent comes from one of our own pages."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def once_leads_to(location: str) -> None:
    """The form in hand was answered with a page that is shown once: sent again, it leads there."""
    g.once_leads_to = location


def sent_key() -> str | None:
    """The key of the form that was sent, if it carries a good one."""
    key = request.form.get(KEY_FIELD, "")
    return key if KEY_PATTERN.fullmatch(key) else None


def check_forgery(*, is_machine: bool) -> None:
    """Find out whether the form came from one of our own pages. The form itself then says no."""
    if not is_machine and not has_good_token():
        g.refused_beforehand, g.is_forged = NotAllowed(STALE), True


def count(session: Session, counted: Sequence[tuple[Limit, str]], *, at: datetime) -> None:
    """Count how often something is sent. When a limit is reached the form itself says so."""
    try:
        for limit, key in counted:
            limits.count(session, limit, key, at=at)
    except TooMany as refusal:
        g.refused_beforehand = refusal


def outcome(status: int, *, leads_elsewhere: bool) -> int:
    """The status to answer with: that of the view, 422 or 429 when its form had a mistake.

    A refusal that no page would show (no form took notice, or the view leads elsewhere) is raised.
    """
    unheard: Refused | None = g.pop("refused_beforehand", None)
    if unheard is not None:
        raise unheard
    refusal: Refused | None = g.get("form_refusal")
    if refusal is None:
        return status
    if leads_elsewhere:
        raise refusal
    return TOO_MANY if isinstance(refusal, TooMany) else MISTAKE
