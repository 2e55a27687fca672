"""What an engine is told of a listing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from directory.published import Published, PublishedGroup, Slot
from directory.search import FACETS, Question, entry_of
from directory.vocabulary import (
    Audience,
    Checked,
    Cost,
    Domain,
    Joining,
    Need,
    PartOfDay,
    Place,
)
from kernel.geography import Point

LISTING = Published(
    id=uuid4(),
    area_id=uuid4(),
    group=PublishedGroup(id=uuid4(), name="Anytown Cat and Dog Shelter"),
    name="Dog walking",
    description="Walk a dog.",
    domains=(Domain.PHYSICAL_ACTIVITY,),
    joining=Joining.TURN_UP,
    place=Place.SOMEWHERE,
    when="Sundays",
    last_modified=datetime(2026, 3, 1, tzinfo=UTC),
    slots=(Slot(uuid4(), 6, time(18, 0)),),
    latitude=53.8,
    longitude=-1.6,
    needs=(Need.COMPANY,),
    languages=(" British Sign Language",),
)


def test_a_place_that_is_shown_has_a_point():
    assert entry_of(LISTING).point == Point(53.8, -1.6)


@pytest.mark.parametrize("place", [place for place in Place if place is not Place.SOMEWHERE])
def test_any_other_place_has_none_whatever_the_listing_says(place):
    entry = entry_of(replace(LISTING, place=place))
    assert entry.point is None
    assert entry.is_hidden == (place is Place.HIDDEN)


def test_the_facets_are_those_of_a_question():
    entry = entry_of(replace(LISTING, cost=Cost.FREE, checked=Checked.CHECKED, places_left=2))
    assert set(entry.facets) == set(FACETS)
    assert entry.facets["days"] == {6}
    assert entry.facets["parts_of_day"] == {PartOfDay.EVENING}
    assert entry.facets["audiences"] == {Audience.EVERYBODY}
    assert entry.facets["languages"] == {"british sign language"}
    asked = ("is_free", "is_checked", "has_places")
    assert all(entry.facets[facet] == {True} for facet in asked)


def test_what_is_not_said_is_not_so():
    entry = entry_of(LISTING)
    asked = ("is_free", "is_checked", "has_places", "is_step_free", "is_online")
    assert not any(entry.facets[facet] for facet in asked)


def test_freshness_is_the_day_of_confirming_or_else_of_the_last_change():
    assert entry_of(LISTING).freshness == date(2026, 3, 1).toordinal()
    confirmed = replace(LISTING, confirmed_on=date(2026, 4, 1))
    assert entry_of(confirmed).freshness == date(2026, 4, 1).toordinal()


def test_a_question_says_which_facets_narrow_it():
    asked = Question(is_free=True, days=frozenset({0}))
    assert asked.chosen == {"is_free": {True}, "days": {0}}
