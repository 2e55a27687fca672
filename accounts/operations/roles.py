"""Roles in an organisation: given and taken, within what somebody may give."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries, rules
from accounts.models import Membership, User
from accounts.operations.sessions import end_sessions
from accounts.queries import OrganisationFacts
from audit import operations as audit
from kernel.access import Actor, Role


def grant(
    session: Session, actor: Actor, *, user_id: UUID, organisation_id: UUID,
    roles: Collection[Role], at: datetime,
) -> None:  # fmt: skip
    """Give somebody roles in an organisation, if they fit it and go together."""
    organisation = queries.get_organisation(session, organisation_id)
    user = session.get_one(User, user_id, with_for_update=True)
    seats = queries.seats_of(session, user_id)
    held = {role for seat in seats if seat.organisation_id == organisation_id
            for role in seat.roles}  # fmt: skip
    check_roles(session, organisation, user_id, held | set(roles))
    _hold(session, user_id, organisation_id, set(roles) - held, at=at)
    audit.record(session, actor, "gave somebody roles", user, at=at, roles=listed(roles),
                 organisation=organisation_id)  # fmt: skip


def check_roles(
    session: Session, organisation: OrganisationFacts, user_id: UUID, roles: Collection[Role]
) -> None:
    """Refuse roles that the organisation does not have, or that one person cannot hold together."""
    rules.check_roles_fit(organisation.kind, roles)
    by_area: dict[UUID | None, set[Role]] = {organisation.area_id: set(roles)}
    for seat in queries.seats_of(session, user_id):
        if seat.organisation_id != organisation.id:
            by_area.setdefault(seat.area_id, set()).update(seat.roles)
    rules.check_roles_together(by_area)


def _hold(
    session: Session, user_id: UUID, organisation_id: UUID, roles: Collection[Role], *, at: datetime
) -> None:
    session.add_all(
        Membership(user_id=user_id, organisation_id=organisation_id, role=role, began_at=at)
        for role in sorted(roles)
    )
    session.flush()


def listed(roles: Collection[Role]) -> list[str]:
    return sorted(role.value for role in roles)


def change_roles(
    session: Session, actor: Actor, *, organisation_id: UUID, user_id: UUID,
    roles: Collection[Role], at: datetime,
) -> None:  # fmt: skip
    """Give and take roles. Whoever had them is signed out at once, and signs in again with the new."""
    organisation = queries.get_managed(session, actor, organisation_id)
    user = session.get_one(User, user_id, with_for_update=True)
    held = queries.get_member(session, organisation_id, user_id).roles
    wanted = frozenset(roles)
    check_may_grant(actor, held ^ wanted)
    if user_id == actor.user_id:
        rules.check_not_for_oneself(wanted - held)
    check_roles(session, organisation, user_id, wanted)
    take(session, organisation_id, user_id, held - wanted, at=at)
    _hold(session, user_id, organisation_id, wanted - held, at=at)
    end_sessions(session, user_id, at=at)
    audit.record(session, actor, "changed somebody's roles", user, at=at, before=listed(held),
                 after=listed(wanted), organisation=organisation_id)  # fmt: skip


def check_may_grant(actor: Actor, roles: Collection[Role]) -> None:
    if not actor.is_system:
        rules.check_may_grant(actor.roles, roles)


def take(
    session: Session, organisation_id: UUID, user_id: UUID, roles: Collection[Role], *, at: datetime
) -> None:
    """End roles, none of which may be the last of its kind that lets people in."""
    for role in sorted(rules.KEEPERS & set(roles)):
        others = queries.others_holding(
            session, role, organisation_id=organisation_id, besides=user_id
        )
        rules.check_not_last(role, others=others)
    session.execute(
        sa.update(Membership)
        .where(
            Membership.user_id == user_id,
            Membership.organisation_id == organisation_id,
            Membership.role.in_(roles),
            Membership.ended_at.is_(None),
        )
        .values(ended_at=at)
    )
