"""What the host keeps: its clocks and settings, and how it makes the directory known (A-DIR-09 to -18)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory import permissions
from directory.freshness import Clock
from directory.models import (
    HostSettings,
    LaunchMessage,
    NamedOwner,
    Promotion,
    ServiceLevel,
    TestPanellist,
)
from directory.queries import hosting as queries
from directory.queries.hosting import Row
from directory.wording import one_line, plain
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london


@dataclass(frozen=True)
class Kept:
    """The host's settings as somebody has filled them in."""

    clock: Clock
    is_every_listing_held: bool
    phone: str
    prize_pence: int


def keep_settings(
    session: Session, actor: Actor, kept: Kept, *, version: int, at: datetime
) -> HostSettings:
    """Set the clocks of the ladder, the prize, the phone, and whether every new listing waits."""
    actor.must(permissions.SETTINGS)
    settings = _settings(session, actor)
    if (settings.version or 0) != version:
        raise Conflict("Somebody else changed the settings. Open the page again and look.")
    settings.due_after_days = kept.clock.due_after_days
    settings.marked_after_days = kept.clock.marked_after_days
    settings.lower_after_days = kept.clock.lower_after_days
    settings.out_after_days = kept.clock.out_after_days
    settings.archived_after_days = kept.clock.archived_after_days
    settings.is_every_listing_held = kept.is_every_listing_held
    settings.phone, settings.prize_pence = one_line(kept.phone), kept.prize_pence
    return _kept(session, actor, settings, "changed how the directory is kept", at=at)


def keep_procurement(session: Session, actor: Actor, *, note: str, at: datetime) -> HostSettings:
    """Say how the site was bought: it is the lead NTP's, outside normal NHS tender (A-DIR-18)."""
    actor.must(permissions.PROMOTE)
    settings = _settings(session, actor)
    settings.procurement_note = plain(note)
    return _kept(session, actor, settings, "noted how the site was bought", at=at)


def _settings(session: Session, actor: Actor) -> HostSettings:
    settings = queries.settings_of(session, queries.hosted_area(session, actor).id)
    session.add(settings)
    return settings


def _kept(
    session: Session, actor: Actor, settings: HostSettings, act: str, *, at: datetime
) -> HostSettings:
    session.flush()
    audit.record(session, actor, act, settings, at=at)
    return settings


def note_promotion(
    session: Session,
    actor: Actor,
    *,
    done_on: date,
    what: str,
    network: str,
    reached: int | None,
    at: datetime,
) -> Row:
    """Something was done to make the directory known (A-LN-04)."""
    area_id = _area(session, actor)
    if done_on > day_in_london(at):
        raise RuleBroken("This day has not come yet. Note it when it is done.", field="done_on")
    row = Promotion(
        area_id=area_id,
        done_on=done_on,
        what=plain(what),
        network=one_line(network),
        reached=reached,
        recorded_by=actor.user_id,
        recorded_at=at,
    )
    return _noted(session, actor, row, "noted a promotion", at=at)


def plan_message(
    session: Session, actor: Actor, *, stakeholder: str, message: str, sent_on: date | None,
    at: datetime,
) -> Row:  # fmt: skip
    """A launch message for one group of stakeholders, sent or still to be sent (A-DIR-09)."""
    row = LaunchMessage(
        area_id=_area(session, actor),
        stakeholder=one_line(stakeholder),
        message=plain(message),
        sent_on=sent_on,
        recorded_at=at,
    )
    return _noted(session, actor, row, "noted a launch message", at=at)


def note_promise(
    session: Session, actor: Actor, *, about: str, promise: str, supplier: str,
    until_on: date | None, at: datetime,
) -> Row:  # fmt: skip
    """What was promised about the site, and by whom (A-DIR-12 to -14)."""
    row = ServiceLevel(
        area_id=_area(session, actor),
        about=about,
        promise=plain(promise),
        supplier=one_line(supplier),
        until_on=until_on,
        recorded_at=at,
    )
    return _noted(session, actor, row, "noted a service level", at=at)


def name_owner(
    session: Session, actor: Actor, *, part: str, name: str, role: str, at: datetime
) -> Row:
    """Who owns a part of keeping the directory (A-DIR-15)."""
    row = NamedOwner(
        area_id=_area(session, actor),
        part=part,
        name=one_line(name),
        role=one_line(role),
        recorded_at=at,
    )
    return _noted(session, actor, row, "named an owner", at=at)


@dataclass(frozen=True)
class Trial:
    """What somebody of the test panel tried, found and thought."""

    called: str
    tried_on: date
    tried: str
    found: str
    was_useful: bool | None
    was_accessible: bool | None
    we_did: str


def note_trial(session: Session, actor: Actor, trial: Trial, *, at: datetime) -> Row:
    """Somebody of the test panel tried the site (A-DIR-16)."""
    row = TestPanellist(
        area_id=_area(session, actor),
        called=one_line(trial.called),
        tried_on=trial.tried_on,
        tried=plain(trial.tried),
        found=plain(trial.found),
        was_useful=trial.was_useful,
        was_accessible=trial.was_accessible,
        we_did=plain(trial.we_did),
        recorded_at=at,
    )
    return _noted(session, actor, row, "noted a trial of the site", at=at)


def close_line(session: Session, actor: Actor, slug: str, line_id: UUID, *, at: datetime) -> None:
    """The one thing that may still be done with a line: a message was sent, a promise ended."""
    actor.must(permissions.PROMOTE)
    row = queries.get_line(session, actor, slug, line_id)
    match row:
        case LaunchMessage(sent_on=None):
            row.sent_on = day_in_london(at)
        case ServiceLevel(ended_at=None) | NamedOwner(ended_at=None):
            row.ended_at = at
        case _:
            raise RuleBroken("This was done already.")
    audit.record(session, actor, "closed a line of the host's records", row, at=at)


def _area(session: Session, actor: Actor) -> UUID:
    actor.must(permissions.PROMOTE)
    return queries.hosted_area(session, actor).id


def _noted(session: Session, actor: Actor, row: Row, act: str, *, at: datetime) -> Row:
    session.add(row)
    session.flush()
    audit.record(session, actor, act, row, at=at)
    return row
