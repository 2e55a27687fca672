"""What a view may ask of the request in hand: the session, who is acting, what time it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session

from kernel.access import ANYONE, Actor
from kernel.database import Database

LONDON = ZoneInfo("Europe/London")

HOUSEHOLD = 64  # bits of an IPv6 address that one household or office shares

NoteOpened = Callable[..., None]


@dataclass(frozen=True)
class Wiring:
    """What `wsgi` hands to the web: the database, the clock, and who notes an opened record."""

    database: Database
    clock: Callable[[], datetime]
    address: str
    is_production: bool
    is_demo: bool
    note_opened: NoteOpened
    note_refused: NoteOpened


def wiring() -> Wiring:
    """The wiring of the running application."""
    return cast(Wiring, current_app.extensions["petunias"])


def db() -> Session:
    """The session of this request: it reads on a GET, and writes in one transaction on a POST."""
    return cast(Session, g.session)


def apart() -> AbstractContextManager[Session]:
    """A transaction of its own, for what stays though the form was refused and all else is undone.

    Only after the refusal: before it, the one of the request may hold the database.
    """
    return wiring().database.writing()


def now() -> datetime:
    """What time it is, with a zone. The one place where the web reads the clock."""
    if "now" not in g:
        g.now = wiring().clock()
    return cast(datetime, g.now)


def actor() -> Actor:
    """Who is acting: somebody signed in, somebody with a group's link, or anyone."""
    return cast(Actor, getattr(current_user, "actor", ANYONE))


def network() -> str:
    """Where the request comes from, coarse enough to count by: IPv4 address or IPv6 /64."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, HOUSEHOLD), strict=False))


def shows(*record_ids: UUID) -> None:
    """Say which people's records this page shows, so that each is noted as opened."""
    g.setdefault("shown", []).extend(record_ids)


def lists(*record_ids: UUID) -> None:
    """Say whose names this page lists, so that each is noted as seen in a list, and not as opened."""
    g.setdefault("listed", []).extend(record_ids)


def wants_json() -> bool:
    """Whether the address belongs to a machine's way in."""
    return request.path.startswith(("/api/", "/data/")) or request.path == "/healthz"


def is_for_everybody() -> bool:
    """Whether the answer is the same whoever asks: a stylesheet, a script, a picture."""
    return request.path.startswith("/static/")


def extension(name: str) -> Any:
    """Something that `wsgi` put beside the application for one feature."""
    return current_app.extensions[name]


def london_day() -> date:
    """What day it is in London."""
    return now().astimezone(LONDON).date()
