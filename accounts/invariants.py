"""What must always be true of accounts; `doctor` asks, and so does every fault test."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import places, rules
from accounts.models import Locality, Membership, Organisation, User, UserSession
from accounts.vocabulary import OrganisationKind
from kernel.access import Role
from kernel.errors import RuleBroken
from kernel.invariants import Invariant


def roles_held_together(session: Session) -> Iterator[str]:
    """People who hold roles of one area that complete each other's hidden numbers."""
    held: dict[UUID, dict[UUID | None, set[Role]]] = {}
    for user_id, area_id, role in session.execute(
        sa.select(Membership.user_id, Organisation.area_id, Membership.role)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.ended_at.is_(None))
    ):
        held.setdefault(user_id, {}).setdefault(area_id, set()).add(role)
    for user_id, by_area in held.items():
        try:
            rules.check_roles_together(by_area)
        except RuleBroken:
            yield f"Person {user_id} holds finance together with commissioner or analyst."


def roles_that_do_not_fit(session: Session) -> Iterator[str]:
    """Roles held in a kind of organisation that has none such, or in none at all."""
    rows = session.execute(
        sa.select(Membership.id, Membership.role, Organisation.kind)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.ended_at.is_(None))
    )
    for membership_id, role, kind in rows:
        if kind is None:
            yield f"Membership {membership_id} is in an organisation that does not exist."
        elif role not in rules.ROLES_OF[kind]:
            yield f"Membership {membership_id} holds {role.value} in a {kind.value}."


def leavers_with_a_way_in(session: Session) -> Iterator[str]:
    """People who left and still have a session, a role or a password."""
    left = sa.select(User.id).where(User.left_at.is_not(None))
    for user_id in session.scalars(
        sa.select(UserSession.user_id)
        .distinct()
        .where(UserSession.user_id.in_(left), UserSession.ended_at.is_(None))
    ):
        yield f"Person {user_id} has left and is still signed in."
    for user_id in session.scalars(
        sa.select(Membership.user_id)
        .distinct()
        .where(Membership.user_id.in_(left), Membership.ended_at.is_(None))
    ):
        yield f"Person {user_id} has left and still holds a role."
    for user_id in session.scalars(
        sa.select(User.id).where(User.left_at.is_not(None), User.password_hash != "")
    ):
        yield f"Person {user_id} has left and still has a password."


def sessions_of_nobody(session: Session) -> Iterator[str]:
    """Running sessions that belong neither to a person nor to the holder of a group's link."""
    for session_id in session.scalars(
        sa.select(UserSession.id).where(
            UserSession.ended_at.is_(None),
            UserSession.user_id.is_(None),
            UserSession.holds.is_(None),
        )
    ):
        yield f"Session {session_id} belongs to nobody."


def hosts_that_are_no_lead(session: Session) -> Iterator[str]:
    """Organisations that host a directory and are not a lead NTP."""
    for organisation_id in session.scalars(
        sa.select(Organisation.id).where(
            Organisation.is_host, Organisation.kind != OrganisationKind.LEAD_NTP
        )
    ):
        yield f"Organisation {organisation_id} hosts a directory and is not a lead NTP."


def areas_with_too_many_localities(session: Session) -> Iterator[str]:
    """Areas with more than four localities."""
    rows = session.execute(sa.select(Locality.area_id, sa.func.count()).group_by(Locality.area_id))
    for area_id, count in rows:
        if count > places.MOST_LOCALITIES:
            yield f"Area {area_id} has {count} localities; four is the most."


def all_of_accounts() -> Iterable[Invariant]:
    """Every invariant of accounts."""
    return (
        Invariant("accounts-roles-apart", "Nobody holds finance and commissioning of one area.",
                  roles_held_together),
        Invariant("accounts-roles-fit", "Every role fits an organisation that exists.",
                  roles_that_do_not_fit),
        Invariant("accounts-leavers", "Nobody who left has a way in.", leavers_with_a_way_in),
        Invariant("accounts-sessions", "Every session belongs to somebody.", sessions_of_nobody),
        Invariant("accounts-hosts", "Only a lead NTP hosts a directory.", hosts_that_are_no_lead),
        Invariant("accounts-localities", "An area has at most four localities.",
                  areas_with_too_many_localities),
    )  # fmt: skip
