"""Reading areas, their localities, and the organisations that there are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from accounts import permissions, places
from accounts.models import Area, Locality, Organisation, ServedLocality
from accounts.vocabulary import OrganisationKind
from kernel.access import Actor
from kernel.errors import NotFound


@dataclass(frozen=True)
class AreaFacts:
    """An area as other features may know it."""

    id: UUID
    name: str
    host_id: UUID | None
    host: str


@dataclass(frozen=True)
class LocalityFacts:
    """A locality as other features may know it."""

    id: UUID
    area_id: UUID
    name: str
    postcodes: tuple[str, ...]
    deprivation_rank: int | None = None


@dataclass(frozen=True)
class OrganisationFacts:
    """An organisation as other features may know it; the base is what practices see (A-ORG-11)."""

    id: UUID
    kind: OrganisationKind
    name: str
    area_id: UUID
    base_address: str
    phone: str
    hours: str
    code: str = ""


@dataclass(frozen=True)
class AreaPage:
    """An area with all that is in it, and what is still missing."""

    area: AreaFacts
    localities: tuple[LocalityFacts, ...]
    organisations: tuple[OrganisationFacts, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class OrganisationPage:
    """An organisation, where it is and what it serves."""

    organisation: OrganisationFacts
    area: AreaFacts
    serves: tuple[LocalityFacts, ...]

    @property
    def is_host(self) -> bool:
        """Whether it hosts the directory of its area."""
        return self.area.host_id == self.organisation.id


def areas(session: Session) -> tuple[AreaFacts, ...]:
    """All areas of the installation, by name."""
    rows = session.execute(
        sa.select(Area, Organisation.id, Organisation.name)
        .outerjoin(Organisation, sa.and_(Organisation.area_id == Area.id, Organisation.is_host))
        .order_by(Area.name)
    )
    return tuple(AreaFacts(area.id, area.name, host_id, host or "") for area, host_id, host in rows)


def area_name(area_id: InstrumentedAttribute[UUID]) -> sa.ScalarSelect[str]:
    """The name of an area, as a column beside others: no second query for a page of rows."""
    return sa.select(Area.name).where(Area.id == area_id).scalar_subquery()


def locality_name(locality_id: InstrumentedAttribute[UUID | None]) -> sa.ScalarSelect[str]:
    """The name of a locality, as a column beside others; null where there is none."""
    return sa.select(Locality.name).where(Locality.id == locality_id).scalar_subquery()


def get_area(session: Session, area_id: UUID) -> AreaFacts:
    """An area, or NotFound."""
    for area in areas(session):
        if area.id == area_id:
            return area
    raise NotFound


def area_pages(session: Session, actor: Actor) -> tuple[AreaPage, ...]:
    """Every area as an administrator sees it."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    return tuple(_area_page(session, area) for area in areas(session))


def _area_page(session: Session, area: AreaFacts) -> AreaPage:
    there = localities(session, area.id)
    missing = [places.localities_needed(len(there))]
    if area.host_id is None:
        missing.append("Nobody hosts the directory here. Name a lead NTP as the host.")
    served = set(
        session.scalars(
            sa.select(ServedLocality.locality_id)
            .join(Organisation, Organisation.id == ServedLocality.organisation_id)
            .where(Organisation.area_id == area.id, Organisation.kind == OrganisationKind.LEAD_NTP)
        )
    )
    missing += [f"No lead NTP serves {one.name}." for one in there if one.id not in served]
    return AreaPage(
        area, there, organisations(session, area_id=area.id), tuple(filter(None, missing))
    )


def localities(session: Session, area_id: UUID | None = None) -> tuple[LocalityFacts, ...]:
    """The localities of an area, or all of them, by name."""
    wanted = sa.select(Locality).order_by(Locality.name)
    if area_id is not None:
        wanted = wanted.where(Locality.area_id == area_id)
    return tuple(
        LocalityFacts(row.id, row.area_id, row.name, tuple(row.postcodes), row.deprivation_rank)
        for row in session.scalars(wanted)
    )


def rank_of(locality_id: sa.ColumnElement[UUID | None] | Any) -> sa.ScalarSelect[int | None]:
    """The deprivation rank that was typed for a locality, for a select that has its id."""
    return sa.select(Locality.deprivation_rank).where(Locality.id == locality_id).scalar_subquery()


def get_locality(session: Session, locality_id: UUID) -> LocalityFacts:
    """A locality, or NotFound."""
    for locality in localities(session):
        if locality.id == locality_id:
            return locality
    raise NotFound


def locality_of(session: Session, postcode: str) -> LocalityFacts | None:
    """The locality that a postcode lies in, if any area claims it."""
    known = {one.id: one for one in localities(session)}
    found = places.match_locality(postcode, {one.id: one.postcodes for one in known.values()})
    return known.get(found) if found else None


def organisations(
    session: Session,
    *,
    area_id: UUID | None = None,
    kind: OrganisationKind | None = None,
    since: datetime | None = None,
) -> tuple[OrganisationFacts, ...]:
    """Organisations that are still there, by name; with `since` those that have left later than that too."""
    is_there: sa.ColumnElement[bool] = Organisation.left_at.is_(None)
    if since is not None:
        is_there = sa.or_(is_there, Organisation.left_at > since)
    wanted = sa.select(Organisation).where(is_there).order_by(Organisation.name)
    if area_id is not None:
        wanted = wanted.where(Organisation.area_id == area_id)
    if kind is not None:
        wanted = wanted.where(Organisation.kind == kind)
    return tuple(_organisation_facts(row) for row in session.scalars(wanted))


def find_organisation(session: Session, organisation_id: UUID) -> OrganisationFacts | None:
    """An organisation, if there is one of that id."""
    row = session.get(Organisation, organisation_id)
    return _organisation_facts(row) if row else None


def get_organisation(session: Session, organisation_id: UUID) -> OrganisationFacts:
    """An organisation, or NotFound."""
    found = find_organisation(session, organisation_id)
    if found is None:
        raise NotFound
    return found


def organisation_page(session: Session, actor: Actor, organisation_id: UUID) -> OrganisationPage:
    """An organisation as an administrator sees it."""
    actor.must(permissions.MANAGE_ORGANISATIONS)
    found = get_organisation(session, organisation_id)
    served = set(
        session.scalars(
            sa.select(ServedLocality.locality_id).where(
                ServedLocality.organisation_id == organisation_id
            )
        )
    )
    serves = tuple(one for one in localities(session, found.area_id) if one.id in served)
    return OrganisationPage(found, get_area(session, found.area_id), serves)


def _organisation_facts(row: Organisation) -> OrganisationFacts:
    return OrganisationFacts(
        row.id, row.kind, row.name, row.area_id, row.base_address, row.phone, row.hours, row.code
    )


def lead_of_locality(session: Session, locality_id: UUID) -> OrganisationFacts | None:
    """The lead NTP that serves a locality."""
    row = session.scalar(
        sa.select(Organisation)
        .join(ServedLocality, ServedLocality.organisation_id == Organisation.id)
        .where(
            ServedLocality.locality_id == locality_id,
            Organisation.left_at.is_(None),
            Organisation.kind == OrganisationKind.LEAD_NTP,
        )
        .order_by(Organisation.name)
    )
    return _organisation_facts(row) if row else None


def leads_near(session: Session, organisation_id: UUID) -> tuple[OrganisationFacts, ...]:
    """The lead NTPs that serve a locality which an organisation serves too, by name."""
    own = sa.select(ServedLocality.locality_id).where(
        ServedLocality.organisation_id == organisation_id
    )
    rows = session.scalars(
        sa.select(Organisation)
        .where(
            Organisation.id.in_(
                sa.select(ServedLocality.organisation_id).where(ServedLocality.locality_id.in_(own))
            ),
            Organisation.id != organisation_id,
            Organisation.left_at.is_(None),
            Organisation.kind == OrganisationKind.LEAD_NTP,
        )
        .order_by(Organisation.name)
    )
    return tuple(_organisation_facts(row) for row in rows)
