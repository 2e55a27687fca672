"""Areas, their localities, and the organisations that work in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import permissions, places, queries
from accounts.models import Area, Locality, Organisation, ServedLocality
from accounts.vocabulary import OrganisationKind
from audit import operations as audit
from kernel.access import Actor
from kernel.errors import NotFound, RuleBroken

Row = TypeVar("Row", Area, Locality, Organisation)


@dataclass(frozen=True)
class LocalBase:
    """Where an organisation can be found, and when: what a practice sees of it (A-ORG-11)."""

    address: str = ""
    phone: str = ""
    hours: str = ""
    code: str = ""


def add_area(session: Session, actor: Actor, *, name: str, at: datetime) -> Area:
    """A new health economy."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    _check_area_name(session, name)
    area = Area(name=name)
    session.add(area)
    session.flush()
    audit.record(session, actor, "added an area", area, at=at)
    return area


def rename_area(session: Session, actor: Actor, area_id: UUID, *, name: str, at: datetime) -> None:
    """Change the name of an area."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    area = _get(session, Area, area_id)
    _check_area_name(session, name, besides=area_id)
    area.name = name
    audit.record(session, actor, "renamed an area", area, at=at)


def _check_area_name(session: Session, name: str, *, besides: UUID | None = None) -> None:
    taken = {one.name.casefold() for one in queries.areas(session) if one.id != besides}
    if name.casefold() in taken:
        raise RuleBroken("There is an area of this name already. Choose another.", field="name")


def add_locality(
    session: Session, actor: Actor, *, area_id: UUID, name: str, postcodes: Sequence[str],
    at: datetime, deprivation_rank: int | None = None,
) -> Locality:  # fmt: skip
    """A new locality of an area. An area has two to four; more are refused (A-ORG-03)."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    places.check_tenth(deprivation_rank)
    _get(session, Area, area_id)
    places.check_can_add_locality(len(queries.localities(session, area_id)))
    _check_locality(session, area_id, name, postcodes)
    locality = Locality(
        area_id=area_id, name=name, postcodes=list(postcodes), deprivation_rank=deprivation_rank
    )
    session.add(locality)
    session.flush()
    audit.record(session, actor, "added a locality", locality, at=at)
    return locality


def change_locality(
    session: Session, actor: Actor, locality_id: UUID, *, name: str, postcodes: Sequence[str],
    deprivation_rank: int | None, at: datetime,
) -> None:  # fmt: skip
    """Change what a locality is called, which postcodes lie in it, or how deprived it is."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    places.check_tenth(deprivation_rank)
    locality = _get(session, Locality, locality_id)
    _check_locality(session, locality.area_id, name, postcodes, besides=locality_id)
    locality.name, locality.postcodes = name, list(postcodes)
    locality.deprivation_rank = deprivation_rank
    audit.record(session, actor, "changed a locality", locality, at=at)


def _check_locality(
    session: Session, area_id: UUID, name: str, postcodes: Sequence[str],
    *, besides: UUID | None = None,
) -> None:  # fmt: skip
    others = [one for one in queries.localities(session) if one.id != besides]
    if name.casefold() in {one.name.casefold() for one in others if one.area_id == area_id}:
        raise RuleBroken("This area has a locality of this name already.", field="name")
    places.check_unclaimed(postcodes, {one.name: one.postcodes for one in others})


def add_organisation(
    session: Session, actor: Actor, *, kind: OrganisationKind, name: str, area_id: UUID,
    at: datetime, serves: Sequence[UUID] = (), base: LocalBase = LocalBase(),
) -> Organisation:  # fmt: skip
    """A new party, and the localities that it serves."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    _get(session, Area, area_id)
    _check_organisation(session, area_id, name)
    organisation = Organisation(
        kind=kind, name=name, area_id=area_id, code=base.code, base_address=base.address,
        phone=base.phone, hours=base.hours, joined_at=at,
    )  # fmt: skip
    session.add(organisation)
    session.flush()
    _serve(session, organisation, serves)
    audit.record(session, actor, "added an organisation", organisation, at=at)
    return organisation


def change_organisation(
    session: Session, actor: Actor, organisation_id: UUID, *, name: str, at: datetime,
    serves: Sequence[UUID], base: LocalBase,
) -> None:  # fmt: skip
    """Change an organisation's name, base or the localities that it serves; never its kind."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    organisation = _get(session, Organisation, organisation_id)
    _check_organisation(session, organisation.area_id, name, besides=organisation_id)
    organisation.name, organisation.code = name, base.code
    organisation.base_address, organisation.phone = base.address, base.phone
    organisation.hours = base.hours
    _serve(session, organisation, serves)
    audit.record(session, actor, "changed an organisation", organisation, at=at)


def _check_organisation(
    session: Session, area_id: UUID, name: str, *, besides: UUID | None = None
) -> None:
    others = [one for one in queries.organisations(session, area_id=area_id) if one.id != besides]
    if name.casefold() in {one.name.casefold() for one in others}:
        raise RuleBroken("This area has an organisation of this name already.", field="name")


def _serve(session: Session, organisation: Organisation, serves: Sequence[UUID]) -> None:
    """Say which localities of its own area an organisation serves, in place of those before."""
    places.check_serves(organisation.kind, serves)
    own = {one.id for one in queries.localities(session, organisation.area_id)}
    if set(serves) - own:
        raise RuleBroken("Choose localities of the same area.", field="serves")
    session.execute(
        sa.delete(ServedLocality).where(ServedLocality.organisation_id == organisation.id)
    )
    session.add_all(
        ServedLocality(organisation_id=organisation.id, locality_id=locality_id)
        for locality_id in dict.fromkeys(serves)
    )
    session.flush()


def name_host(
    session: Session, actor: Actor, *, area_id: UUID, organisation_id: UUID, at: datetime
) -> None:
    """Say which lead NTP hosts the directory of the whole area, instead of any before (A-ORG-05)."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    area = _get(session, Area, area_id)
    host = _get(session, Organisation, organisation_id)
    if host.kind is not OrganisationKind.LEAD_NTP or host.area_id != area_id:
        raise RuleBroken("Only a lead NTP of the area can host its directory.", field="host")
    session.execute(
        sa.update(Organisation).where(Organisation.area_id == area_id).values(is_host=False)
    )
    session.flush()
    host.is_host = True
    audit.record(session, actor, "named the host of the directory", area, at=at, host=host.id)


def _get(session: Session, kind: type[Row], row_id: UUID) -> Row:
    found = session.get(kind, row_id)
    if found is None:
        raise NotFound
    return found
