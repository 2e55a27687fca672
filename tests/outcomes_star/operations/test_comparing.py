"""A manager chooses the localities to compare with; each choice is kept, and nobody else chooses."""

import pytest
import sqlalchemy as sa

from kernel.access import Role
from kernel.errors import NotAllowed, RuleBroken
from outcomes_star.models import Comparator
from outcomes_star.operations.comparing import compare_with
from outcomes_star.queries.comparing import comparing_page, not_yet_live
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_locality, an_actor, an_area


@pytest.fixture
def places(session):
    names = {"Riverside": "NE6", "Hill": "NE7", "Byker": "NE8"}
    return [str(a_locality(session, one, postcodes=[at]).id) for one, at in names.items()]


def test_another_choice_takes_the_place_of_the_one_before_and_none_ends_it(session, places):
    manager = a_lead_manager(session)
    compare_with(session, manager, places[:1], at=NOON)
    compare_with(session, manager, places[:1], at=NOON)
    compare_with(session, manager, places[1:], at=NOON)
    assert sorted(not_yet_live(session, manager.organisation_id)) == sorted(places[1:])
    compare_with(session, manager, [], at=NOON)
    assert not_yet_live(session, manager.organisation_id) == ()
    assert session.scalar(sa.select(sa.func.count()).select_from(Comparator)) == 2


def test_somewhere_help_has_started(session, places):
    with pytest.raises(RuleBroken, match="at least one") as refusal:
        compare_with(session, a_lead_manager(session), places, at=NOON)
    assert refusal.value.field == "localities"


def test_a_locality_of_another_area_is_none_to_choose(session, places):
    far = str(a_locality(session, "Far", area=an_area(session, "Elsewhere"), postcodes=["NE9"]).id)
    manager = a_lead_manager(session)
    compare_with(session, manager, [far], at=NOON)
    assert comparing_page(session, manager).chosen == ()
    assert far not in dict(comparing_page(session, manager).localities)


def test_each_lead_ntp_chooses_for_itself(session, places):
    compare_with(session, a_lead_manager(session), places[:1], at=NOON)
    other = a_lead_ntp(session, "Southbank", is_host=False)
    assert comparing_page(session, a_lead_manager(session, at=other)).chosen == ()


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.COMMISSIONER])
def test_nobody_else_chooses(session, places, role):
    with pytest.raises(NotAllowed):
        compare_with(session, an_actor(session, role), places[:1], at=NOON)
