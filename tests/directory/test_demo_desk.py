"""Anytown's editor and manager have a desk worth seeing from the first start, and all of it is sound."""

import pytest

from accounts import demo as accounts_demo
from directory import demo
from directory.demo_desk import listing_of, somebody
from directory.freshness import Standing
from directory.lifecycle import State
from directory.queries import draws, review
from directory.queries.benefit import benefit_page
from directory.queries.desk import desk
from directory.queries.review import ReportKind
from kernel.access import Role
from kernel.periods import Month, day_in_london
from tests.support.clock import NOON

TODAY = day_in_london(NOON)


@pytest.fixture
def anytown(app, database):
    accounts_demo.load(database, at=NOON, listings=0, seed=1)
    demo.load(database, at=NOON, listings=0, seed=1)
    return database


def test_something_waits_in_every_part_of_the_editors_desk(anytown):
    with anytown.reading() as session:
        there = desk(session, somebody(session, Role.DIRECTORY_EDITOR), today=TODAY)
    assert (there.flagged, there.to_ring, there.lists, there.checks) == (1, 1, 1, 1)
    assert (there.reports, there.pairs, there.feedback, there.no_address) == (2, 1, 1, 1)


def test_the_review_page_holds_what_people_told_us_and_what_a_colleague_proposes(anytown):
    with anytown.reading() as session:
        page = review.review_page(session, somebody(session, Role.DIRECTORY_EDITOR), today=TODAY)
    (odd,) = page.flagged.lines
    assert odd.group == "Quick Coins Circle" and odd.reasons
    assert [one.kind for one in page.reports.lines] == [ReportKind.CORRECTION, ReportKind.WRONG]


def test_late_groups_stand_on_different_steps_of_the_ladder(anytown):
    with anytown.reading() as session:
        steps = {name: listing_of(session, name).ladder_step for name in demo.FORGOTTEN}
        assert {listing_of(session, name).state for name in steps} == {State.LIVE}
    assert steps == {
        "Book Bunch": Standing.LOWER.slug,
        "Pedal Slow": Standing.NOT_CONFIRMED.slug,
        "Line Dance Southbank": Standing.DUE.slug,
    }


def test_one_draw_was_made_that_anybody_can_make_again_and_one_can_be_made(anytown):
    with anytown.reading() as session:
        (made,) = draws.draws_made(session)
        waiting = desk(session, somebody(session, Role.LEAD_MANAGER), today=TODAY).draw
        assert list(draws.unsound(session)) == []
    assert (made.month, made.pool, waiting) == ("September 2026", 3, "October 2026")


def test_the_manager_sees_what_people_looked_for_and_did_not_find(anytown):
    with anytown.reading() as session:
        page = benefit_page(session, somebody(session, Role.LEAD_MANAGER), today=TODAY)
    assert ("Arts and crafts", "Southbank", 6) in [
        (one.kind, one.where, one.searches) for one in page.unmet
    ]
    assert page.months[0].month == Month.containing(TODAY).label


def test_the_doctor_finds_nothing_wrong(app, anytown, work):
    work()
    with anytown.reading() as session:
        assert app.extensions["petunias_invariants"].broken(session) == []
