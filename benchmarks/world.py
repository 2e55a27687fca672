"""An installation to measure: Anytown, migrated and indexed, with made-up listings by the thousand."""

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from accounts import queries as accounts
from benchmarks.corpus import published
from benchmarks.questions import NOW
from config import Settings
from directory.content import Content
from directory.lifecycle import Move, State
from directory.operations import indexing
from directory.operations.keeping_many import (
    NewGroup,
    NewListing,
    add_groups,
    begin_many,
    make_many,
)
from directory.published import Published
from kernel import schema
from kernel.access import SYSTEM
from kernel.database import Database
from kernel.geography import Point
from web.commands import load_demo
from wsgi import create_app

_SAID = frozenset(field.name for field in fields(Content))


def settings(folder: Path) -> Settings:
    """The settings of the installation that lies in a folder."""
    return Settings.from_environment(environment(folder))


def environment(folder: Path) -> dict[str, str]:
    """The same for a process of its own."""
    return {
        "PETUNIAS_DATA": str(folder),
        "PETUNIAS_ADDRESS": "http://127.0.0.1",
        "PETUNIAS_DEMO": "1",  # its people may sign in
    }


def make(folder: Path, size: int) -> Flask:
    """Anytown with so many made-up listings more, all of them to be found."""
    app = create_app(settings(folder))
    database: Database = app.extensions["petunias"].database
    schema.upgrade(database.url)
    with app.app_context():
        load_demo()
    with database.writing() as session:
        _add(session, published(size))
    indexing.keeper().rebuild(at=NOW)
    return app


def _add(session: Session, listings: tuple[Published, ...]) -> None:
    area_id = next(area.id for area in accounts.areas(session))
    localities = [one.id for one in accounts.localities(session)]
    groups = {one.group.id: NewGroup(one.group.name, id=one.group.id) for one in listings}
    new = [_new(one, localities[at % len(localities)]) for at, one in enumerate(listings)]
    add_groups(session, groups.values(), area_id=area_id, at=NOW)
    begin_many(session, SYSTEM, new, area_id=area_id, at=NOW, because="to be measured")
    for move, before in ((Move.SUBMIT, State.DRAFT), (Move.CONFIRM, State.UNCONFIRMED)):
        make_many(session, SYSTEM, _ids(new), move, before=before, at=NOW, because="to be measured")


def _ids(new: list[NewListing]) -> Iterator[UUID]:
    return (listing.id for listing in new)


def _new(one: Published, locality_id: UUID) -> NewListing:
    said = {name: getattr(one, name) for name in _SAID if hasattr(one, name)}
    is_here = one.latitude is not None and one.longitude is not None
    return NewListing(
        group_id=one.group.id,
        content=replace(Content(name=one.name), **said),
        point=Point(lat=one.latitude or 0, lon=one.longitude or 0) if is_here else None,
        locality_id=locality_id if is_here else None,
        source="demo",
        confirmed_on=one.confirmed_on,
        id=one.id,
    )
