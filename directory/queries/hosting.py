"""The host's own pages: the area it keeps, its settings, and the records of how it makes it known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import AreaFacts
from directory import permissions
from directory.models import (
    HostSettings,
    LaunchMessage,
    NamedOwner,
    Promotion,
    ServiceLevel,
    TestPanellist,
)
from kernel.access import Actor
from kernel.errors import NotAllowed, NotFound

NOT_HOST = "Only the organisation that hosts the directory of your area can do this."

Row = Promotion | LaunchMessage | ServiceLevel | NamedOwner | TestPanellist


@dataclass(frozen=True)
class Line:
    """A line of one of the host's records, and what may still be done with it ("" for nothing)."""

    id: UUID
    cells: tuple[str, ...]
    act: str = ""


@dataclass(frozen=True)
class Book:
    """One of the host's records: its columns, its lines newest first."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class HostPage:
    """Where the host finds everything that it keeps."""

    area: str
    counts: Mapping[str, int]
    can_set: bool
    can_draw: bool


def find_hosted_area(session: Session, actor: Actor) -> AreaFacts | None:
    """The area whose directory the actor's own organisation hosts, if it hosts one."""
    if actor.organisation_id is None:
        return None
    hosted = [one for one in accounts.areas(session) if one.host_id == actor.organisation_id]
    return hosted[0] if hosted else None


def hosted_area(session: Session, actor: Actor) -> AreaFacts:
    """The area whose directory the actor's own organisation hosts, or NotAllowed with the reason."""
    area = find_hosted_area(session, actor)
    if area is None:
        raise NotAllowed(NOT_HOST)
    return area


def settings_of(session: Session, area_id: UUID) -> HostSettings:
    """How an area's directory is kept; what nobody has set is as it is at first."""
    kept = session.scalar(sa.select(HostSettings).where(HostSettings.area_id == area_id))
    return kept or HostSettings(
        area_id=area_id,
        due_after_days=90,
        marked_after_days=14,
        lower_after_days=28,
        out_after_days=60,
        archived_after_days=180,
        is_every_listing_held=False,
        phone="",
        prize_pence=10_000,
        procurement_note="",
    )


def host_page(session: Session, actor: Actor) -> HostPage:
    """What the host keeps, with how many lines each record has."""
    actor.must(permissions.PROMOTE)
    area = hosted_area(session, actor)
    return HostPage(
        area.name,
        {slug: len(book(session, actor, slug).lines) for slug in BOOKS},
        can_set=actor.may(permissions.SETTINGS),
        can_draw=actor.may(permissions.DRAW),
    )


def book(session: Session, actor: Actor, slug: str) -> Book:
    """One of the host's records, newest first."""
    actor.must(permissions.PROMOTE)
    area = hosted_area(session, actor)
    kind, columns = BOOKS[slug]
    rows = session.scalars(
        sa.select(kind).where(kind.area_id == area.id).order_by(kind.recorded_at.desc(), kind.id)
    )
    return Book(columns, tuple(_line(cast(Row, row)) for row in rows))


def get_line(session: Session, actor: Actor, slug: str, line_id: UUID) -> Row:
    """A line of one of the actor's own area's records, or NotFound."""
    area = find_hosted_area(session, actor)
    kind = BOOKS[slug][0]
    row = session.scalar(
        sa.select(kind).where(kind.id == line_id, kind.area_id == area.id if area else sa.false())
    )
    if row is None:
        raise NotFound
    return cast(Row, row)


def _line(row: Row) -> Line:
    return Line(row.id, _cells(row), _act(row))


def _cells(row: Row) -> tuple[str, ...]:
    match row:
        case Promotion():
            reached = "" if row.reached is None else f"{row.reached:,}"
            return _day(row.done_on), row.what, row.network, reached
        case LaunchMessage():
            return row.stakeholder, row.message, _day(row.sent_on)
        case ServiceLevel():
            return row.about, row.promise, row.supplier, _day(row.until_on), _ended(row)
        case NamedOwner():
            return row.part, row.name, row.role, _ended(row)
        case TestPanellist():
            said = (row.called, row.tried, row.found)
            return (
                _day(row.tried_on),
                *said,
                _yes(row.was_useful),
                _yes(row.was_accessible),
                row.we_did,
            )


def _act(row: Row) -> str:
    """The one thing that may still be done with a line."""
    match row:
        case LaunchMessage(sent_on=None):
            return "It was sent today"
        case ServiceLevel(ended_at=None):
            return "It no longer holds"
        case NamedOwner(ended_at=None):
            return "No longer"
        case _:
            return ""


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _ended(row: ServiceLevel | NamedOwner) -> str:
    return f"Ended {_day(row.ended_at.date())}" if row.ended_at else "In force"


def _yes(value: bool | None) -> str:
    return {True: "Yes", False: "No", None: ""}[value]


BOOKS: Mapping[str, tuple[type[Row], tuple[str, ...]]] = {
    "promotion": (Promotion, ("When", "What was done", "Through whom", "People reached")),
    "launch-messages": (LaunchMessage, ("For whom", "Message", "Sent")),
    "service-levels": (ServiceLevel, ("About", "Promise", "By whom", "Until", "State")),
    "owners": (NamedOwner, ("Part", "Name", "Role", "State")),
    "test-panel": (
        TestPanellist,
        ("When", "Who", "What they tried", "What they found", "Useful", "Accessible", "We did"),
    ),
}
"""The host's records by their address: table, and columns as people read them."""
