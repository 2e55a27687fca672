"""A listing's record as the host's editors see it: its state, what can be done, and its whole story."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from accounts import queries as accounts
from directory import checks, labels, permissions
from directory.checks import Advice
from directory.content import Content
from directory.freshness import says
from directory.labels import Answer, Difference
from directory.lifecycle import LISTING, Move, State
from directory.models import Group, HiddenPlace, Listing, ListingVersion
from directory.queries import published, upkeep
from directory.queries.checks import CheckLine, checks_of
from directory.queries.history import Happened, story
from directory.queries.proposals import kept_hidden
from directory.queries.registration import get_for_editor, hosted_by
from directory.queries.review import FlagLine, Report, flag_lines, reports_of
from directory.vocabulary import Place
from kernel.access import Actor, Role
from kernel.errors import NotFound


@dataclass(frozen=True)
class KeeperFacts:
    """The group behind a listing, and how we reach whoever keeps it."""

    id: UUID
    name: str
    legal_type: str
    size: str
    charity_number: str
    keeper_email: str
    keeper_phone: str
    bounced_at: datetime | None
    is_claimed: bool
    is_funded: bool
    told_by: str


@dataclass(frozen=True)
class Acts:
    """What this actor can do with this listing now."""

    publish: bool
    ring: bool
    confirm: bool
    reject: bool
    edit: bool
    suspend: bool
    release: bool
    restore: bool
    take_down: bool
    check: bool
    undo: bool
    remind: bool


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of versions."""

    number: int
    who: str
    at: datetime
    because: str
    changed: tuple[str, ...]
    is_now: bool


@dataclass(frozen=True)
class RecordPage:
    """The record. `hidden_address` is "" for those who may not see it, and where there is none."""

    id: UUID
    name: str
    state: State
    version: int
    flags: tuple[FlagLine, ...]
    group: KeeperFacts
    answers: tuple[Answer, ...]
    standing: str
    standing_tag: str
    confirmed_on: date | None
    confirmed_by: str
    is_place_known: bool
    is_hidden_place: bool
    hidden_address: str
    can: Acts
    reports: tuple[Report, ...]
    checks: tuple[CheckLine, ...]
    advice: tuple[Advice, ...]
    versions: tuple[VersionLine, ...]
    story: tuple[Happened, ...]


@dataclass(frozen=True)
class VersionPage:
    """An earlier version, and what would be different if it were put back."""

    listing_id: UUID
    name: str
    version: int
    number: int
    who: str
    at: datetime
    answers: tuple[Answer, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class FactsPage:
    """What a listing says, for somebody who changes it or proposes a change."""

    id: UUID
    name: str
    group: str
    version: int
    content: Content
    is_hidden_place: bool


@dataclass(frozen=True)
class SafetyPage:
    """What somebody needs to take a listing down for safety, or put it back."""

    id: UUID
    name: str
    group: str
    state: State
    version: int


def record_page(session: Session, actor: Actor, listing_id: UUID, *, today: date) -> RecordPage:
    """A listing's record, or NotFound for anybody but its host's people."""
    actor.must(permissions.REVIEW)
    row = get_for_editor(session, actor, listing_id)
    around = published.surroundings(session, today=today)
    standing = upkeep.ladder_of(session, row).standing(today)
    keeper = _keeper(row, is_funded=is_funded(row.group, around.funded))
    return RecordPage(
        id=row.id,
        name=row.content.name,
        state=row.state,
        version=row.version,
        flags=flag_lines(row),
        group=keeper,
        answers=labels.answers(row.content),
        standing=says(standing, was_confirmed=row.confirmed_on is not None),
        standing_tag=upkeep.tag_of(standing, was_confirmed=row.confirmed_on is not None),
        confirmed_on=row.confirmed_on,
        confirmed_by=row.confirmed_by,
        is_place_known=row.content.is_place_known,
        is_hidden_place=row.place is Place.HIDDEN,
        hidden_address=_hidden_address(session, actor, row),
        can=acts(actor, row),
        reports=reports_of(session, row),
        checks=checks_of(session, row.group_id, today=today),
        advice=checks.worth_making(row.content, is_funded=keeper.is_funded),
        versions=_versions(session, row.id),
        story=story(session, row.id),
    )


def is_funded(group: Group, funded: frozenset[UUID]) -> bool:
    """Whether a group is paid by an agreement in force, or the host says so."""
    return group.is_funded or (
        group.organisation_id is not None and group.organisation_id in funded
    )


def acts(actor: Actor, row: Listing) -> Acts:
    """What the actor can do: what the state allows and their roles do too."""
    moves = set(LISTING.open_moves(row.state))
    may_edit = actor.may(permissions.EDIT)
    return Acts(
        publish=Move.PUBLISH in moves and actor.may(permissions.PUBLISH),
        ring=row.state is State.UNCONFIRMED,
        confirm=row.state in upkeep.CONFIRMABLE,
        reject=Move.REJECT in moves and actor.may(permissions.PUBLISH),
        edit=may_edit and row.state not in (State.REJECTED, State.WITHDRAWN),
        suspend=Move.SUSPEND in moves and actor.may(permissions.SUSPEND),
        release=Move.RELEASE in moves and actor.may(permissions.SUSPEND),
        restore=Move.RESTORE in moves and actor.may(permissions.PUBLISH),
        take_down=Move.WITHDRAW in moves and may_edit,
        check=actor.may(permissions.CHECK),
        undo=actor.may(permissions.UNDO),
        remind=row.state in upkeep.CONFIRMABLE and actor.may(permissions.PROPOSE_CORRECTION),
    )


def _keeper(row: Listing, *, is_funded: bool) -> KeeperFacts:
    group = row.group
    return KeeperFacts(
        id=group.id,
        name=group.name,
        legal_type=group.legal_type.words if group.legal_type else "",
        size=group.size,
        charity_number=group.charity_number,
        keeper_email=group.keeper_email,
        keeper_phone=group.keeper_phone,
        bounced_at=group.mail_bounced_at,
        is_claimed=group.claimed_at is not None,
        is_funded=is_funded,
        told_by=row.told_by,
    )


def _hidden_address(session: Session, actor: Actor, row: Listing) -> str:
    """The address of a hidden place, for those few who may be told (D7)."""
    area = accounts.get_area(session, row.area_id)
    if area.host_id is None or not permissions.may_see_hidden_place(
        actor, host_id=area.host_id, area_id=area.id
    ):
        return ""
    kept = session.scalar(sa.select(HiddenPlace.address).where(HiddenPlace.listing_id == row.id))
    return kept or ""


def _versions(session: Session, listing_id: UUID) -> tuple[VersionLine, ...]:
    rows = session.scalars(
        sa.select(ListingVersion)
        .where(ListingVersion.listing_id == listing_id)
        .order_by(ListingVersion.number.desc())
    ).all()
    newest = rows[0].number if rows else 0
    return tuple(
        VersionLine(
            row.number,
            row.who,
            row.at,
            row.because,
            tuple(labels.LABELS.get(name, name) for name in row.changed),
            is_now=row.number == newest,
        )
        for row in rows
    )


def get_version(session: Session, listing_id: UUID, number: int) -> ListingVersion:
    """One version of a listing, or NotFound."""
    row = session.scalar(
        sa.select(ListingVersion).where(
            ListingVersion.listing_id == listing_id, ListingVersion.number == number
        )
    )
    if row is None:
        raise NotFound
    return row


def version_page(session: Session, actor: Actor, listing_id: UUID, number: int) -> VersionPage:
    """An earlier version and how it differs from what is said now."""
    actor.must(permissions.REVIEW)
    listing = get_for_editor(session, actor, listing_id)
    row = get_version(session, listing.id, number)
    content = kept_hidden(listing, row.content)
    return VersionPage(
        listing_id=listing.id,
        name=listing.content.name,
        version=listing.version,
        number=row.number,
        who=row.who,
        at=row.at,
        answers=labels.answers(content),
        differences=labels.differences(listing.content, content),
    )


def edit_page(session: Session, actor: Actor, listing_id: UUID) -> FactsPage:
    """What a hosted listing says now, for an editor."""
    actor.must(permissions.EDIT)
    return _facts(get_for_editor(session, actor, listing_id))


def correction_page(session: Session, actor: Actor, listing_id: UUID) -> FactsPage:
    """What a listing of the actor's area says now, for somebody who proposes a correction."""
    actor.must(permissions.PROPOSE_CORRECTION)
    return _facts(upkeep.get_in_area(session, actor, listing_id))


def _facts(row: Listing) -> FactsPage:
    return FactsPage(
        row.id,
        row.content.name,
        row.group.name,
        row.version,
        row.content,
        is_hidden_place=row.place is Place.HIDDEN,
    )


def get_for_safety(session: Session, actor: Actor, listing_id: UUID) -> Listing:
    """A listing that the actor may take down for safety: hosted, or of a safeguarding lead's area."""
    wanted = hosted_by(session, actor)
    if Role.SAFEGUARDING_LEAD in actor.roles and actor.area_id is not None:
        wanted = (
            sa.select(Listing)
            .join(Listing.group)
            .options(joinedload(Listing.group))
            .where(Listing.area_id == actor.area_id)
        )
    found = session.scalar(wanted.where(Listing.id == listing_id))
    if found is None:
        raise NotFound
    return found


def safety_page(session: Session, actor: Actor, listing_id: UUID) -> SafetyPage:
    """The listing that is to be taken down or put back."""
    actor.must(permissions.SUSPEND)
    row = get_for_safety(session, actor, listing_id)
    return SafetyPage(row.id, row.content.name, row.group.name, row.state, row.version)
