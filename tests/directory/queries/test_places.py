"""Where a typed place is, and how well we know it."""

import pytest

from accounts import operations as accounts
from accounts import queries
from directory.operations.finding import keep_postcodes
from directory.postcodes.files import Outcome, Read
from directory.queries.places import Precision, likely, locality_in, locate, nearest
from kernel.access import SYSTEM
from kernel.geography import Point, distance_km
from tests.cast_directory import anytown
from tests.support.clock import NOON

BYKER = Point(54.9744, -1.5824)


@pytest.mark.parametrize(
    ("typed", "precision", "label"),
    [
        ("NE6 1AB", Precision.SECTOR, "NE6 1"),
        ("ne61ab", Precision.SECTOR, "NE6 1"),
        ("NE6 0ZZ", Precision.OUTCODE, "NE6"),
        ("NE6 1", Precision.SECTOR, "NE6 1"),
        ("NE6", Precision.OUTCODE, "NE6"),
        ("gateshead", Precision.TOWN, "Gateshead"),
        ("12 Weaver Street, Byker, NE6 1AB", Precision.SECTOR, "NE6 1"),
        ("Byker ne6", Precision.OUTCODE, "NE6"),
    ],
)
def test_what_is_shipped_finds_every_kind_of_place(session, typed, precision, label):
    found = locate(session, typed)
    assert (found.precision, found.label) == (precision, label)
    assert distance_km(found.point, BYKER) < 10


@pytest.mark.parametrize("typed", ["", "   ", "!?", "BT1 1AA", "ZZ99 9ZZ", "Atlantis", "x" * 5000])
def test_a_place_that_we_do_not_know_is_not_found(session, typed):
    assert locate(session, typed) is None


def test_a_loaded_postcode_is_used_before_its_sector(session):
    keep_postcodes(session, [Read(Outcome.POSITION, "NE61AB", 5497000, -157000)])
    found = locate(session, "NE6 1AB")
    assert (found.precision, found.point) == (Precision.POSTCODE, Point(54.97, -1.57))
    assert found.instead_of == ""
    assert locate(session, "ne61ad").instead_of == "NE6 1AD"


def test_a_place_in_one_locality_lies_in_its_area(session):
    area_id = anytown(session)
    for typed in ("NE6 1AB", "NE6 1", "NE6", "Riverside"):
        found = locate(session, typed)
        assert (found.area_id, found.locality_id is not None) == (area_id, True), typed


def test_an_area_is_a_place_by_its_name(session):
    area_id = anytown(session)
    found = locate(session, "anytown")
    assert (found.label, found.area_id, found.locality_id) == ("Anytown", area_id, None)
    assert distance_km(found.point, BYKER) < 3


def test_an_outcode_that_two_areas_share_lies_in_neither_for_certain(session):
    first = anytown(session)
    other = accounts.add_area(session, SYSTEM, name="Othertown", at=NOON)
    session.flush()
    accounts.add_locality(
        session, SYSTEM, area_id=other.id, name="Hillside", postcodes=["NE6 2"], at=NOON
    )
    assert locate(session, "NE6").area_id is None
    assert locate(session, "NE6 1").area_id == first


def two_localities(session):
    """Anytown with Riverside (NE6) and Coast (NE30)."""
    area_id = anytown(session)
    accounts.add_locality(
        session, SYSTEM, area_id=area_id, name="Coast", postcodes=["NE30"], at=NOON
    )
    session.flush()
    return {one.name: one.id for one in queries.localities(session)}


@pytest.mark.parametrize(
    ("typed", "locality"),
    [
        ("NE6 1AB", "Riverside"),
        ("Coast", "Coast"),
        ("NE7", "Riverside"),  # beside it
        ("Tynemouth", "Coast"),
        ("Anytown", None),  # the whole area
        ("London", None),
        ("SW1A 1AA", None),
    ],
)
def test_a_search_counts_for_the_nearest_locality_and_far_away_for_none(session, typed, locality):
    names = two_localities(session)
    assert locate(session, typed).counts_for_id == names.get(locality)


def test_what_is_told_of_one_area_counts_for_no_locality_of_another(session):
    area_id = anytown(session)
    other = accounts.add_area(session, SYSTEM, name="Othertown", at=NOON)
    near = locate(session, "NE6")
    assert locality_in(session, near, area_id) == near.locality_id
    assert locality_in(session, near, other.id) is None
    assert locality_in(session, None, area_id) is None


def test_where_somebody_stands_is_named_and_no_more():
    assert nearest(BYKER) == "NE6 1"
    assert nearest(Point(0, 0)) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Newcaslte", "Newcastle upon Tyne"),
        ("newcaslte upon tyne", "Newcastle upon Tyne"),
        ("12 High Street, Gatehsead", "Gateshead"),
        ("12 High Street, Gateshead", "Gateshead"),
        ("Whitly Bay", "Whitley Bay"),
        ("Rivreside", "Riverside"),
        ("Anytwon", "Anytown"),
        ("Atlantis", None),
        ("ZZ99 9ZZ", None),
        ("somewhere", None),
        ("xx", None),
        ("", None),
        ("!?", None),
        ("x" * 5000, None),
    ],
)
def test_a_misspelt_place_is_likely_the_one_nearest_in_spelling(session, typed, meant):
    anytown(session)
    assert likely(session, typed) == meant
