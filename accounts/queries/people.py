"""Reading the people of an organisation: who belongs to it, who was invited, who may change what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import permissions, rules
from accounts.models import Invitation, Membership, Organisation, User
from accounts.queries import places
from accounts.queries.places import OrganisationFacts
from accounts.queries.signing_in import find_user_by_email, seats_of
from kernel.access import Actor, Role
from kernel.errors import NotFound

UNANSWERED_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class MemberFacts:
    """Somebody who belongs to an organisation."""

    id: UUID
    name: str
    email: str
    roles: frozenset[Role]
    since: datetime
    has_phone: bool

    @property
    def role_words(self) -> str:
        """The roles as people read them."""
        return ", ".join(sorted(role.label for role in self.roles))


@dataclass(frozen=True)
class InvitationFacts:
    """Somebody who was invited and has not answered."""

    id: UUID
    organisation_id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    invited_at: datetime
    is_over: bool

    @property
    def role_words(self) -> str:
        """The roles as people read them."""
        return ", ".join(sorted(role.label for role in self.roles))


@dataclass(frozen=True)
class PeoplePage:
    """The people of an organisation and those who are invited."""

    organisation: OrganisationFacts
    members: tuple[MemberFacts, ...]
    invitations: tuple[InvitationFacts, ...]


@dataclass(frozen=True)
class PersonPage:
    """One person of an organisation, and what the actor may do about them."""

    organisation: OrganisationFacts
    member: MemberFacts
    is_self: bool
    can_change: bool


@dataclass(frozen=True)
class JoinPage:
    """An invitation as the person invited sees it."""

    invitation: InvitationFacts
    organisation: str
    invited_by: str
    has_account: bool


def get_managed(session: Session, actor: Actor, organisation_id: UUID) -> OrganisationFacts:
    """An organisation whose people the actor looks after: their own, or any for an administrator."""
    actor.must(permissions.MANAGE_PEOPLE)
    is_own = actor.organisation_id == organisation_id
    if not is_own and not actor.may(permissions.MANAGE_ORGANISATIONS):
        raise NotFound
    return places.get_organisation(session, organisation_id)


def people_page(
    session: Session, actor: Actor, organisation_id: UUID, *, at: datetime
) -> PeoplePage:
    """Everybody who belongs to an organisation, and the invitations that nobody answered yet."""
    organisation = get_managed(session, actor, organisation_id)
    return PeoplePage(
        organisation,
        _members(session, organisation_id),
        invitations(session, organisation_id, at=at),
    )


def person_page(session: Session, actor: Actor, organisation_id: UUID, user_id: UUID) -> PersonPage:
    """One person of an organisation."""
    organisation = get_managed(session, actor, organisation_id)
    member = get_member(session, organisation_id, user_id)
    can_change = actor.is_system or member.roles <= rules.grantable(actor.roles)
    return PersonPage(organisation, member, user_id == actor.user_id, can_change)


def get_member(session: Session, organisation_id: UUID, user_id: UUID) -> MemberFacts:
    """Somebody who belongs to an organisation, or NotFound."""
    found = [one for one in _members(session, organisation_id) if one.id == user_id]
    if not found:
        raise NotFound
    return found[0]


def _members(session: Session, organisation_id: UUID) -> tuple[MemberFacts, ...]:
    rows = session.execute(
        sa.select(User, Membership)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
        .order_by(User.name, User.id)
    )
    held: dict[UUID, list[Membership]] = {}
    users: dict[UUID, User] = {}
    for user, membership in rows:
        users[user.id] = user
        held.setdefault(user.id, []).append(membership)
    return tuple(_member_facts(user, held[user.id]) for user in users.values())


def _member_facts(user: User, held: Collection[Membership]) -> MemberFacts:
    return MemberFacts(
        user.id,
        user.name,
        user.email,
        frozenset(one.role for one in held),
        min(one.began_at for one in held),
        user.totp_confirmed_at is not None,
    )


def holding(role: Role, organisation_id: UUID | None = None) -> sa.Select[UUID]:
    """The ids of those who hold a role now, in an organisation or in any: to be selected among.

    Whoever has left holds nothing, so what belonged to them is without an owner that moment (P6).
    """
    wanted = (
        sa.select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == role, Membership.ended_at.is_(None), User.left_at.is_(None))
    )
    if organisation_id is not None:
        wanted = wanted.where(Membership.organisation_id == organisation_id)
    return wanted


def holders(session: Session, organisation_id: UUID, role: Role) -> tuple[MemberFacts, ...]:
    """Those who hold a role in an organisation, by name."""
    return tuple(one for one in _members(session, organisation_id) if role in one.roles)


def others_holding(session: Session, role: Role, *, organisation_id: UUID, besides: UUID) -> int:
    """How many others hold a role: administrators anywhere, all else in the organisation.

    Their rows are locked, so that two who take it from each other at once cannot both succeed.
    """
    wanted = (
        sa.select(Membership)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.role == role,
            Membership.ended_at.is_(None),
            Organisation.left_at.is_(None),
        )
        .order_by(Membership.id)
        .with_for_update(of=Membership)
    )
    if role is not Role.ADMINISTRATOR:
        wanted = wanted.where(Membership.organisation_id == organisation_id)
    return len({row.user_id for row in session.scalars(wanted)} - {besides})


def invitations(
    session: Session, organisation_id: UUID, *, at: datetime
) -> tuple[InvitationFacts, ...]:
    """The invitations of an organisation that nobody has answered, oldest first."""
    rows = session.scalars(
        sa.select(Invitation)
        .where(Invitation.organisation_id == organisation_id, *_is_open())
        .order_by(Invitation.invited_at)
    )
    return tuple(_invitation_facts(row, at=at) for row in rows)


def unanswered(session: Session, organisation_id: UUID, *, at: datetime) -> int:
    """How many invitations have waited for an answer for three days or more."""
    waiting = invitations(session, organisation_id, at=at)
    return len([one for one in waiting if at - one.invited_at >= UNANSWERED_AFTER])


def _is_open() -> tuple[sa.ColumnElement[bool], ...]:
    return (Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))


def open_invitations_of(
    session: Session, organisation_id: UUID, user: User
) -> Sequence[Invitation]:
    """The open invitations of an organisation that somebody was sent, and those that they sent."""
    return session.scalars(
        sa.select(Invitation).where(
            Invitation.organisation_id == organisation_id,
            sa.or_(Invitation.email == user.email, Invitation.invited_by == user.id),
            *_is_open(),
        )
    ).all()


def find_open_invitation(session: Session, invitation_id: UUID) -> Invitation | None:
    """An invitation that was neither answered nor withdrawn."""
    return session.scalar(sa.select(Invitation).where(Invitation.id == invitation_id, *_is_open()))


def get_invitation(session: Session, actor: Actor, invitation_id: UUID) -> Invitation:
    """An open invitation of an organisation that the actor looks after, or NotFound."""
    found = find_open_invitation(session, invitation_id)
    if found is None:
        raise NotFound
    get_managed(session, actor, found.organisation_id)
    return found


def join_page(session: Session, invitation_id: UUID, *, at: datetime) -> JoinPage | None:
    """What somebody who was invited reads; None when the invitation no longer stands."""
    row = find_open_invitation(session, invitation_id)
    if row is None:
        return None
    inviter = session.get(User, row.invited_by) if row.invited_by else None
    return JoinPage(
        _invitation_facts(row, at=at),
        places.get_organisation(session, row.organisation_id).name,
        inviter.name if inviter else "",
        find_user_by_email(session, row.email) is not None,
    )


def _invitation_facts(row: Invitation, *, at: datetime) -> InvitationFacts:
    return InvitationFacts(
        row.id,
        row.organisation_id,
        row.name,
        row.email,
        tuple(Role(role) for role in row.roles),
        row.invited_at,
        at - row.invited_at >= rules.INVITATION_LIFETIME,
    )


def roles_to_offer(
    actor: Actor, organisation: OrganisationFacts, member: MemberFacts | None = None
) -> tuple[Role, ...]:
    """The roles that the actor may give in an organisation, in the order of the list of roles.

    `member` is who gets them, where that is known: to oneself some are never given.
    """
    may_give = frozenset(Role) if actor.is_system else rules.grantable(actor.roles)
    if member is not None and member.id == actor.user_id:
        may_give -= rules.NEVER_ONES_OWN - member.roles
    fitting = rules.ROLES_OF[organisation.kind] & may_give
    return tuple(role for role in Role if role in fitting)


def belongs_elsewhere(session: Session, organisation_id: UUID, user_id: UUID) -> bool:
    """Whether somebody acts for another organisation too."""
    return any(seat.organisation_id != organisation_id for seat in seats_of(session, user_id))
