"""A new password: by a letter for somebody who has lost theirs, or by giving the old one."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import passwords, queries, rules
from accounts.models import User
from accounts.operations.sessions import end_sessions, let_in, start_session
from accounts.operations.signing_in import GUESSES_AT_ACCOUNT, as_actor, check_password_of
from accounts.vocabulary import Step
from audit import operations as audit
from kernel import limits, links, mail
from kernel.access import ANYONE, Actor
from kernel.errors import RuleBroken
from kernel.limits import Limit

PURPOSE = "new password"
PATH = "/new-password/"
HALF_AN_HOUR = timedelta(minutes=30)
ENOUGH = "We have sent e-mails already. Look for one from the last half hour."
LETTERS_TO_ADDRESS = Limit("letters with a new password to one address", 3, HALF_AN_HOUR, ENOUGH)
LETTERS_FROM_NETWORK = Limit(
    "letters with a new password from one network", 20, HALF_AN_HOUR, ENOUGH
)
LINK_ENDED = "This link has ended. Ask for a new one, then use it within 30 minutes."


def askings(email: str, network: str) -> list[tuple[Limit, str]]:
    """What asking for a letter is counted against."""
    return [(LETTERS_FROM_NETWORK, network), (LETTERS_TO_ADDRESS, rules.tidy_email(email))]


def ask_for_new_password(
    session: Session, *, email: str, is_demo_allowed: bool, at: datetime
) -> None:
    """Write to an address: with a link if it has an account, else to say that it has none.

    One letter either way, so neither the page nor the time it takes tells the two apart (P10).
    """
    address = rules.tidy_email(email)
    user = queries.find_user_by_email(session, address)
    if user is None or (user.is_demo and not is_demo_allowed):
        mail.write(session, template="accounts/no_account", to=address, facts={}, at=at)
    else:
        link = mail.Link(PURPOSE, user.id, PATH, rules.RESET_LIFETIME)
        mail.write(session, template="accounts/new_password", to=address, at=at, link=link,
                   facts={"name": user.name}, about=user.id)  # fmt: skip
    audit.record(session, ANYONE, "asked for a letter with a new password", at=at)


def is_link_good(session: Session, link: str, *, at: datetime) -> bool:
    """Whether a link from a letter still works; looking uses nothing up."""
    return links.find(session, link, purpose=PURPOSE, at=at) is not None


def choose_password(
    session: Session, *, link: str, password: str, token: str, at: datetime
) -> Step:
    """Set a new password by the link of a letter. Whoever was signed in before is signed out.

    Somebody with a phone still gives its code. Counting starts again, so that a stranger's guesses
    cannot keep the owner out.
    """
    user_id = links.use(session, link, purpose=PURPOSE, at=at)
    user = session.get(User, user_id) if user_id else None
    if user is None or user.left_at is not None:
        raise RuleBroken(LINK_ENDED)
    _set_password(session, user, password, at=at)
    limits.reset(session, GUESSES_AT_ACCOUNT, user.email, at=at)
    step = let_in(session, user, token=token, at=at)
    audit.record(session, as_actor(session, user), "chose a new password by a letter", user, at=at)
    return step


def change_password(
    session: Session, actor: Actor, *, old_password: str, password: str, token: str, at: datetime
) -> Step:
    """Set a new password by giving the old one. Every other session ends; this one gets a new token."""
    if actor.user_id is None:
        raise RuleBroken("Sign in first.")
    user = check_password_of(session, actor.user_id, old_password)
    limits.reset(session, GUESSES_AT_ACCOUNT, user.email, at=at)
    _set_password(session, user, password, at=at)
    begun = start_session(session, user, token=token, awaits_code=False, at=at)
    begun.organisation_id = actor.organisation_id
    audit.record(session, actor, "changed their password", user, at=at)
    return Step.NOTHING


def _set_password(session: Session, user: User, password: str, *, at: datetime) -> None:
    """Keep a new password, end all sessions and earlier links, and write to the owner about it."""
    user.password_hash = checked_hash(password, user.name, user.email)
    session.flush()
    end_sessions(session, user.id, at=at)
    forget_letters(session, user.id, at=at)
    mail.write(session, template="accounts/password_changed", to=user.email, at=at,
               facts={"name": user.name}, about=user.id)  # fmt: skip


def checked_hash(password: str, name: str, email: str) -> str:
    """The hash of a password that is good enough, or RuleBroken."""
    score = passwords.strength(password, *name.split(), email, "petunias")
    rules.check_password(password, score=score)
    return passwords.hash_password(password)


def forget_letters(session: Session, user_id: UUID, *, at: datetime) -> None:
    """Let no letter with a new password work any more."""
    links.revoke(session, purpose=PURPOSE, subject_id=user_id, at=at)
