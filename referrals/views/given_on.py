"""Whoever lost a case while they wrote in it is told so; for anybody else it is not found.

Either way they get their own words back, and these say the same whether there is such a case or not. Words of danger that were refused, since something changed meanwhile, are not passed over either.
"""

from uuid import UUID

from flask import g, request
from werkzeug.wrappers import Response

from kernel import crisis
from kernel.errors import Conflict, NotAllowed, NotFound, PassedOn
from referrals.forms.heeding import NOTICE, STAFF_READ, AboutPerson
from referrals.operations.heeding import Heeded, heed
from referrals.queries.acknowledging import told_of
from referrals.queries.inbox import NOBODY, has_lost, passed_to
from referrals.queries.refer import is_seen
from web import errors, forms
from web.request import actor, now, wiring

WHERE = "In words that were not kept, since the case went to a colleague meanwhile"
MEANWHILE = "In words that were not kept, since something was changed meanwhile"
UNTOLD = "Nobody was told, and nothing was kept."
APART = "Nobody was told: tell your safeguarding lead at once."
WITHIN = "Nobody was told: tell your manager or your safeguarding lead at once."
KEPT_APART = ("referrals.raise_concern",)
"""Where what is typed is for the safeguarding lead, and nobody else may know of it."""


def not_found(refusal: NotFound) -> Response:
    """The page for what is not found, unless the actor had that case and lost it as they wrote.

    What another site sent in their name is answered as of a case that never was.
    """
    if not _is_ours():
        return errors.refused(refusal)
    named = (request.view_args or {}).get("referral_id")
    if named and (to := _passed_to(named)):
        return errors.refused(_given_back(named, to))
    if named and _has_lost(named):
        return errors.refused(_out_of_reach())
    return errors.refused(_nothing_there(refusal))


def not_allowed(refusal: NotAllowed) -> Response:
    """The page for whoever may not do this, or not any more, with whom to ring where danger was written of.

    What somebody else wrote who was signed in here is nobody's to know of.
    """
    typed = request.form.values() if request.method == "POST" else ()
    if crisis.is_in(*typed) and refusal.message != forms.ANOTHERS and forms.to_send_again():
        refusal = type(refusal)(f"{NOTICE} Nobody was told. {refusal.message}")
    return errors.refused(refusal)


def changed(refusal: Conflict) -> Response:
    """The page for what somebody else changed meanwhile, with whom to ring where danger was written of."""
    if _is_ours() and crisis.is_in(forms.written() or _typed()):
        said = f"{NOTICE} {_told_meanwhile()} {refusal.message}"
        refusal = Conflict(said, theirs=refusal.theirs)
    return errors.refused(refusal)


def _is_ours() -> bool:
    return request.method == "POST" and forms.has_good_token()


def _told_meanwhile() -> str:
    """Who was told: of a form of which somebody is told, and of a case that is theirs."""
    if request.endpoint in KEPT_APART:
        return APART
    referral_id = (request.view_args or {}).get("referral_id")
    is_about_person = isinstance(g.get("sent_form"), AboutPerson)
    if referral_id is None or not is_about_person:
        return UNTOLD
    with wiring().database.writing() as session:
        if not is_seen(session, actor(), referral_id):
            return UNTOLD
        heeded = heed(session, actor(), referral_id, where=MEANWHILE, at=now())
        if heeded is Heeded.NOBODY:
            return UNTOLD
        return STAFF_READ[heeded].format(those=told_of(session, referral_id))


def _passed_to(referral_id: UUID) -> str:
    with wiring().database.reading() as session:
        return passed_to(session, actor(), referral_id, at=now())


def _has_lost(referral_id: UUID) -> bool:
    with wiring().database.reading() as session:
        return has_lost(session, actor(), referral_id, at=now())


def _nothing_there(refusal: NotFound) -> NotFound:
    """Not found, with what was typed: by a manager whose case left her reach, or by a stranger who guesses."""
    yours = _typed()
    if not yours:
        return refusal
    says = "Nothing was kept. Here is what you wrote."
    if crisis.is_in(yours):
        whom = APART if request.endpoint in KEPT_APART else WITHIN
        says = f"{NOTICE} {whom if actor().is_signed_in else 'Nobody was told.'} {says}"
    return NotFound(says, yours=yours)


def _out_of_reach() -> PassedOn:
    """Her own words, and nothing of the case: nobody here works with it any more."""
    yours = forms.written() or _typed()
    says = "You cannot write here any more, and nothing was kept."
    if crisis.is_in(yours):
        whom = "your safeguarding lead" if request.endpoint in KEPT_APART else "your manager"
        says = f"{NOTICE} Nobody was told: tell {whom} at once. {says}"
    return PassedOn(f"{says} Here is what you wrote." if yours else says, yours=yours)


def _given_back(referral_id: UUID, to: str) -> PassedOn:
    yours = forms.written() or _typed()
    says = "Here is what you wrote, to pass on." if yours else "Nothing was kept."
    if crisis.is_in(yours):
        says = f"{NOTICE} {_told(referral_id, to)} {says}"
    return PassedOn(f"This case is with {to} now. {says}", yours=yours)


def _told(referral_id: UUID, to: str) -> str:
    """Who was told of words of danger. The words stay with whoever typed them: the case is not theirs now."""
    if request.endpoint in KEPT_APART:
        return APART
    with wiring().database.writing() as session:
        heeded = heed(session, actor(), referral_id, where=WHERE, at=now())
        those = told_of(session, referral_id)
    if heeded is Heeded.NOBODY:
        those = "your manager" if to == NOBODY else f"{to} or your manager"
        return f"Nobody was told: tell {those} at once."
    return STAFF_READ[heeded].format(those=those)


def _typed() -> str:
    """What was typed in a form that was not read yet: a choice has no spaces in it. No password is among it."""
    typed = ((name, said) for name, said in request.form.items(multi=True))
    return "\n\n".join(
        said for name, said in typed if " " in said.strip() and "password" not in name
    )
