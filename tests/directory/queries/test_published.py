"""Listings as everybody may see them, whole and as a list shows them."""

from dataclasses import fields
from uuid import uuid4

import pytest

from directory.lifecycle import Move
from directory.models import HostSettings, Listing
from directory.operations import keeping
from directory.published import Listed
from directory.queries.published import listed_in_order, published_in_order
from directory.vocabulary import Checked, Place
from kernel.access import SYSTEM
from tests.cast_directory import a_listing, anytown
from tests.support.clock import NOON

TODAY = NOON.date()


@pytest.fixture
def area_id(database):
    with database.writing() as session:
        return anytown(session)


@pytest.fixture
def listing_ids(database, area_id):
    """A dog walk, a quiz on-line and a refuge."""
    with database.writing() as session:
        walk = a_listing(session, area_id=area_id)
        quiz = a_listing(session, area_id=area_id, group="Quiz", name="Quiz on the screen — ça va?",
                         postcode="", place=Place.ONLINE, cost_words="Ask Jo")  # fmt: skip
        refuge = a_listing(session, area_id=area_id, group="Haven", name="Haven House")
        keeping.hide_place(session, SYSTEM, refuge, address="1 Secret Road", at=NOON)
        return [quiz.id, refuge.id, walk.id]


def listed(database, listing_ids, **asked):
    with database.reading() as session:
        return listed_in_order(session, listing_ids, **({"today": TODAY} | asked))


def change(database, listing_id, **answers):
    with database.writing() as session:
        row = session.get(Listing, listing_id)
        said = row.content.with_answers(**answers)
        keeping.say(session, SYSTEM, row, said, at=NOON)


def test_a_list_shows_of_a_listing_what_the_whole_listing_says(database, listing_ids):
    shown = listed(database, listing_ids, with_times=True)
    with database.reading() as session:
        whole = published_in_order(session, listing_ids, today=TODAY)
    assert [one.id for one in shown] == listing_ids
    for field in fields(Listed):
        said = [getattr(one, field.name) for one in whole]
        assert [getattr(one, field.name) for one in shown] == said, field.name
    assert shown[2].slots and shown[2].locality == "Riverside" and shown[2].area == "Anytown"


def test_times_are_read_only_if_asked_for(database, listing_ids):
    assert not any(one.slots for one in listed(database, listing_ids))


def test_of_a_hidden_place_a_list_knows_the_area_alone(database, listing_ids):
    (refuge,) = listed(database, listing_ids[1:2])
    assert (refuge.town, refuge.postcode, refuge.locality) == ("", "", "")
    assert refuge.area == "Anytown"


def test_a_list_shows_what_a_listing_says_now_however_often_it_was_read(database, listing_ids):
    for name in ("Falconry", "Falconry for beginners", "Falconry", "Dog walking"):
        change(database, listing_ids[2], name=name)
        assert listed(database, listing_ids)[2].name == name


def test_a_list_shows_nothing_that_is_not_in_the_directory_now(database, listing_ids):
    assert len(listed(database, listing_ids)) == 3
    with database.writing() as session:
        keeping.make(session, SYSTEM, session.get(Listing, listing_ids[0]), Move.WITHDRAW, at=NOON)
    assert [one.id for one in listed(database, [uuid4(), *listing_ids])] == listing_ids[1:]
    assert listed(database, []) == []


@pytest.mark.parametrize(
    ("host_days", "own_days", "expected"),
    [
        (None, None, Checked.NEW),
        (None, 20, Checked.NOT_CONFIRMED),
        (30, None, Checked.NOT_CONFIRMED),
        (60, None, Checked.NEW),
        (60, 20, Checked.NOT_CONFIRMED),
    ],
)
def test_a_list_marks_what_nobody_confirmed_by_the_hosts_clock_and_the_groups_own(
    database, area_id, host_days, own_days, expected
):
    with database.writing() as session:
        if host_days:
            session.add(HostSettings(area_id=area_id, due_after_days=host_days))
        row = a_listing(session, area_id=area_id)
        row.due_after_days = own_days
        listing_id = row.id
    after_50_days = TODAY.fromordinal(TODAY.toordinal() + 50)
    assert [one.checked for one in listed(database, [listing_id], today=after_50_days)] == [
        expected
    ]


def test_what_was_never_confirmed_counts_from_the_day_it_came_in(database, area_id):
    with database.writing() as session:
        row = a_listing(session, area_id=area_id)
        row.confirmed_on = None
        listing_id = row.id
    for days, expected in (
        (60, Checked.NEW),
        (61, Checked.UNCHECKED),
        (103, Checked.UNCHECKED),
        (104, Checked.NOT_CONFIRMED),
    ):
        day = TODAY.fromordinal(TODAY.toordinal() + days)
        assert [one.checked for one in listed(database, [listing_id], today=day)] == [expected]
