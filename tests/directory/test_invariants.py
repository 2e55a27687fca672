"""Each check is quiet on a sound world and finds what was broken by hand."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory import invariants
from directory.content import Content
from directory.imports.batches import BatchState
from directory.lifecycle import Move
from directory.models import ImportBatch, ImportRow, Listing
from directory.operations import importing, keeping
from directory.vocabulary import Place
from kernel.access import SYSTEM
from kernel.worker import TICK, TimedRun
from tests import cast_directory as cast
from tests.cast_importing import an_editor, brought_in
from tests.support.clock import NOON


@pytest.fixture
def world(app, database):
    """A listing, a hidden one, and a list that has been published."""
    with database.writing() as session:
        editor = an_editor(session)
        area_id = editor.area_id
        cast.a_listing(session, area_id=area_id)
        hidden = cast.a_listing(session, area_id=area_id, group="Haven")
        keeping.hide_place(session, SYSTEM, hidden, address="4 Secret Lane", at=NOON)
        session.add(TimedRun(name=TICK, ran_at=NOON))
    batch_id = brought_in(database, actor=editor)
    with database.writing() as session:
        importing.publish_batch(session, editor, batch_id, at=NOON)
    return database


def broken(database) -> list[str]:
    with database.reading() as session:
        return [says for one in invariants.INVARIANTS for says in one.check(session)]


def test_a_sound_world_has_no_complaint(world):
    assert broken(world) == []


def test_a_hidden_place_that_says_where_it_is(world):
    with world.writing() as session:
        row = session.scalars(sa.select(Listing).where(Listing.place == Place.HIDDEN)).one()
        row.content = Content(name="Haven", place=Place.HIDDEN, address="4 Secret Lane")
    assert "says where it is" in broken(world)[0]


def test_something_odd_that_is_public_without_an_editor(world):
    with world.writing() as session:
        row = session.scalars(sa.select(Listing).where(Listing.source == "")).first()
        row.flags = [{"kind": "link", "field": "name", "says": "A link."}]
    assert "no editor has looked at it" in broken(world)[0]
    with world.writing() as session:
        row = session.get_one(Listing, row.id)
        keeping.make(session, SYSTEM, row, Move.SUSPEND, at=NOON)
        keeping.make(session, SYSTEM, row, Move.RELEASE, at=NOON)
    assert broken(world) == []


def test_a_list_that_came_in_only_in_part(world):
    with world.writing() as session:
        row = session.scalars(
            sa.select(ImportRow).where(ImportRow.listing_id.is_not(None)).limit(1)
        ).one()
        row.listing_id = None
    assert "only in part" in broken(world)[0]


def test_a_list_that_stands_still_though_the_worker_works(world):
    with world.writing() as session:
        batch = session.scalars(sa.select(ImportBatch)).one()
        session.execute(sa.update(ImportRow).values(listing_id=None))
        batch.state, batch.heard_at = BatchState.READING, NOON - timedelta(hours=2)
    assert "nothing was heard of it" in broken(world)[0]


def test_a_row_that_belongs_to_nothing(world):
    if not world.is_sqlite:
        return  # PostgreSQL cannot be made to hold one
    with closing(sqlite3.connect(world.engine.url.database)) as connection:
        connection.execute("UPDATE listing_slot SET listing_id = ?", ["0" * 32])
        connection.commit()
    said = broken(world)
    assert any("belongs to no listing" in one for one in said)
    assert any("belongs to a row of listing that is not there" in one for one in said)
