"""Reading unmet need: what an organisation wrote down, a quarter at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import LocalityFacts
from accounts.vocabulary import OrganisationKind
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import Quarter
from unmet_need import permissions
from unmet_need.models import UnmetNeed
from unmet_need.needs import Line, Told, lines
from unmet_need.vocabulary import Source

QUARTERS = 5
"""So many are offered: this one, and those of the year before."""


@dataclass(frozen=True)
class NeedLine:
    """Something that was written down. `struck_because` says why it counts no longer."""

    id: UUID
    told: Told
    source: Source
    number: int
    happened_on: date
    place: str
    who: str
    struck_because: str


@dataclass(frozen=True)
class NeedsPage:
    """What an organisation wrote down in a quarter, newest first, and what it comes to."""

    quarter: Quarter
    quarters: tuple[Quarter, ...]
    needs: tuple[NeedLine, ...]
    sums: tuple[Line, ...]
    places: tuple[LocalityFacts, ...]
    last_place: UUID | None
    """Where the last one was, since most are of one place."""
    source: Source
    """Where this organisation hears of need."""


@dataclass(frozen=True)
class NeedPage:
    """One of them, to say more of."""

    line: NeedLine
    version: int
    is_struck: bool


def visible_to(actor: Actor) -> sa.Select[UnmetNeed]:
    """What the actor's own organisation wrote down."""
    return sa.select(UnmetNeed).where(UnmetNeed.organisation_id == actor.organisation_id)


def get_need(session: Session, actor: Actor, need_id: UUID) -> UnmetNeed:
    """One of them, or NotFound."""
    row = session.scalar(visible_to(actor).where(UnmetNeed.id == need_id))
    if row is None:
        raise NotFound
    return row


def needs_page(session: Session, actor: Actor, asked: str, *, on: date) -> NeedsPage:
    """What was written down in a quarter: "2026-10-01" asks for the one from that day, "" for this one."""
    actor.must(permissions.RECORD)
    offered = _offered(on)
    quarter = _asked(asked, offered)
    in_quarter = visible_to(actor).where(
        UnmetNeed.happened_on.between(quarter.first_day, quarter.last_day)
    )
    rows = session.scalars(
        in_quarter.order_by(
            UnmetNeed.happened_on.desc(), UnmetNeed.recorded_at.desc(), UnmetNeed.id
        )
    ).all()
    places = own_places(session, actor)
    return NeedsPage(
        quarter, offered, tuple(_lines(rows, places)),
        lines(row.counted for row in rows if row.struck_at is None), places,
        _last_place(session, actor), source_of(session, actor),
    )  # fmt: skip


def _offered(on: date) -> tuple[Quarter, ...]:
    found = [Quarter.containing(on)]
    while len(found) < QUARTERS:
        found.append(found[-1].previous)
    return tuple(found)


def _asked(asked: str, offered: Sequence[Quarter]) -> Quarter:
    if not asked:
        return offered[0]
    found = next((one for one in offered if one.first_day.isoformat() == asked), None)
    if found is None:
        raise NotFound
    return found


def own_places(session: Session, actor: Actor) -> tuple[LocalityFacts, ...]:
    """The localities of the actor's area."""
    return accounts.localities(session, actor.area_id) if actor.area_id else ()


def _last_place(session: Session, actor: Actor) -> UUID | None:
    wanted = visible_to(actor).where(UnmetNeed.origin == "")
    row = session.scalar(wanted.order_by(UnmetNeed.recorded_at.desc(), UnmetNeed.id).limit(1))
    return row.locality_id if row else None


def source_of(session: Session, actor: Actor) -> Source:
    """Where the actor's organisation hears of need: a practice in consultations, a lead NTP in its link work."""
    if actor.organisation_id is None:
        raise NotFound
    kind = accounts.get_organisation(session, actor.organisation_id).kind
    return Source.LINK_WORK if kind is OrganisationKind.LEAD_NTP else Source.CONSULTATION


def need_page(session: Session, actor: Actor, need_id: UUID) -> NeedPage:
    """One of what was written down."""
    actor.must(permissions.RECORD)
    row = get_need(session, actor, need_id)
    (line,) = _lines([row], own_places(session, actor))
    return NeedPage(line, row.version, row.struck_at is not None)


def _lines(rows: Sequence[UnmetNeed], places: Sequence[LocalityFacts]) -> list[NeedLine]:
    names = {one.id: one.name for one in places}
    return [
        NeedLine(
            row.id, row.told, row.source, row.number, row.happened_on,
            names.get(row.locality_id, "") if row.locality_id else "", row.who, row.struck_because,
        )
        for row in rows
    ]  # fmt: skip


def was_read(session: Session, origin: str) -> bool:
    """Whether need was read from there already."""
    return session.scalar(sa.select(UnmetNeed.id).where(UnmetNeed.origin == origin)) is not None
