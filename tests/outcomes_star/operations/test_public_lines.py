"""A group lets everybody read its line once there is one."""

import pytest

from kernel.access import Actor
from kernel.errors import RuleBroken
from outcomes_star.operations.public_lines import agree
from tests.cast import NOON
from tests.cast_plans import a_shelter


def test_before_enough_people_were_asked_there_is_nothing_to_agree_to(session):
    walks = a_shelter(session)
    with pytest.raises(RuleBroken, match="too few people"):
        agree(session, Actor(holds=walks.group_id), walks.id, at=NOON)
