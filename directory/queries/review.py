"""What waits for an editor, most urgent first; only the area's host sees it (A-ORG-05, D1, D5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from accounts import queries as accounts
from accounts.queries import AreaFacts
from directory import labels, permissions, screening
from directory.labels import Answer, Difference
from directory.lifecycle import State
from directory.models import Group, Listing, PossibleDuplicate, WrongReport
from directory.queries.checks import RunningOut, running_out
from directory.queries.hosting import hosted_area
from directory.queries.proposals import is_of_group, proposed
from directory.queries.registration import get_for_editor, hosted_by
from directory.rules import ALWAYS_ASKED_ABOUT
from kernel.access import Actor
from kernel.errors import NotFound

SHOWN = 20
"""Lines of one part of the page; the rest is a page away."""
NAMED = 5
T = TypeVar("T")


class ReportKind(StrEnum):
    """What kind of thing somebody told us about a listing."""

    CLAIM = "claim"
    CONTACT = "contact"
    CHANGE = "change"
    CORRECTION = "correction"
    LIST = "list"
    WRONG = "wrong"

    @property
    def words(self) -> str:
        """What editors read."""
        return {
            "claim": "Somebody says that it is their group",
            "contact": "The group wants to change how people get in touch",
            "change": "The group wants to say something else",
            "correction": "Somebody who works here proposes a correction",
            "list": "A list that was brought in now says something else",
            "wrong": "Somebody told us that this is wrong",
        }[self.value]


@dataclass(frozen=True)
class FlagLine:
    """Why a listing waits, in words, and the entry that it looks like, if that is why."""

    says: str
    other_id: UUID | None


@dataclass(frozen=True)
class WaitingListing:
    """A listing that waits, and why in words."""

    id: UUID
    name: str
    group: str
    phone: str
    since: datetime
    reasons: tuple[FlagLine, ...]


@dataclass(frozen=True)
class Batch:
    """Registrations that are nearly the same: one click rejects them all (D1)."""

    ids: tuple[UUID, ...]
    names: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many are not named."""
        return len(self.ids) - len(self.names)


@dataclass(frozen=True)
class Report:
    """Something that somebody told us: old and new side by side, where something new is proposed."""

    id: UUID
    kind: ReportKind
    listing_id: UUID
    listing: str
    group: str
    says: str
    who: str
    told_at: datetime
    claimed_by: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class OneOfTwo:
    """One of two listings that may be the same."""

    id: UUID
    name: str
    group: str
    state: State
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Pair:
    """Two listings that may be one, and why."""

    id: UUID
    first: OneOfTwo
    second: OneOfTwo
    why: str
    found_at: datetime


@dataclass(frozen=True)
class Part(Generic[T]):
    """A part of the review page: its first lines, and how many there are in all."""

    lines: tuple[T, ...]
    total: int


@dataclass(frozen=True)
class ReviewPage:
    """Everything that waits, most urgent first; `drafts` counts imported ones."""

    area: str
    flagged: Part[WaitingListing]
    batches: tuple[Batch, ...]
    to_ring: Part[WaitingListing]
    reports: Part[Report]
    pairs: Part[Pair]
    checks: tuple[RunningOut, ...]
    drafts: int
    page: int
    pages: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        parts = (self.flagged, self.to_ring, self.reports, self.pairs)
        return not (self.batches or self.checks or any(part.total for part in parts))


@dataclass(frozen=True)
class Counts:
    """How much of each waits, for the desk."""

    flagged: int
    to_ring: int
    reports: int
    pairs: int


def review_page(session: Session, actor: Actor, *, today: date, page: int = 1) -> ReviewPage:
    """What waits in the area that the actor's organisation hosts. Each part turns its own pages."""
    actor.must(permissions.REVIEW)
    area = hosted_area(session, actor)
    rows = _waiting(session, area)
    batches = _batches(rows)
    in_batches = {listing_id for batch in batches for listing_id in batch.ids}
    alone = [row for row in rows if row.id not in in_batches]
    flagged = [row for row in alone if row.state is State.WAITING]
    to_ring = [row for row in alone if row.state is State.UNCONFIRMED]
    reports = open_reports(session, area)
    pairs = _open_pairs(session, area)
    longest = max(len(part) for part in (flagged, to_ring, reports, pairs))
    return ReviewPage(
        area=area.name,
        flagged=_part([_waiting_listing(row) for row in flagged], page),
        batches=batches,
        to_ring=_part([_waiting_listing(row) for row in to_ring], page),
        reports=_part(reports, page),
        pairs=_part(pairs, page),
        checks=running_out(session, area_id=area.id, today=today),
        drafts=_count(session, area, Listing.state == State.DRAFT),
        page=page,
        pages=max(1, -(-longest // SHOWN)),
    )


def counts(session: Session, area: AreaFacts) -> Counts:
    """How much of each waits in an area."""
    return Counts(
        flagged=_count(session, area, Listing.state == State.WAITING),
        to_ring=_count(session, area, _needs_ringing()),
        reports=session.scalar(_reports(area).with_only_columns(sa.func.count())) or 0,
        pairs=session.scalar(_pairs(area).with_only_columns(sa.func.count())) or 0,
    )


def _part(lines: Sequence[T], page: int) -> Part[T]:
    return Part(tuple(lines[(page - 1) * SHOWN : page * SHOWN]), len(lines))


def _needs_ringing() -> sa.ColumnElement[bool]:
    """Registered with a phone number only: nobody can press a link."""
    groups = sa.select(Group.id).where(Group.keeper_email == "")
    return sa.and_(Listing.state == State.UNCONFIRMED, Listing.group_id.in_(groups))


def _count(session: Session, area: AreaFacts, condition: sa.ColumnElement[bool]) -> int:
    wanted = sa.select(sa.func.count()).select_from(Listing)
    return session.scalar(wanted.where(Listing.area_id == area.id, condition)) or 0


def _waiting(session: Session, area: AreaFacts) -> Sequence[Listing]:
    """What was flagged or must be rung, oldest first."""
    return session.scalars(
        sa.select(Listing)
        .options(joinedload(Listing.group))
        .where(
            Listing.area_id == area.id,
            sa.or_(Listing.state == State.WAITING, _needs_ringing()),
        )
        .order_by(Listing.started_at, Listing.id)
    ).all()


def _waiting_listing(row: Listing) -> WaitingListing:
    return WaitingListing(
        id=row.id,
        name=row.content.name,
        group=row.group.name,
        phone=row.group.keeper_phone or row.content.phone,
        since=row.started_at,
        reasons=flag_lines(row),
    )


def flag_lines(row: Listing) -> tuple[FlagLine, ...]:
    """The flags of a listing as editors read them."""
    return tuple(
        FlagLine(str(flag["says"]), UUID(flag["other_id"]) if "other_id" in flag else None)
        for flag in row.flags
    )


def _batches(rows: Iterable[Listing]) -> tuple[Batch, ...]:
    by_id = {row.id: row for row in rows}
    drafts = [
        screening.Draft(
            row.id,
            f"{row.group.name} {row.content.name} {row.content.description}",
            row.content.phone,
            row.content.website,
        )
        for row in by_id.values()
    ]
    return tuple(
        Batch(batch, tuple(by_id[one].content.name for one in batch[:NAMED]))
        for batch in screening.similar_batches(drafts)
    )


# ---- what people told us ---------------------------------------------------------------------


def _reports(area: AreaFacts) -> sa.Select[WrongReport]:
    return (
        sa.select(WrongReport)
        .join(Listing, Listing.id == WrongReport.listing_id)
        .where(Listing.area_id == area.id, WrongReport.settled_at.is_(None))
    )


def open_reports(session: Session, area: AreaFacts) -> list[Report]:
    """What people told us and nobody has settled: claims and contacts first, then oldest first."""
    rows = session.scalars(_reports(area).order_by(WrongReport.told_at, WrongReport.id)).all()
    order = list(ReportKind)
    return sorted(_shaped(session, rows), key=lambda report: order.index(report.kind))


def reports_of(session: Session, listing: Listing) -> tuple[Report, ...]:
    """What people told us about one listing and nobody has settled."""
    rows = session.scalars(
        sa.select(WrongReport)
        .where(WrongReport.listing_id == listing.id, WrongReport.settled_at.is_(None))
        .order_by(WrongReport.told_at)
    ).all()
    return tuple(_shaped(session, rows))


def get_report(session: Session, actor: Actor, report_id: UUID) -> WrongReport:
    """Something that somebody told about a listing that the actor's organisation hosts, or NotFound."""
    row = session.get(WrongReport, report_id)
    if row is None:
        raise NotFound
    get_for_editor(session, actor, row.listing_id)
    return row


def report_page(session: Session, actor: Actor, report_id: UUID) -> Report:
    """One thing that somebody told us."""
    actor.must(permissions.REVIEW)
    return _shaped(session, [get_report(session, actor, report_id)])[0]


def _shaped(session: Session, rows: Sequence[WrongReport]) -> list[Report]:
    ids = {row.listing_id for row in rows}
    listings = {
        one.id: one
        for one in session.scalars(
            sa.select(Listing).options(joinedload(Listing.group)).where(Listing.id.in_(ids))
        )
    }
    names = accounts.names_of(session, [row.told_by for row in rows if row.told_by])
    return [_report(row, listings[row.listing_id], names) for row in rows]


def _report(row: WrongReport, listing: Listing, names: dict[UUID, str]) -> Report:
    kind = kind_of(row)
    return Report(
        id=row.id,
        kind=kind,
        listing_id=listing.id,
        listing=listing.content.name,
        group=listing.group.name,
        says=row.says,
        who=names.get(row.told_by, "") if row.told_by else "",
        told_at=row.told_at,
        claimed_by=str(row.proposal.get("claim", "")),
        differences=labels.differences(listing.content, proposed(listing.content, row)),
    )


def kind_of(row: WrongReport) -> ReportKind:
    """What kind of report it is: seen from where it comes, what it proposes, and who told it."""
    if row.batch_id is not None:
        return ReportKind.LIST
    if "claim" in row.proposal:
        return ReportKind.CLAIM
    if not row.proposal:
        return ReportKind.WRONG
    if not is_of_group(row):
        return ReportKind.CORRECTION
    is_contact = set(row.proposal) <= set(ALWAYS_ASKED_ABOUT)
    return ReportKind.CONTACT if is_contact else ReportKind.CHANGE


# ---- likely duplicates -----------------------------------------------------------------------


def _pairs(area: AreaFacts) -> sa.Select[PossibleDuplicate]:
    here = sa.select(Listing.id).where(Listing.area_id == area.id)
    return sa.select(PossibleDuplicate).where(
        PossibleDuplicate.settled_at.is_(None), PossibleDuplicate.second_id.in_(here)
    )


def _open_pairs(session: Session, area: AreaFacts) -> list[Pair]:
    rows = session.scalars(_pairs(area).order_by(PossibleDuplicate.found_at)).all()
    return [_pair(session, row) for row in rows]


def get_pair(session: Session, actor: Actor, pair_id: UUID) -> PossibleDuplicate:
    """Two listings that may be one, both hosted by the actor's organisation, or NotFound."""
    row = session.get(PossibleDuplicate, pair_id)
    if row is None:
        raise NotFound
    get_for_editor(session, actor, row.first_id)
    get_for_editor(session, actor, row.second_id)
    return row


def pair_page(session: Session, actor: Actor, pair_id: UUID) -> Pair:
    """Two listings side by side."""
    actor.must(permissions.REVIEW)
    return _pair(session, get_pair(session, actor, pair_id))


def _pair(session: Session, row: PossibleDuplicate) -> Pair:
    first, second = (_one_of_two(session, one) for one in (row.first_id, row.second_id))
    return Pair(row.id, first, second, row.why, row.found_at)


def _one_of_two(session: Session, listing_id: UUID) -> OneOfTwo:
    row = session.get_one(Listing, listing_id)
    return OneOfTwo(
        row.id, row.content.name, row.group.name, row.state, labels.answers(row.content)
    )


def hosted(session: Session, actor: Actor, listing_ids: Iterable[UUID]) -> Sequence[Listing]:
    """Those of these listings that the actor's organisation hosts."""
    wanted = hosted_by(session, actor).where(Listing.id.in_(list(listing_ids)))
    return session.scalars(wanted.order_by(Listing.started_at)).all()
