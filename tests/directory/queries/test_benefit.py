"""Did the site bring benefit? Only what can be counted honestly (A-DIR-17)."""

from datetime import date

import pytest

from accounts import queries as accounts
from directory.lifecycle import Move
from directory.models import Tally
from directory.operations import corrections, hosting, keeping, own, reports
from directory.queries.benefit import MONTHS, Unmet, benefit_page
from kernel.access import ANYONE, SYSTEM, Actor, Role
from kernel.errors import NotAllowed
from tests.cast import a_directory_editor, a_lead_ntp, an_actor, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON

TODAY = NOON.date()


@pytest.fixture
def editor(session):
    a_lead_ntp(session)
    return a_directory_editor(session)


def searched(session, day, outcome, count):
    session.add(Tally(day=day, domain="", locality="", outcome=outcome, count=count))


def page_of(session, editor):
    session.flush()
    return benefit_page(session, editor, today=TODAY)


def test_searches_are_counted_by_month_and_by_whether_they_found_something(session, editor):
    searched(session, TODAY, "found", 8)
    searched(session, TODAY, "nothing", 2)
    searched(session, date(2026, 10, 31), "found", 5)
    searched(session, date(2025, 11, 30), "found", 99)
    november, october, *rest = page_of(session, editor).months
    assert (november.searches, november.found_share) == (10, "80%")
    assert (october.searches, october.found_share) == (5, "100%")
    assert len(rest) == MONTHS - 2
    assert {month.searches for month in rest} == {0}


def test_what_was_not_found_is_told_by_kind_and_part_of_the_area(session, editor):
    riverside = accounts.localities(session, editor.area_id)[0]
    session.add(Tally(day=TODAY, domain="befriending", locality=str(riverside.id),
                      outcome="nothing", count=3))  # fmt: skip
    searched(session, TODAY, "nothing", 1)
    assert page_of(session, editor).unmet == (
        Unmet("Company and somebody to talk to", riverside.name, 3),
        Unmet("Something else", "No place given", 1),
    )


def test_what_people_told_us_is_counted(session, editor):
    listing = a_listing(session, area_id=editor.area_id)
    corrections.tell_wrong(session, ANYONE, listing.id, says="Closed", at=NOON)
    page = page_of(session, editor)
    assert (page.months[0].wrong, page.wrong_open, page.confirmed) == (1, 1, "100%")


def test_what_a_group_wants_to_say_itself_was_not_told_wrong(session, editor):
    listing = a_listing(session, area_id=editor.area_id)
    keeper = Actor(holds=listing.group_id)
    own.revise(session, keeper, listing.id, phone="0191 498 0199", at=NOON)
    assert page_of(session, editor).wrong_open == 0


def test_what_its_group_never_confirmed_is_not_well_kept(session, editor):
    a_listing(session, area_id=editor.area_id)
    brought = a_listing(session, area_id=editor.area_id, group="Brought in", is_live=False)
    keeping.make(session, SYSTEM, brought, Move.PUBLISH, at=NOON)
    page = page_of(session, editor)
    assert (page.listings, page.confirmed, page.never_confirmed) == (2, "50%", 1)


def test_opinions_are_a_share_of_those_who_answered(session, editor):
    for answer in (True, True, True, False, None):
        reports.tell(session, ANYONE, says="x", was_useful=answer, was_easy=None, page="", at=NOON)
    page = page_of(session, editor)
    assert (page.useful, page.useful_of) == ("75%", 4)
    assert (page.easy, page.easy_of) == ("–", 0)


def test_what_another_areas_host_did_is_not_counted(session, editor):
    elsewhere = a_lead_ntp(session, "Other Ways", area=an_area(session, "Elsewhere"))
    for actor in (editor, an_actor(session, Role.DIRECTORY_EDITOR, at=elsewhere)):
        hosting.note_promotion(
            session, actor, done_on=TODAY, what="Leaflets", network="", reached=None, at=NOON
        )
    assert page_of(session, editor).promotions == 1


def test_a_link_worker_does_not_read_it(session, editor):
    with pytest.raises(NotAllowed):
        benefit_page(session, an_actor(session, Role.LINK_WORKER), today=TODAY)


def test_a_lead_that_does_not_host_does_not_read_it(session, editor):
    other = a_lead_ntp(session, "Other Ways", area=an_area(session), is_host=False)
    with pytest.raises(NotAllowed):
        benefit_page(session, an_actor(session, Role.DIRECTORY_EDITOR, at=other), today=TODAY)
