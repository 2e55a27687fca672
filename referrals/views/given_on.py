"""Whoever lost a case while they wrote in it gets their words back; for anybody else it is not found."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from kernel import crisis
from kernel.errors import NotFound, PassedOn
from referrals.forms.heeding import NOTICE
from referrals.queries.inbox import passed_to
from web import errors, forms
from web.request import actor, now, wiring


def not_found(refusal: NotFound) -> Response:
    """The page for what is not found, unless the actor had that case and it was given on as they wrote."""
    named = (request.view_args or {}).get("referral_id")
    to = _passed_to(named) if request.method == "POST" and named else ""
    return errors.refused(_given_back(to) if to else refusal)


def _passed_to(referral_id: UUID) -> str:
    with wiring().database.reading() as session:
        return passed_to(session, actor(), referral_id, at=now())


def _given_back(to: str) -> PassedOn:
    yours = forms.written() or _typed()
    says = "Here is what you wrote, to pass on." if yours else "Nothing was kept."
    if crisis.is_in(yours):
        says = f"{NOTICE} Nobody was told: tell {to} or your manager at once. {says}"
    return PassedOn(f"This case is with {to} now. {says}", yours=yours)


def _typed() -> str:
    """What was typed in a form that was not read yet: a choice has no spaces in it."""
    return "\n\n".join(typed for typed in request.form.values() if " " in typed.strip())
