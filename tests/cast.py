"""The cast: whom and what a test may call on to the stage. Plain functions, one default world.

A test states only what matters to it: `a_link_worker(session)` brings an area, a lead NTP and a person
with that role along. Everything happens at NOON unless the test says otherwise.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from accounts import operations, passwords
from accounts.models import Area, Locality, Organisation, User
from accounts.operations import LocalBase
from accounts.vocabulary import OrganisationKind
from kernel.access import SYSTEM, Actor, Role
from tests.support.clock import NOON

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.support.client import WatchfulClient


PASSWORD = "seven red herrings sing"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KIND_OF = {
    Role.REFERRER: OrganisationKind.PRACTICE,
    Role.PRACTICE_MANAGER: OrganisationKind.PRACTICE,
    Role.ANALYST: OrganisationKind.COMMISSIONING_BODY,
    Role.COMMISSIONER: OrganisationKind.COMMISSIONING_BODY,
    Role.COMMISSIONER_FINANCE: OrganisationKind.COMMISSIONING_BODY,
    Role.BOARD_READER: OrganisationKind.COMMISSIONING_BODY,
}
"""Where a role is usually held; all others in a lead NTP."""

NAMES = {
    OrganisationKind.LEAD_NTP: "Better Services Enterprise",
    OrganisationKind.PRACTICE: "Weaver Street Surgery",
    OrganisationKind.COMMISSIONING_BODY: "Anytown Commissioning Group",
    OrganisationKind.NTP: "Anytown Cat and Dog Shelter",
}

passwords.spend(passwords.Cost(passes=1, kibibytes=8, lanes=1))


# ---- places ----------------------------------------------------------------------------------


def an_area(session: Session, name: str = "Anytown") -> Area:
    """The area of that name, made when it is not there yet."""
    found = session.scalar(sa.select(Area).where(Area.name == name))
    return found or operations.add_area(session, SYSTEM, name=name, at=NOON)


def a_locality(
    session: Session,
    name: str = "Riverside",
    *,
    area: Area | None = None,
    postcodes: Collection[str] = ("NE6",),
) -> Locality:
    """The locality of that name."""
    area = area or an_area(session)
    found = session.scalar(
        sa.select(Locality).where(Locality.name == name, Locality.area_id == area.id)
    )
    return found or operations.add_locality(
        session, SYSTEM, area_id=area.id, name=name, postcodes=list(postcodes), at=NOON
    )


def an_organisation(
    session: Session,
    kind: OrganisationKind,
    name: str = "",
    *,
    area: Area | None = None,
    serves: Collection[UUID] = (),
) -> Organisation:
    """The organisation of that name (default: the usual one of its kind)."""
    area, name = area or an_area(session), name or NAMES[kind]
    found = session.scalar(
        sa.select(Organisation).where(Organisation.name == name, Organisation.area_id == area.id)
    )
    return found or operations.add_organisation(
        session,
        SYSTEM,
        kind=kind,
        name=name,
        area_id=area.id,
        at=NOON,
        serves=list(serves),
        base=LocalBase("The Old Library, Weaver Street", "0191 498 0123", "Monday to Friday"),
    )


def a_lead_ntp(
    session: Session, name: str = "", *, area: Area | None = None, is_host: bool = True
) -> Organisation:
    """A lead NTP that serves Riverside; the host of the directory unless told otherwise."""
    area = area or an_area(session)
    there = a_locality(session, area=area) if area.name == "Anytown" else None
    lead = an_organisation(
        session, OrganisationKind.LEAD_NTP, name, area=area, serves=[there.id] if there else []
    )
    if is_host and not lead.is_host:
        operations.name_host(session, SYSTEM, area_id=area.id, organisation_id=lead.id, at=NOON)
    return lead


def a_practice(session: Session, name: str = "", *, area: Area | None = None) -> Organisation:
    """A GP practice."""
    return an_organisation(session, OrganisationKind.PRACTICE, name, area=area)


def a_commissioning_body(
    session: Session, name: str = "", *, area: Area | None = None
) -> Organisation:
    """A commissioning body."""
    return an_organisation(session, OrganisationKind.COMMISSIONING_BODY, name, area=area)


def an_ntp(session: Session, name: str = "", *, area: Area | None = None) -> Organisation:
    """A group that is a party."""
    return an_organisation(session, OrganisationKind.NTP, name, area=area)


# ---- people ----------------------------------------------------------------------------------


def a_user(
    session: Session,
    *roles: Role,
    at: Organisation | None = None,
    name: str = "Robin Field",
    email: str = "",
    password: str = PASSWORD,
    has_phone: bool = True,
    is_demo: bool = False,
) -> User:
    """Somebody who signs in, with roles in an organisation (default: where the first is usual)."""
    user = operations.add_user(
        session,
        SYSTEM,
        name=name,
        email=email or f"{uuid4().hex[:12]}@anytown.example",
        password=password,
        is_demo=is_demo,
        at=NOON,
    )
    if has_phone:
        user.totp_secret, user.totp_confirmed_at = SECRET, NOON
    if roles:
        place = at or usual_place(session, roles[0])
        operations.grant(
            session, SYSTEM, user_id=user.id, organisation_id=place.id, roles=roles, at=NOON
        )
    session.flush()
    return user


def usual_place(session: Session, role: Role) -> Organisation:
    """The organisation where a role is usually held."""
    kind = KIND_OF.get(role, OrganisationKind.LEAD_NTP)
    return (
        a_lead_ntp(session) if kind is OrganisationKind.LEAD_NTP else an_organisation(session, kind)
    )


def an_actor(
    session: Session, *roles: Role, at: Organisation | None = None, name: str = "Robin Field"
) -> Actor:
    """Somebody who acts for an organisation, as operations and queries know them."""
    place = at or usual_place(session, roles[0])
    return actor_of(a_user(session, *roles, at=place, name=name), place, *roles)


def actor_of(user: User, place: Organisation, *roles: Role) -> Actor:
    """A user who acts for a place."""
    return Actor(
        user_id=user.id,
        organisation_id=place.id,
        area_id=place.area_id,
        roles=frozenset(roles),
        name=user.name,
    )


def a_link_worker(session: Session, **more: Any) -> Actor:
    """A link worker of the lead NTP."""
    return an_actor(session, Role.LINK_WORKER, **more)


def a_directory_editor(session: Session, **more: Any) -> Actor:
    """A directory editor of the lead NTP."""
    return an_actor(session, Role.DIRECTORY_EDITOR, **more)


def a_lead_manager(session: Session, **more: Any) -> Actor:
    """A manager of the lead NTP."""
    return an_actor(session, Role.LEAD_MANAGER, **more)


def an_administrator(session: Session, **more: Any) -> Actor:
    """An administrator, who belongs to the lead NTP."""
    return an_actor(session, Role.ADMINISTRATOR, **more)


# ---- in the browser --------------------------------------------------------------------------


def signed_in(
    client: WatchfulClient,
    *roles: Role,
    at: Callable[[Session], Organisation] | None = None,
    name: str = "Robin Field",
    user: User | None = None,
) -> Actor:
    """Sign a client in with roles (at a place given as `at=a_practice`), phone and all; who it is."""
    wired = client.application.extensions["petunias"]
    token = secrets.token_urlsafe(16)
    with wired.database.writing() as session:
        place = at(session) if at else usual_place(session, roles[0])
        one = user or a_user(session, *roles, at=place, name=name)
        begun = operations.start_session(
            session, one, token=token, awaits_code=False, at=wired.clock()
        )
        begun.organisation_id = place.id
        actor = actor_of(one, place, *roles)
    carry(client, token)
    return actor


def carry(client: WatchfulClient, token: str) -> None:
    """Let a client come with this token."""
    client.set_cookie("petunias", token)


def held_token(client: WatchfulClient) -> str:
    """The token that a client carries, or ''."""
    cookie = client.get_cookie("petunias")
    return cookie.value if cookie else ""
