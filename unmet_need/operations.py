"""Writing down need that nobody met, saying more of it, and striking out what was a mistake (A-R2-01, B13 to B15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory.vocabulary import Domain
from kernel.access import SYSTEM, Actor
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.periods import day_in_london
from unmet_need import permissions
from unmet_need.models import UnmetNeed
from unmet_need.needs import Told, check, check_tally
from unmet_need.queries import get_need, own_places, source_of, was_read
from unmet_need.vocabulary import Reason, Source

CHANGED_MEANWHILE = "Somebody else said more of this in the meantime. Look at it again."
STRUCK_MEANWHILE = "This was struck out in the meantime."
HEARD_ON_PAPER = (
    Source.CONSULTATION,
    Source.LINK_WORK,
    Source.FOCUS_GROUP,
    Source.SOCIAL_MARKETING,
)
"""Where a sheet may have been filled in."""


@dataclass(frozen=True)
class Sheet:
    """A tally sheet: how many of each kind, where, on which day, and why they were not met."""

    source: Source
    happened_on: date
    locality_id: UUID | None
    reason: Reason
    counts: Mapping[Domain, int]


@dataclass(frozen=True)
class Heard:
    """Need that another part of the program heard of; `origin` says from what it is read, so that it is read once."""

    origin: str
    told: Told
    area_id: UUID
    locality_id: UUID | None
    organisation_id: UUID | None
    source: Source
    happened_on: date


def record(
    session: Session, actor: Actor, told: Told, *, locality_id: UUID | None, at: datetime
) -> UnmetNeed:
    """Write down what somebody wanted today, and could not have. It says nothing of who."""
    actor.must(permissions.RECORD)
    on = day_in_london(at)
    check(told, happened_on=on)
    row = _born(session, actor, source_of(session, actor), locality_id, on, at=at)
    row.say(told)
    _keep(session, actor, row, "wrote down unmet need", at=at)
    return row


def say_more(
    session: Session, actor: Actor, need_id: UUID, told: Told, *, seen: int, at: datetime
) -> None:
    """Say more of it, or put it right. Conflict where somebody else did since."""
    actor.must(permissions.RECORD)
    row = _get_counted(session, actor, need_id)
    if row.version != seen:
        raise Conflict(CHANGED_MEANWHILE)
    check(told, happened_on=row.happened_on)
    row.say(told)
    _keep(session, actor, row, "said more of unmet need", at=at)


def strike_out(
    session: Session, actor: Actor, need_id: UUID, *, because: str, at: datetime
) -> None:
    """It was a mistake: it counts no longer."""
    actor.must(permissions.RECORD)
    row = _get_counted(session, actor, need_id)
    row.strike_out(because, at=at)
    _keep(session, actor, row, "struck out unmet need", at=at)


def type_in(session: Session, actor: Actor, sheet: Sheet, *, at: datetime) -> int:
    """Keep what a sheet of paper counted (B14): a row for each kind. How many needs that were."""
    actor.must(permissions.RECORD)
    check_tally(sheet.counts)
    if sheet.happened_on > day_in_london(at):
        raise RuleBroken("Enter the day of the sheet: today or before.", field="happened_on")
    if sheet.source not in HEARD_ON_PAPER:
        raise RuleBroken("Choose where it was heard.", field="source")
    for domain, number in sheet.counts.items():
        if number:
            row = _born(session, actor, sheet.source, sheet.locality_id, sheet.happened_on, at=at)
            row.say(Told((domain,), reason=sheet.reason))
            row.number = number
            _keep(session, actor, row, "typed in unmet need from paper", at=at)
    return sum(sheet.counts.values())


def read_from_below(session: Session, heard: Heard, *, at: datetime) -> None:
    """Keep what another part of the program heard, once."""
    if was_read(session, heard.origin):
        return
    row = UnmetNeed(
        area_id=heard.area_id, locality_id=heard.locality_id, organisation_id=heard.organisation_id,
        source=heard.source, happened_on=heard.happened_on, origin=heard.origin, who=SYSTEM.called,
        recorded_at=at, number=1,
    )  # fmt: skip
    row.say(heard.told)
    _keep(session, SYSTEM, row, "read unmet need", at=at)


def _born(
    session: Session,
    actor: Actor,
    source: Source,
    locality_id: UUID | None,
    on: date,
    *,
    at: datetime,
) -> UnmetNeed:
    if locality_id is not None and locality_id not in {
        one.id for one in own_places(session, actor)
    }:
        raise NotFound
    return UnmetNeed(
        area_id=actor.area_id, locality_id=locality_id, organisation_id=actor.organisation_id,
        source=source, happened_on=on, by=actor.user_id, who=actor.called, recorded_at=at, number=1,
    )  # fmt: skip


def _get_counted(session: Session, actor: Actor, need_id: UUID) -> UnmetNeed:
    row = get_need(session, actor, need_id)
    if row.struck_at is not None:
        raise RuleBroken(STRUCK_MEANWHILE)
    return row


def _keep(session: Session, actor: Actor, row: UnmetNeed, did: str, *, at: datetime) -> None:
    session.add(row)
    session.flush()
    audit.record(session, actor, did, row, at=at)
