"""Boxes and words for the database. That they agree with `filters` is proved in test_open_data.py."""

import pytest
import sqlalchemy as sa

from directory.feed.filters import Spot
from directory.feed.parameters import Asked
from directory.models import Listing
from directory.queries import feed_conditions
from kernel.geography import Point
from tests import cast_directory as cast


@pytest.mark.parametrize("latitude", [-89.9, -54.0, 0.0, 54.97, 60.8, 89.9])
def test_a_box_round_a_circle_leaves_nothing_of_it_out_anywhere(session, latitude):
    listing = cast.a_listing(session, area_id=cast.anytown(session))
    listing.latitude, listing.longitude = latitude, -1.5
    session.flush()
    spot = Spot(Point(latitude, -1.5))
    near = feed_conditions.conditions(Asked(postcode="x", proximity=1.0), spot)
    assert session.scalars(sa.select(Listing.id).where(*near)).all() == [listing.id]


def test_nothing_asked_is_no_condition():
    assert feed_conditions.conditions(Asked(), None) == []
