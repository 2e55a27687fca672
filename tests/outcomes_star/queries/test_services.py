"""What was published of an activity: all of it for professionals, a line for all where the group agrees."""

import pytest
import sqlalchemy as sa

from kernel.access import ANYONE, Actor, Role
from kernel.errors import NotFound, RuleBroken
from outcomes_star.operations import public_lines
from outcomes_star.queries.services import Moved, of_listing, of_own_listing
from tests.cast import an_actor
from tests.cast_plans import a_shelter
from tests.cast_published import DUE, go


@pytest.fixture
def walks(session):
    return a_shelter(session)


def the_group(listing):
    return Actor(holds=listing.group_id)


def test_a_professional_reads_what_they_said_and_how_they_moved(session, walks):
    go(session, walks, 9)
    found = of_listing(session, an_actor(session, Role.REFERRER), walks.id)
    (told,) = found.told
    assert (told.good, told.asked, told.period) == ("10", "10", "2026 to 2027")
    (came,) = found.came
    assert came.people == "10"
    assert [one for one in came.moved if one.title == "People"] == [
        Moved("People", "10", "10", "7 or fewer", "7 or fewer")
    ]


def test_of_a_few_nothing_is_told(session, walks):
    go(session, walks, 7)
    assert of_listing(session, an_actor(session, Role.REFERRER), walks.id) is None
    assert of_own_listing(session, the_group(walks), walks.id) is None
    with pytest.raises(RuleBroken, match="too few people"):
        public_lines.agree(session, the_group(walks), walks.id, at=DUE)


def test_where_few_said_that_it_was_good_nothing_is_told_of_it(session, walks):
    go(session, walks, 9, good=3)
    assert of_listing(session, an_actor(session, Role.REFERRER), walks.id).told == ()


def test_who_did_not_come_is_not_among_them(session, walks):
    go(session, walks, 9)
    elsewhere = a_shelter(session, group="Knitters", name="Knitting")
    assert of_listing(session, an_actor(session, Role.REFERRER), elsewhere.id) is None


def test_the_public_reads_a_line_once_the_group_agrees_and_no_longer_when_it_does_not(
    session, walks
):
    go(session, walks, 9)
    assert of_listing(session, ANYONE, walks.id) is None
    public_lines.agree(session, the_group(walks), walks.id, at=DUE)
    public_lines.agree(session, the_group(walks), walks.id, at=DUE)
    found = of_listing(session, ANYONE, walks.id)
    assert (found.line.good, found.came, found.is_professional) == ("10", (), False)
    public_lines.take_back(session, the_group(walks), walks.id, at=DUE)
    assert of_listing(session, ANYONE, walks.id) is None
    public_lines.take_back(session, the_group(walks), walks.id, at=DUE)


def test_nobody_agrees_for_another_group(session, walks):
    go(session, walks, 9)
    other = a_shelter(session, group="Knitters", name="Knitting")
    for act in (public_lines.agree, public_lines.take_back):
        with pytest.raises(NotFound):
            act(session, the_group(other), walks.id, at=DUE)
    with pytest.raises(NotFound):
        of_own_listing(session, the_group(other), walks.id)
    assert session.scalar(sa.text("SELECT count(*) FROM public_line")) == 0
