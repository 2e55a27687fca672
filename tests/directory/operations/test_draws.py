"""The monthly draw: once, recorded, never changed (A-DIR-10)."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from directory.models import Draw, DrawEntry, HostSettings
from directory.operations import draws, keeping
from directory.queries import draws as queries
from kernel.access import Role
from kernel.errors import NotAllowed, RuleBroken
from kernel.mail import Letter
from kernel.periods import Month
from tests.cast import a_lead_manager, a_lead_ntp, an_actor, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON

DECEMBER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
NOVEMBER = Month.containing(NOON)


@pytest.fixture
def area(session):
    a_lead_ntp(session)
    return an_area(session).id


@pytest.fixture
def pool(session, area):
    """Five groups, each with two listings that were confirmed in November."""
    groups = []
    for number in range(5):
        listing = a_listing(
            session,
            area_id=area,
            group=f"Group {number}",
            keeper_email=f"{number}@group.example",
        )
        for _ in range(2):
            keeping.enter_draw(session, listing, at=NOON)
            session.flush()
        groups.append(listing.group_id)
    return groups


@pytest.fixture
def manager(session, area):
    return a_lead_manager(session)


def test_each_group_is_in_it_once(session, pool, manager):
    drawn = draws.make(session, manager, NOVEMBER, at=DECEMBER)
    assert drawn.pool == 5
    assert sorted(queries.entries(session, drawn.area_id, NOVEMBER)) == sorted(pool)


def test_pool_seed_moment_and_person_are_recorded_and_a_runner_up(session, pool, manager):
    drawn = draws.make(session, manager, NOVEMBER, at=DECEMBER)
    assert len(drawn.seed) == 32
    assert (drawn.drawn_at, drawn.drawn_by) == (DECEMBER, manager.user_id)
    assert {drawn.winner_id, drawn.runner_up_id} <= set(pool)
    assert drawn.winner_id != drawn.runner_up_id
    assert list(queries.unsound(session)) == []


def test_the_prize_is_the_hosts(session, pool, area, manager):
    session.add(HostSettings(area_id=area, prize_pence=5_000))
    session.flush()
    assert draws.make(session, manager, NOVEMBER, at=DECEMBER).prize_pence == 5_000


def test_both_groups_are_written_to(session, pool, manager):
    draws.make(session, manager, NOVEMBER, at=DECEMBER)
    session.flush()
    places = sorted(row.facts["place"] for row in session.scalars(sa.select(Letter)))
    assert places == ["runner-up", "won"]


def test_it_is_made_once(session, pool, manager):
    draws.make(session, manager, NOVEMBER, at=DECEMBER)
    with pytest.raises(RuleBroken, match="cannot be made again"):
        draws.make(session, manager, NOVEMBER, at=DECEMBER)


def test_not_before_the_month_is_over(session, pool, manager):
    with pytest.raises(RuleBroken, match="can still enter"):
        draws.make(session, manager, NOVEMBER, at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC))


def test_without_entries_there_is_nothing_to_draw(session, area, manager):
    with pytest.raises(RuleBroken, match="nothing to draw"):
        draws.make(session, manager, NOVEMBER, at=DECEMBER)


def test_another_areas_groups_are_not_in_it(session, pool, manager):
    other = a_listing(session, area_id=an_area(session, "Othertown").id, group="Elsewhere")
    keeping.enter_draw(session, other, at=NOON)
    session.flush()
    assert draws.make(session, manager, NOVEMBER, at=DECEMBER).pool == 5


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD_MANAGER])
def test_only_the_lead_manager_draws(session, pool, role):
    with pytest.raises(NotAllowed):
        draws.make(session, an_actor(session, role), NOVEMBER, at=DECEMBER)


def test_a_manager_who_does_not_host_does_not_draw(session, pool):
    other = a_lead_ntp(session, "Other Ways", is_host=False)
    with pytest.raises(NotAllowed, match="hosts the directory"):
        draws.make(session, an_actor(session, Role.LEAD_MANAGER, at=other), NOVEMBER, at=DECEMBER)


def test_the_database_refuses_a_second_draw_for_a_month(session, pool, manager):
    drawn = draws.make(session, manager, NOVEMBER, at=DECEMBER)
    session.add(
        Draw(
            area_id=drawn.area_id,
            month=drawn.month,
            seed=drawn.seed,
            pool=1,
            prize_pence=1,
            winner_id=drawn.winner_id,
            drawn_at=DECEMBER,
        )
    )
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    "statement", ["UPDATE draw SET winner_id = runner_up_id", "DELETE FROM draw"]
)
def test_the_database_refuses_to_change_a_draw(session, pool, manager, statement):
    draws.make(session, manager, NOVEMBER, at=DECEMBER)
    with pytest.raises(sa.exc.DBAPIError, match="A draw is never changed"):
        session.execute(sa.text(statement))


def test_doctor_sees_an_entry_that_was_slipped_in_afterwards(session, pool, area, manager):
    drawn = draws.make(session, manager, NOVEMBER, at=DECEMBER)
    late = a_listing(session, area_id=area, group="Late")
    session.add(
        DrawEntry(area_id=area, month="2026-11", group_id=late.group_id, entered_at=DECEMBER)
    )
    session.flush()
    assert str(drawn.id) in next(queries.unsound(session))
