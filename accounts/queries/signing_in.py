"""Reading who somebody is: their session, the organisations that they act for, their name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import rules
from accounts.models import Membership, Organisation, User, UserSession
from accounts.vocabulary import OrganisationKind, Step
from kernel.access import ANYONE, Actor, Role
from kernel.links import digest_of


@dataclass(frozen=True)
class Seat:
    """An organisation that somebody acts for, and the roles they hold there."""

    organisation_id: UUID
    organisation: str
    kind: OrganisationKind
    area_id: UUID
    roles: frozenset[Role]

    @property
    def role_words(self) -> str:
        """The roles as people read them."""
        return ", ".join(sorted(role.label for role in self.roles))


@dataclass(frozen=True)
class SignedIn:
    """Who a session belongs to: as actor, with the seats that they may switch between.

    Until `step` is done the actor is nobody: a password alone opens nothing.
    """

    session_id: UUID
    actor: Actor
    seats: tuple[Seat, ...]
    step: Step
    seen_at: datetime
    user_id: UUID | None = None
    name: str = ""

    @property
    def seat(self) -> Seat | None:
        """Where they act now."""
        here = self.actor.organisation_id
        return next((seat for seat in self.seats if seat.organisation_id == here), None)


@dataclass(frozen=True)
class SessionFacts:
    """One place where somebody is signed in."""

    id: UUID
    started_at: datetime
    seen_at: datetime
    is_this: bool


def recognise(
    session: Session, token: str, *, at: datetime, is_demo_allowed: bool
) -> SignedIn | None:
    """Who a cookie's token belongs to, if its session still runs; rights are read afresh each time."""
    row = running_session(session, token, at=at)
    if row is None:
        return None
    if row.user_id is None:
        actor = Actor(holds=row.holds, roles=frozenset({Role.GROUP_EDITOR}))
        return SignedIn(row.id, actor, (), Step.NOTHING, row.seen_at)
    user = session.get_one(User, row.user_id)
    if user.left_at is not None or (user.is_demo and not is_demo_allowed):
        return None
    return _somebody(session, row, user)


def running_session(session: Session, token: str, *, at: datetime) -> UserSession | None:
    """The session of a token, unless it has ended."""
    row = session.scalar(
        sa.select(UserSession).where(
            UserSession.digest == digest_of(token), UserSession.ended_at.is_(None)
        )
    )
    if row is None:
        return None
    longest = rules.LONGEST if row.user_id else rules.LINK_SESSION
    is_over = rules.is_over(started_at=row.started_at, seen_at=row.seen_at, at=at, longest=longest)
    return None if is_over else row


def _somebody(session: Session, row: UserSession, user: User) -> SignedIn:
    seats = seats_of(session, user.id)
    step = step_for(user, seats, awaits_code=row.awaits_code)
    actor = ANYONE if step is not Step.NOTHING else acting(user, seats, row.organisation_id)
    return SignedIn(row.id, actor, seats, step, row.seen_at, user.id, user.name)


def step_for(user: User, seats: Sequence[Seat], *, awaits_code: bool) -> Step:
    """What somebody must do before anything else, by all the roles that they hold anywhere."""
    roles = frozenset[Role]().union(*(seat.roles for seat in seats))
    return rules.next_step(
        roles,
        is_demo=user.is_demo,
        has_phone=user.totp_confirmed_at is not None,
        awaits_code=awaits_code,
    )


def acting(user: User, seats: Sequence[Seat], organisation_id: UUID | None = None) -> Actor:
    """Somebody as they act for one organisation that is theirs: by default the first by name."""
    chosen = [seat for seat in seats if seat.organisation_id == organisation_id] or list(seats)
    if not chosen:
        return Actor(user_id=user.id, name=user.name)
    return Actor(
        user_id=user.id,
        organisation_id=chosen[0].organisation_id,
        area_id=chosen[0].area_id,
        roles=chosen[0].roles,
        name=user.name,
    )


def seats_of(session: Session, user_id: UUID) -> tuple[Seat, ...]:
    """Everywhere that somebody may act, by name of the organisation."""
    rows = session.execute(
        sa.select(Organisation, Membership.role)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.user_id == user_id,
            Membership.ended_at.is_(None),
            Organisation.left_at.is_(None),
        )
        .order_by(Organisation.name, Organisation.id, Membership.role)
    )
    roles: dict[UUID, set[Role]] = {}
    organisations: dict[UUID, Organisation] = {}
    for organisation, role in rows:
        organisations[organisation.id] = organisation
        roles.setdefault(organisation.id, set()).add(role)
    return tuple(
        Seat(one.id, one.name, one.kind, one.area_id, frozenset(roles[one.id]))
        for one in organisations.values()
    )


def find_user_by_email(session: Session, email: str) -> User | None:
    """Somebody who may sign in under an address."""
    return session.scalar(
        sa.select(User).where(User.email == rules.tidy_email(email), User.left_at.is_(None))
    )


def email_of(session: Session, user_id: UUID) -> str:
    """The address that somebody signs in with."""
    return session.get_one(User, user_id).email


def has_phone(session: Session, user_id: UUID) -> bool:
    """Whether somebody has set up codes on a phone."""
    return session.get_one(User, user_id).totp_confirmed_at is not None


def names_of(session: Session, user_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of people, for histories and trails."""
    rows = session.execute(sa.select(User.id, User.name).where(User.id.in_(user_ids)))
    return {user_id: name for user_id, name in rows}  # noqa: C416 - dict() would lose the types


def people_called(session: Session, words: str) -> tuple[UUID, ...]:
    """The people whose name holds these words, or whose address is this one."""
    wanted = words.strip().lower()
    return tuple(
        session.scalars(
            sa.select(User.id).where(
                sa.or_(
                    sa.func.lower(User.name).contains(wanted, autoescape=True),
                    User.email == wanted,
                )
            )
        )
    )


def sessions_of(
    session: Session, user_id: UUID, *, this: UUID, at: datetime
) -> tuple[SessionFacts, ...]:
    """Everywhere that somebody is signed in now, last used first."""
    rows = session.scalars(
        sa.select(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        .order_by(UserSession.seen_at.desc())
    )
    return tuple(
        SessionFacts(row.id, row.started_at, row.seen_at, row.id == this)
        for row in rows
        if not rules.is_over(started_at=row.started_at, seen_at=row.seen_at, at=at)
    )
