"""Signing in: a password, then a code from a phone for those who will see people's records."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import codes, passwords, queries, rules
from accounts.models import User
from accounts.operations.sessions import end_sessions, forget_token, let_in, start_session
from accounts.vocabulary import Step
from audit import operations as audit
from kernel import limits
from kernel.access import Actor
from kernel.errors import RuleBroken
from kernel.limits import Limit

FIVE_MINUTES = timedelta(minutes=5)
WAIT = "There were many tries. Wait five minutes, then try again, or ask for a new password."
GUESSES_AT_ACCOUNT = Limit("guesses at one account", 5, FIVE_MINUTES, WAIT)
"""Five in each window: no five minutes, wherever they begin, see more than ten (P9)."""
GUESSES_FROM_NETWORK = Limit("guesses from one network", 50, FIVE_MINUTES, WAIT)
CODES_WAIT = "There were many tries. Wait five minutes, then give the newest code."
GUESSES_AT_CODE = Limit("codes for one account", 5, FIVE_MINUTES, CODES_WAIT)
WRONG = "The e-mail address or the password is wrong. Check both and try again."
WRONG_CODE = "That code is wrong or was used before. Wait for the next one, then give it."
WRONG_PASSWORD = "That is not your password now. Try again."  # noqa: S105 - a sentence


def guesses(email: str, network: str) -> list[tuple[Limit, str]]:
    """What a try at signing in is counted against, whether or not there is such an account (P9).

    Windows end by themselves, and a letter with a new password is always a way in: a stranger can
    slow somebody down but never lock them out.
    """
    return [(GUESSES_FROM_NETWORK, network), (GUESSES_AT_ACCOUNT, rules.tidy_email(email))]


def code_guesses(user_id: UUID) -> list[tuple[Limit, str]]:
    """What a try at a code is counted against."""
    return [(GUESSES_AT_CODE, str(user_id))]


def sign_in(
    session: Session, *, email: str, password: str, token: str, is_demo_allowed: bool,
    at: datetime, old_token: str = "",
) -> Step:  # fmt: skip
    """Sign somebody in under a new token; what they must do next. The old cookie is worth nothing.

    Raises RuleBroken, the same for an unknown address and a wrong password.
    """
    user = _who_may(session, email, is_demo_allowed=is_demo_allowed)
    if not passwords.is_right(user.password_hash if user else "", password) or user is None:
        raise RuleBroken(WRONG)
    if passwords.needs_new_hash(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    limits.reset(session, GUESSES_AT_ACCOUNT, user.email, at=at)
    forget_token(session, token=old_token, at=at)
    step = let_in(session, user, token=token, at=at)
    audit.record(session, as_actor(session, user), "signed in", user, at=at)
    return step


def note_failed(session: Session, *, email: str, what: str, at: datetime) -> None:
    """Leave a line that somebody failed to sign in to an account, for whoever reads its audit (ASVS 16.3.1).

    Not even the audit knows who it was, so nobody is named. Of an address without account nothing is kept.
    """
    user = queries.find_user_by_email(session, email)
    if user is not None:
        seat = as_actor(session, user)
        stranger = Actor(organisation_id=seat.organisation_id, area_id=seat.area_id)
        audit.record(session, stranger, f"failed to sign in: {what}", user, at=at)


def _who_may(session: Session, email: str, *, is_demo_allowed: bool) -> User | None:
    user = queries.find_user_by_email(session, email)
    return None if user is not None and user.is_demo and not is_demo_allowed else user


def as_actor(session: Session, user: User) -> Actor:
    """Somebody as the audit names them: its reader at their organisation sees the line."""
    return queries.acting(user, queries.seats_of(session, user.id))


def give_code(
    session: Session, *, user_id: UUID, code: str, token: str, old_token: str, at: datetime
) -> Step:
    """The second step: a code from the phone, good once. The session goes on under a new token."""
    user = session.get_one(User, user_id, with_for_update=True)
    _use_code(user, user.totp_secret, code, at=at)
    limits.reset(session, GUESSES_AT_CODE, str(user_id), at=at)
    _go_on(session, user, token=token, old_token=old_token, at=at)
    audit.record(session, as_actor(session, user), "gave the code from their phone", user, at=at)
    return Step.NOTHING


def _go_on(session: Session, user: User, *, token: str, old_token: str, at: datetime) -> None:
    """Carry on under a new token, for the same organisation as before."""
    before = queries.running_session(session, old_token, at=at)
    begun = start_session(session, user, token=token, awaits_code=False, at=at)
    begun.organisation_id = before.organisation_id if before else None
    forget_token(session, token=old_token, at=at)


def _use_code(user: User, secret: str, code: str, *, at: datetime) -> None:
    """Use a code up: the same one, or an older one, does not work again."""
    step = codes.step_of(secret, code, at_seconds=int(at.timestamp())) if secret else None
    if step is None or step <= user.totp_last_step:
        raise RuleBroken(WRONG_CODE, field="code")
    user.totp_last_step = step


def set_up_phone(
    session: Session, *, user_id: UUID, secret: str, code: str, token: str, old_token: str,
    at: datetime,
) -> Step:  # fmt: skip
    """Join a phone to an account: from now on its codes are the second step, everywhere.

    Every other session ends, since none of them has shown a code of this phone.
    """
    if not codes.is_secret(secret):
        raise RuleBroken("Open this page again and scan the new picture.")
    user = session.get_one(User, user_id, with_for_update=True)
    user.totp_last_step = 0
    _use_code(user, secret, code, at=at)
    user.totp_secret, user.totp_confirmed_at = secret, at
    _go_on(session, user, token=token, old_token=old_token, at=at)
    session.flush()
    _end_all_but(session, user, token=token, at=at)
    audit.record(session, as_actor(session, user), "set up a phone for codes", user, at=at)
    return Step.NOTHING


def _end_all_but(session: Session, user: User, *, token: str, at: datetime) -> None:
    kept = queries.running_session(session, token, at=at)
    end_sessions(session, user.id, at=at)
    if kept is not None:
        kept.ended_at = None


def check_password_of(session: Session, user_id: UUID, password: str) -> User:
    """Somebody who is signed in shows once more that it is them. Raises RuleBroken."""
    user = session.get_one(User, user_id)
    if not passwords.is_right(user.password_hash, password):
        raise RuleBroken(WRONG_PASSWORD, field="old_password")
    return user
