"""People who sign in: added, let go, and given a new phone, name or address."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import passwords, permissions, queries, rules
from accounts.events import MemberLeft
from accounts.models import User
from accounts.operations.invitations import end_invitation
from accounts.operations.new_password import forget_letters
from accounts.operations.roles import check_may_grant, take
from accounts.operations.sessions import end_sessions
from audit import operations as audit
from kernel import mail, outbox
from kernel.access import Actor
from kernel.errors import NotFound, RuleBroken


def add_user(
    session: Session, actor: Actor, *, name: str, email: str, at: datetime, password: str = "",
    is_demo: bool = False,
) -> User:  # fmt: skip
    """Somebody new. Without a password they cannot sign in until they have set one by a link."""
    address = rules.tidy_email(email)
    if queries.find_user_by_email(session, address) is not None:
        raise RuleBroken("Somebody signs in with this address already.", field="email")
    user = User(name=name, email=address, is_demo=is_demo, joined_at=at,
                password_hash=passwords.hash_password(password) if password else "")  # fmt: skip
    session.add(user)
    session.flush()
    audit.record(session, actor, "added a person who signs in", user, at=at)
    return user


def let_leave(
    session: Session, actor: Actor, *, organisation_id: UUID, user_id: UUID, at: datetime
) -> None:
    """Somebody no longer acts for an organisation: every way in that they had ends at once (P6).

    Who acts for no other organisation has left for good: their address is forgotten, and so free
    for a new account that shares nothing with the old one.
    """
    organisation = queries.get_managed(session, actor, organisation_id)
    held = queries.get_member(session, organisation.id, user_id).roles
    check_may_grant(actor, held)
    take(session, organisation.id, user_id, held, at=at)
    user = session.get_one(User, user_id)
    end_sessions(session, user_id, at=at)
    forget_letters(session, user_id, at=at)
    _withdraw_all(session, organisation.id, user, at=at)
    if not queries.seats_of(session, user_id):
        _forget_account(user, at=at)
    audit.record(session, actor, "let somebody leave", user, at=at, organisation=organisation.id)
    outbox.announce(session, MemberLeft(user_id, organisation.id), at=at)


def _forget_account(user: User, *, at: datetime) -> None:
    user.left_at, user.email, user.password_hash = at, f"left:{user.id}", ""
    user.totp_secret, user.totp_confirmed_at = "", None


def _withdraw_all(session: Session, organisation_id: UUID, user: User, *, at: datetime) -> None:
    """Withdraw the open invitations that somebody had here, and those that they sent."""
    for invitation in queries.open_invitations_of(session, organisation_id, user):
        end_invitation(session, invitation, at=at)


def forget_phone(
    session: Session, actor: Actor, *, organisation_id: UUID, user_id: UUID, at: datetime
) -> None:
    """Let somebody who lost their phone set up a new one. They are signed out everywhere."""
    queries.get_managed(session, actor, organisation_id)
    held = queries.get_member(session, organisation_id, user_id).roles
    check_may_grant(actor, held)
    is_elsewhere = queries.belongs_elsewhere(session, organisation_id, user_id)
    if is_elsewhere and not actor.may(permissions.MANAGE_ORGANISATIONS):
        raise RuleBroken("They act for another organisation too. Ask an administrator.")
    if user_id == actor.user_id:
        raise RuleBroken("You cannot do this for yourself. Ask somebody else.")
    user = session.get_one(User, user_id)
    user.totp_secret, user.totp_confirmed_at = "", None
    end_sessions(session, user_id, at=at)
    audit.record(session, actor, "let somebody set up a new phone", user, at=at)


def rename(session: Session, actor: Actor, *, name: str, at: datetime) -> None:
    """Change one's own name, as others see it."""
    if actor.user_id is None:
        raise NotFound
    user = session.get_one(User, actor.user_id)
    user.name = name
    audit.record(session, actor, "changed their name", user, at=at)


def change_email(
    session: Session, actor: Actor, *, organisation_id: UUID, user_id: UUID, email: str,
    at: datetime,
) -> None:  # fmt: skip
    """Change the address that somebody signs in with. Both addresses are told; all letters die."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    queries.get_member(session, organisation_id, user_id)
    user = session.get_one(User, user_id)
    address = rules.tidy_email(email)
    if queries.find_user_by_email(session, address) is not None:
        raise RuleBroken("Somebody signs in with this address already.", field="email")
    for told in (user.email, address):
        mail.write(session, template="accounts/email_changed", to=told, at=at, about=user.id,
                   facts={"name": user.name})  # fmt: skip
    user.email = address
    end_sessions(session, user_id, at=at)
    forget_letters(session, user_id, at=at)
    audit.record(session, actor, "changed somebody's e-mail address", user, at=at)
