"""Whoever lost a case while they wrote in it gets their words back; for anybody else it is not found."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from kernel import crisis
from kernel.errors import NotFound, PassedOn
from referrals.forms.heeding import NOTICE, STAFF_READ
from referrals.operations.heeding import Heeded, heed
from referrals.queries.acknowledging import told_of
from referrals.queries.inbox import NOBODY, passed_to
from web import errors, forms
from web.request import actor, now, wiring

WHERE = "In words that were not kept, since the case went to a colleague meanwhile"
KEPT_APART = ("referrals.raise_concern",)
"""Where what is typed is for the safeguarding lead, and nobody else may know of it."""


def not_found(refusal: NotFound) -> Response:
    """The page for what is not found, unless the actor had that case and it was given on as they wrote.

    What another site sent in their name is answered as of a case that never was.
    """
    named = (request.view_args or {}).get("referral_id")
    is_ours = request.method == "POST" and forms.has_good_token()
    to = _passed_to(named) if is_ours and named else ""
    return errors.refused(_given_back(named, to) if named and to else refusal)


def _passed_to(referral_id: UUID) -> str:
    with wiring().database.reading() as session:
        return passed_to(session, actor(), referral_id, at=now())


def _given_back(referral_id: UUID, to: str) -> PassedOn:
    yours = forms.written() or _typed()
    says = "Here is what you wrote, to pass on." if yours else "Nothing was kept."
    if crisis.is_in(yours):
        says = f"{NOTICE} {_told(referral_id, to)} {says}"
    return PassedOn(f"This case is with {to} now. {says}", yours=yours)


def _told(referral_id: UUID, to: str) -> str:
    """Who was told of words of danger. The words stay with whoever typed them: the case is not theirs now."""
    if request.endpoint in KEPT_APART:
        return "Nobody was told: tell your safeguarding lead at once."
    with wiring().database.writing() as session:
        heeded = heed(session, actor(), referral_id, where=WHERE, at=now())
        those = told_of(session, referral_id)
    if heeded is Heeded.NOBODY:
        those = "your manager" if to == NOBODY else f"{to} or your manager"
        return f"Nobody was told: tell {those} at once."
    return STAFF_READ[heeded].format(those=those)


def _typed() -> str:
    """What was typed in a form that was not read yet: a choice has no spaces in it."""
    return "\n\n".join(typed for typed in request.form.values() if " " in typed.strip())
