"""What waits on the desks of the host's people."""

from datetime import timedelta

import pytest

from directory.lifecycle import Move
from directory.operations import corrections, importing, keeping, ladder
from directory.queries.desk import Desk, desk
from kernel.access import ANYONE, SYSTEM, Role
from tests.cast import (
    a_directory_editor,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    an_actor,
    an_area,
)
from tests.cast_directory import a_listing
from tests.cast_importing import NAMELESS, WALKS, brought_in
from tests.support.clock import NOON

TODAY = NOON.date()


@pytest.fixture
def area(session):
    a_lead_ntp(session)
    return an_area(session).id


def waits(session, actor, *, today=TODAY):
    session.flush()
    return desk(session, actor, today=today)


def test_when_nothing_waits_nothing_is_said(session, area):
    a_listing(session, area_id=area)
    assert waits(session, a_directory_editor(session)) == Desk()


def test_an_editor_hears_of_what_others_sent(session, area):
    odd = a_listing(session, area_id=area)
    keeping.make(session, SYSTEM, odd, Move.HOLD, at=NOON)
    ring = a_listing(session, area_id=area, group="By phone", keeper_email="", is_live=False)
    keeping.make(session, SYSTEM, ring, Move.SUBMIT, at=NOON)
    live = a_listing(session, area_id=area, group="Live")
    session.flush()
    corrections.tell_wrong(session, ANYONE, live.id, says="Closed", at=NOON)
    there = waits(session, a_directory_editor(session))
    assert (there.flagged, there.to_ring, there.reports) == (1, 1, 1)


def test_an_editor_hears_of_a_list_until_it_is_published(app, database):
    with database.writing() as session:
        a_lead_ntp(session)
        editor = a_directory_editor(session)
    batch_id = brought_in(database, WALKS, actor=editor)
    with database.writing() as session:
        assert waits(session, editor).lists == 1
        importing.publish_batch(session, editor, batch_id, at=NOON)
        assert waits(session, editor).lists == 0


def test_a_list_that_brought_nothing_new_waits_for_nobody(app, database):
    with database.writing() as session:
        a_lead_ntp(session)
        editor = a_directory_editor(session)
    brought_in(database, NAMELESS, actor=editor)
    with database.reading() as session:
        assert desk(session, editor, today=TODAY).lists == 0


def test_who_has_no_e_mail_is_rung_once_a_step_is_due(session, area):
    listing = a_listing(session, area_id=area, keeper_email="")
    assert waits(session, a_directory_editor(session)).no_address == 0
    ladder.take_step(session, listing.id, at=NOON + timedelta(days=90))
    assert waits(session, a_directory_editor(session)).no_address == 1


def test_a_paid_group_that_has_not_confirmed_is_the_managers_concern(session, area):
    listing = a_listing(session, area_id=area)
    listing.group.is_funded = True
    session.flush()
    ladder.take_step(session, listing.id, at=NOON + timedelta(days=104))
    assert waits(session, a_lead_manager(session)).funded_stale == 1
    assert waits(session, a_directory_editor(session)).funded_stale == 0


def test_the_manager_hears_when_a_draw_can_be_made(session, area):
    keeping.enter_draw(session, a_listing(session, area_id=area), at=NOON)
    december = TODAY.replace(month=12, day=1)
    assert waits(session, a_lead_manager(session), today=TODAY).draw == ""
    assert waits(session, a_lead_manager(session), today=december).draw == "November 2026"
    assert waits(session, a_directory_editor(session), today=december).draw == ""


def test_a_link_worker_hears_of_what_can_be_nudged(session, area):
    listing = a_listing(session, area_id=area)
    session.flush()
    ladder.take_step(session, listing.id, at=NOON + timedelta(days=104))
    assert waits(session, a_link_worker(session)) == Desk(stale=1)


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.REFERRER, Role.ANALYST])
def test_nobody_else_hears_of_it(session, area, role):
    odd = a_listing(session, area_id=area)
    keeping.make(session, SYSTEM, odd, Move.HOLD, at=NOON)
    assert waits(session, an_actor(session, role)) == Desk()


def test_another_areas_editor_hears_of_none_of_it(session, area):
    odd = a_listing(session, area_id=area)
    keeping.make(session, SYSTEM, odd, Move.HOLD, at=NOON)
    other = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
    assert waits(session, an_actor(session, Role.DIRECTORY_EDITOR, at=other)) == Desk()
