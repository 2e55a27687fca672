"""Invitations to act for an organisation: sent, sent again, taken back, accepted."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries, rules
from accounts.models import Invitation, User
from accounts.operations.new_password import checked_hash
from accounts.operations.roles import check_may_grant, check_roles, grant, listed
from accounts.operations.sessions import end_sessions, let_in
from accounts.operations.signing_in import as_actor
from accounts.queries import OrganisationFacts
from accounts.vocabulary import Step
from audit import operations as audit
from kernel import links, mail
from kernel.access import Actor, Role
from kernel.errors import RuleBroken

INVITATION = "invitation"
JOIN_PATH = "/join/"
INVITATION_ENDED = "This invitation has ended. Ask whoever invited you for a new one."


def invite(
    session: Session, actor: Actor, *, organisation_id: UUID, name: str, email: str,
    roles: Collection[Role], at: datetime,
) -> Invitation:  # fmt: skip
    """Ask somebody to act for an organisation. The letter's link works once, for seven days."""
    organisation = queries.get_managed(session, actor, organisation_id)
    invitation = _new_invitation(session, actor, organisation, name, email, roles, at=at)
    _send(session, actor, invitation, organisation.name, at=at)
    return invitation


def invite_by_hand(
    session: Session, actor: Actor, *, organisation_id: UUID, name: str, email: str,
    roles: Collection[Role], at: datetime,
) -> str:  # fmt: skip
    """Invite somebody without a letter; the token of their link, to be handed over by the operator."""
    organisation = queries.get_managed(session, actor, organisation_id)
    invitation = _new_invitation(session, actor, organisation, name, email, roles, at=at)
    return links.issue(session, purpose=INVITATION, subject_id=invitation.id,
                       lifetime=rules.INVITATION_LIFETIME, at=at)  # fmt: skip


def _new_invitation(
    session: Session, actor: Actor, organisation: OrganisationFacts, name: str, email: str,
    roles: Collection[Role], *, at: datetime,
) -> Invitation:  # fmt: skip
    check_may_grant(actor, roles)
    address = rules.tidy_email(email)
    _check_not_for_oneself(session, actor, address, roles)
    _check_can_invite(session, organisation, address, roles, at=at)
    invitation = Invitation(
        email=address, name=name, organisation_id=organisation.id, roles=listed(roles),
        invited_by=actor.user_id, invited_at=at,
    )  # fmt: skip
    session.add(invitation)
    session.flush()
    audit.record(session, actor, "invited somebody", invitation, at=at, roles=listed(roles))
    return invitation


def _check_not_for_oneself(
    session: Session, actor: Actor, email: str, roles: Collection[Role]
) -> None:
    user = queries.find_user_by_email(session, email)
    if user is not None and user.id == actor.user_id:
        rules.check_not_for_oneself(roles)


def _check_can_invite(
    session: Session, organisation: OrganisationFacts, email: str, roles: Collection[Role],
    *, at: datetime,
) -> None:  # fmt: skip
    """Refuse to invite whoever is here or invited already, or could not hold the roles."""
    rules.check_roles_fit(organisation.kind, roles)
    if email in {one.email for one in queries.invitations(session, organisation.id, at=at)}:
        raise RuleBroken(
            "This person has an invitation already. Send it again instead.", field="email"
        )
    user = queries.find_user_by_email(session, email)
    if user is None:
        return
    if organisation.id in {one.organisation_id for one in queries.seats_of(session, user.id)}:
        raise RuleBroken("This person is here already. Change their roles instead.", field="email")
    check_roles(session, organisation, user.id, roles)


def _send(
    session: Session, actor: Actor, invitation: Invitation, organisation: str, *, at: datetime
) -> None:
    link = mail.Link(INVITATION, invitation.id, JOIN_PATH, rules.INVITATION_LIFETIME)
    facts = {"name": invitation.name, "organisation": organisation, "invited_by": actor.name}
    mail.write(session, template="accounts/invitation", to=invitation.email, facts=facts, at=at,
               link=link, about=invitation.id)  # fmt: skip


def invite_again(
    session: Session, actor: Actor, invitation_id: UUID, *, at: datetime
) -> Invitation:
    """Send an invitation once more. The link in the first letter works no longer."""
    invitation = queries.get_invitation(session, actor, invitation_id)
    check_may_grant(actor, [Role(role) for role in invitation.roles])
    links.revoke(session, purpose=INVITATION, subject_id=invitation.id, at=at)
    invitation.invited_at, invitation.invited_by = at, actor.user_id
    organisation = queries.get_organisation(session, invitation.organisation_id)
    _send(session, actor, invitation, organisation.name, at=at)
    audit.record(session, actor, "invited somebody again", invitation, at=at)
    return invitation


def withdraw_invitation(
    session: Session, actor: Actor, invitation_id: UUID, *, at: datetime
) -> Invitation:
    """Take an invitation back: its link works no longer."""
    invitation = queries.get_invitation(session, actor, invitation_id)
    end_invitation(session, invitation, at=at)
    audit.record(session, actor, "withdrew an invitation", invitation, at=at)
    return invitation


def end_invitation(session: Session, invitation: Invitation, *, at: datetime) -> None:
    invitation.withdrawn_at = at
    links.revoke(session, purpose=INVITATION, subject_id=invitation.id, at=at)


def find_invited(session: Session, link: str, *, at: datetime) -> UUID | None:
    """The invitation of a link, if it still works; looking uses nothing up."""
    return links.find(session, link, purpose=INVITATION, at=at)


def join(
    session: Session, *, link: str, name: str, password: str, token: str, at: datetime
) -> Step:
    """Accept an invitation: a new account with a name and password, or one more role for an old one.

    Somebody new is signed in by it; somebody who has an account signs in as always.
    """
    invitation_id = links.use(session, link, purpose=INVITATION, at=at)
    invitation = queries.find_open_invitation(session, invitation_id) if invitation_id else None
    if invitation is None:
        raise RuleBroken(INVITATION_ENDED)
    known = queries.find_user_by_email(session, invitation.email)
    user = known or _new_account(session, invitation.email, name, password, at=at)
    invitation.accepted_at = at
    grant(session, as_actor(session, user), user_id=user.id, organisation_id=invitation.organisation_id,
          roles=[Role(role) for role in invitation.roles], at=at)  # fmt: skip
    end_sessions(session, user.id, at=at)
    audit.record(session, as_actor(session, user), "accepted an invitation", invitation, at=at)
    return Step.NOTHING if known else let_in(session, user, token=token, at=at)


def _new_account(session: Session, email: str, name: str, password: str, *, at: datetime) -> User:
    user = User(
        name=name, email=email, joined_at=at, password_hash=checked_hash(password, name, email)
    )
    session.add(user)
    session.flush()
    return user
