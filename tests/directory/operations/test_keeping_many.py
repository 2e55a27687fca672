"""Thousands at once are kept as one by one: the same rows, the same moves, nothing half done."""

import pytest
import sqlalchemy as sa

from directory.content import Content
from directory.lifecycle import Move, State
from directory.models import HiddenPlace, Listing, ListingMove, ListingSlot, ListingVersion
from directory.operations import keeping, keeping_many
from directory.operations.keeping_many import NewGroup, NewListing
from directory.vocabulary import Place
from kernel.access import SYSTEM
from kernel.errors import Conflict
from kernel.geography import Point
from kernel.outbox import OutboxItem
from tests import cast_directory as cast
from tests.support.clock import NOON

WALKS = Content(name="Walks", when="Tuesdays and Fridays 10am to 12", postcode="NE6 1AB")


def begin(session, *contents: Content, **facts) -> list[NewListing]:
    area_id = cast.anytown(session)
    group = NewGroup("Walkers")
    listings = [NewListing(group.id, content, **facts) for content in contents]
    keeping_many.add_groups(session, [group], area_id=area_id, at=NOON)
    count = keeping_many.begin_many(
        session, SYSTEM, listings, area_id=area_id, at=NOON, because="A list"
    )
    assert count == len(contents)
    return listings


def facts_of(session, listing: Listing) -> dict:
    """What stands in the tables about a listing, apart from ids and codes."""
    left_out = {"id", "group_id", "short_code", "source", "flags", "locality_id", "version"}
    row = {
        column.key: getattr(listing, column.key)
        for column in sa.inspect(Listing).column_attrs
        if column.key not in left_out
    }
    slots = session.scalars(
        sa.select(ListingSlot)
        .where(ListingSlot.listing_id == listing.id)
        .order_by(ListingSlot.position)
    )
    versions = session.scalars(
        sa.select(ListingVersion).where(ListingVersion.listing_id == listing.id)
    )
    return {
        **row,
        "slots": [(one.position, one.weekday, one.opens_at, one.closes_at) for one in slots],
        "versions": [(one.number, one.content, one.who) for one in versions],
    }


def test_what_is_begun_together_is_what_is_begun_alone(session):
    point = Point(54.975, -1.575)
    together = session.get_one(Listing, begin(session, WALKS, point=point)[0].id)
    alone = keeping.begin(session, SYSTEM, group=together.group, content=WALKS, at=NOON)
    alone.latitude, alone.longitude = point.lat, point.lon
    session.flush()
    session.expire_all()
    assert facts_of(session, together) == facts_of(session, alone)
    assert len(facts_of(session, together)["slots"]) == 2


def test_a_hidden_place_has_no_position_whatever_is_said(session):
    content = Content(name="Safe house", place=Place.HIDDEN)
    facts = {"point": Point(54, -1), "hidden_address": "4 Secret Lane"}
    listing = session.get_one(Listing, begin(session, content, **facts)[0].id)
    assert listing.latitude is None and listing.longitude is None
    assert session.scalars(sa.select(HiddenPlace.address)).one() == "4 Secret Lane"


def test_many_make_one_move_each_remembers_it_and_the_index_hears(session):
    ids = [one.id for one in begin(session, WALKS, WALKS, WALKS)]
    keeping_many.make_many(
        session, SYSTEM, ids, Move.PUBLISH, before=State.DRAFT, at=NOON, because="A list"
    )
    session.flush()
    rows = session.scalars(sa.select(Listing)).all()
    assert {(row.state, row.published_at, row.version) for row in rows} == {(State.LIVE, NOON, 2)}
    assert {move.listing_id for move in session.scalars(sa.select(ListingMove))} == set(ids)
    heard = session.scalars(sa.select(OutboxItem.payload)).all()
    assert {str(one) for one in ids} <= {str(one.get("listing_id")) for one in heard}


def test_if_one_stands_elsewhere_by_now_none_moves(database):
    with database.writing() as session:
        first, second = begin(session, WALKS, WALKS)
        session.get_one(Listing, second.id).state = State.WITHDRAWN
    with pytest.raises(Conflict), database.writing() as session:
        keeping_many.make_many(
            session,
            SYSTEM,
            [first.id, second.id],
            Move.PUBLISH,
            before=State.DRAFT,
            at=NOON,
            because="",
        )
    with database.reading() as session:
        assert session.get_one(Listing, first.id).state is State.DRAFT


def test_items_come_so_many_at_a_time():
    assert list(keeping_many.batched(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(keeping_many.batched([], 2)) == []
