"""What single listings' pages, menus, printed lists and the site map show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import LocalityFacts
from directory import permissions, shown, times
from directory.feed.structured import json_ld
from directory.models import Check, Listing
from directory.published import Published
from directory.queries import places
from directory.queries.published import get_published, published_in_order, searchable
from directory.queries.registration import host_words
from directory.shown import Tag
from directory.vocabulary import Checked, Domain
from kernel.access import Actor
from kernel.periods import LONDON

MOST_PRINTED = 500


@dataclass(frozen=True)
class CheckShown:
    """Something that was checked about a group: what, how it went, by whom, until when (A-DIR-11)."""

    what: str
    result: str
    checked_by: str
    owner: str
    checked_on: date
    runs_out_on: date | None


@dataclass(frozen=True)
class ProfessionalLayer:
    """What professionals see besides: one directory, with more on it after signing in (OD1)."""

    state: str
    referral_criteria: str
    is_targeted: bool | None
    adviser: str
    notes: str
    confirmed_by: str
    checks: tuple[CheckShown, ...]
    may_correct: bool
    may_suspend: bool
    may_edit: bool


@dataclass(frozen=True)
class ListingPage:
    """A listing's page. `host` is who to ring where the group has no telephone.

    `professional` is None for everybody else.
    """

    listing: Published
    next_at: datetime | None
    next_has_time: bool
    when: str
    where: tuple[str, ...]
    cost: str
    joining: str
    audience: str
    dialled: str
    tags: tuple[Tag, ...]
    structured: Mapping[str, Any]
    host: Mapping[str, str] | None
    professional: ProfessionalLayer | None

    @property
    def has_calendar(self) -> bool:
        """Whether its sessions can be put into somebody's own calendar."""
        return bool(self.listing.slots)


def listing_page(
    session: Session, actor: Actor, listing_id: UUID, *, public_address: str, now: datetime
) -> ListingPage:
    """A listing's page, or NotFound."""
    today = now.astimezone(LONDON).date()
    listing = get_published(session, listing_id, today=today)
    return ListingPage(
        listing=listing,
        next_at=times.next_occurrence(listing.slots, now),
        next_has_time=any(slot.opens_at for slot in listing.slots),
        when=shown.when_words(listing),
        where=shown.place_lines(listing),
        cost=shown.cost_words(listing),
        joining=shown.joining_words(listing),
        audience=shown.audience_words(listing),
        dialled=shown.dialled(listing.phone),
        tags=shown.tags(listing),
        structured=json_ld(listing, url=public_address + shown.address_of(listing.id)),
        host=None if listing.phone else host_words(session, listing.area_id),
        professional=_professional(session, actor, listing_id, today=today),
    )


def _professional(
    session: Session, actor: Actor, listing_id: UUID, *, today: date
) -> ProfessionalLayer | None:
    if not actor.may(permissions.SEE_PROFESSIONAL_LAYER):
        return None
    row = session.get_one(Listing, listing_id)
    said = row.content
    return ProfessionalLayer(
        state=row.state.words,
        referral_criteria=said.referral_criteria,
        is_targeted=said.is_targeted,
        adviser=", ".join(part for part in (said.adviser_name, said.adviser_role) if part),
        notes=said.notes,
        confirmed_by=row.confirmed_by,
        checks=tuple(_checks(session, row.group_id)),
        may_correct=actor.may(permissions.PROPOSE_CORRECTION),
        may_suspend=actor.may(permissions.SUSPEND),
        may_edit=_is_hosts_own(session, actor, row.area_id),
    )


def _is_hosts_own(session: Session, actor: Actor, area_id: UUID) -> bool:
    host_id = accounts.get_area(session, area_id).host_id
    return host_id is not None and permissions.may_edit(actor, host_id=host_id)


def _checks(session: Session, group_id: UUID) -> Iterable[CheckShown]:
    rows = session.scalars(
        sa.select(Check)
        .where(Check.group_id == group_id, Check.ended_at.is_(None))
        .order_by(Check.checked_on.desc(), Check.what)
    )
    for row in rows:
        yield CheckShown(
            row.what, row.result, row.checked_by, row.owner, row.checked_on, row.runs_out_on
        )


@dataclass(frozen=True)
class MenuItem:
    """An activity on a menu, in words. `is_marked` is set where it was not confirmed for too long."""

    id: UUID
    name: str
    group: str
    href: str
    when: str
    where: str
    cost: str
    joining: str
    phone: str
    email: str
    first_visit: str
    summary: str
    confirmed: str
    is_marked: bool


def menu_items(
    session: Session, listing_ids: Sequence[UUID], *, today: date
) -> tuple[MenuItem, ...]:
    """The activities of a menu that are in the directory now, in its order."""
    found = published_in_order(session, listing_ids, today=today)
    return tuple(_item(one) for one in found)


def _item(one: Published) -> MenuItem:
    return MenuItem(
        id=one.id,
        name=one.name,
        group=one.group.name,
        href=shown.address_of(one.id),
        when=shown.when_words(one),
        where=", ".join(shown.place_lines(one)),
        cost=shown.cost_words(one),
        joining=shown.joining_on_paper(one),
        phone=one.phone,
        email=one.email,
        first_visit=one.first_visit,
        summary=one.description,
        confirmed=shown.confirmed_words(one),
        is_marked=one.checked is Checked.NOT_CONFIRMED,
    )


@dataclass(frozen=True)
class Section:
    """The activities of one kind, in a printed list."""

    words: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True)
class PrintedDirectory:
    """The directory of a locality on paper. `is_cut` when there were more than paper is fit for."""

    localities: tuple[LocalityFacts, ...]
    locality: LocalityFacts | None
    domain: Domain | None
    sections: tuple[Section, ...]
    is_cut: bool

    @property
    def is_chosen(self) -> bool:
        """Whether a locality was chosen."""
        return self.locality is not None


def printed_directory(
    session: Session, *, locality_id: UUID | None, domain: Domain | None, today: date
) -> PrintedDirectory:
    """What there is in a locality, and at no one place of its area, by kind; of one kind if given."""
    localities = accounts.localities(session)
    locality = next((one for one in localities if one.id == locality_id), None)
    if locality is None:
        return PrintedDirectory(localities, None, domain, (), is_cut=False)
    here = sa.and_(
        Listing.area_id == locality.area_id,
        sa.or_(
            Listing.locality_id == locality.id,
            sa.and_(Listing.locality_id.is_(None), ~places.lies_outside()),
        ),
    )
    ids = session.scalars(
        searchable().where(here).order_by(Listing.id).with_only_columns(Listing.id)
    ).all()
    found = published_in_order(session, ids[: MOST_PRINTED + 1], today=today)
    wanted = [one for one in found if domain is None or domain in one.domains]
    sections = tuple(_sections(wanted[:MOST_PRINTED], domain))
    return PrintedDirectory(localities, locality, domain, sections, len(ids) > MOST_PRINTED)


def _sections(found: Sequence[Published], domain: Domain | None) -> Iterable[Section]:
    """An activity of several kinds stands under the first of them."""
    kinds = [*Domain]

    def kind_of(one: Published) -> int:
        return kinds.index(domain or one.domains[0]) if one.domains or domain else len(kinds)

    ordered = sorted(found, key=lambda one: (kind_of(one), one.name.casefold()))
    for kind, some in groupby(ordered, key=kind_of):
        words = kinds[kind].words if kind < len(kinds) else "Other things"
        yield Section(words, tuple(_item(one) for one in some))


def changed_listings(session: Session, *, part: int, size: int) -> Sequence[tuple[UUID, datetime]]:
    """Listings that search engines may keep and when each last changed, so many a part."""
    rows = session.execute(
        searchable()
        .with_only_columns(Listing.id, Listing.changed_at)
        .order_by(Listing.id)
        .offset((part - 1) * size)
        .limit(size)
    )
    return [(listing_id, changed_at) for listing_id, changed_at in rows]


def count_of_listings(session: Session) -> int:
    """How many listings a search may show."""
    return session.scalar(sa.select(sa.func.count()).select_from(searchable().subquery())) or 0
