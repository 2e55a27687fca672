"""The page of one activity."""

import json
from datetime import timedelta

import pytest

from directory.lifecycle import Move
from directory.models import Listing
from directory.operations import keeping
from directory.vocabulary import Cost, Joining
from kernel.access import SYSTEM, Role
from tests.cast import signed_in
from tests.cast_directory import a_listing, anytown
from tests.support.clock import NOON

SECRET = "1 Secret Road"


@pytest.fixture
def database(app):
    return app.extensions["petunias"].database


@pytest.fixture
def listed(database):
    def make(**content):
        with database.writing() as session:
            return a_listing(session, area_id=anytown(session), **content).id

    return make


class TestReading:
    def test_it_says_all_that_the_first_visit_takes(self, client, listed):
        page = client.page("/listings/" + str(listed(
            first_visit="Ask for Sam at the gate.", cost=Cost.FREE, is_step_free=True,
            transport="Bus 12 stops outside.", places_left=4, waiting_weeks=2,
            languages=("Bengali", "English"), has_buddy=True, joining=Joining.ASK_FIRST,
        )))  # fmt: skip
        assert page.heading == "Anytown Cat and Dog Shelter Dog walking"
        for words in (
            "Walk one of our dogs by the river.", "Ask for Sam at the gate.", "Free",
            "You can get in without steps.", "Bus 12 stops outside.", "Places left 4",
            "About 2 weeks", "Bengali, English", "Somebody can meet you at the door",
            "Next: Tuesday 24 November 2026 at 10am", "Last confirmed 22 November 2026",
        ):  # fmt: skip
            assert words in page.words

    def test_the_phone_number_is_always_there_to_press(self, client, listed):
        page = client.page(f"/listings/{listed()}")
        assert page.links["0191 498 0101"] == "tel:01914980101"
        assert "Better Services Enterprise" not in page.words

    def test_where_a_group_has_no_telephone_there_is_the_hosts(self, client, listed):
        page = client.page(f"/listings/{listed(phone='', email='jo@shelter.example')}")
        assert "Ring Better Services Enterprise on 0191 498 0123." in page.words
        assert page.links["0191 498 0123"] == "tel:01914980123"

    def test_an_entry_that_says_little_says_so_in_sentences(self, client, listed):
        little = listed(when="", phone="", description="", joining=Joining.ASK_FIRST)
        words = client.page(f"/listings/{little}").words
        assert "When Ask when it is on" in words
        assert "We do not know yet how to reach the group. Ring Better Services" in words
        assert "No luck?" not in words

    def test_what_was_not_said_takes_no_room(self, client, listed):
        page = client.page(f"/listings/{listed(phone='')}")
        for words in ("Your first visit", "How to get there", "Places left", "Languages"):
            assert words not in page.words

    def test_one_that_nobody_confirmed_says_so(self, client, listed, clock):
        address = f"/listings/{listed()}"
        clock.passes(days=110)
        page = client.page(address)
        assert "The group last told us on 22 November 2026 that this is right." in page.words
        assert "Not confirmed lately" in page.words

    def test_that_nobody_checked_it_is_said_to_professionals_alone(self, client, listed, clock):
        address = f"/listings/{listed()}"
        clock.passes(days=70)
        page = client.page(address)
        assert "Not checked" not in page.words and "Last confirmed" in page.words
        signed_in(client, Role.LINK_WORKER)
        assert "How far it was checked Not checked" in client.page(address).words

    def test_a_hidden_place_is_known_by_its_area_alone(self, client, database, listed):
        listing_id = listed()
        with database.writing() as session:
            keeping.hide_place(session, SYSTEM, session.get(Listing, listing_id), address=SECRET,
                               at=NOON)  # fmt: skip
        answer = client.get(f"/listings/{listing_id}")
        assert "In Anytown: the group tells you where" in answer.text
        assert "NE6" not in answer.text and SECRET not in answer.text

    @pytest.mark.parametrize("move", [Move.WITHDRAW, Move.SUSPEND])
    def test_what_was_taken_down_is_not_found(self, client, database, listed, move):
        listing_id = listed()
        with database.writing() as session:
            keeping.make(session, SYSTEM, session.get(Listing, listing_id), move, at=NOON)
        client.page(f"/listings/{listing_id}", status=404)
        client.page(f"/listings/{listing_id}/sessions.ics", status=404)

    def test_search_engines_read_facts_and_no_markup(self, client, listed):
        text = client.get(f"/listings/{listed(description='</script><script>alert(1)')}").text
        block = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        assert json.loads(block)["description"] == "</script><script>alert(1)"

    def test_what_a_group_types_is_shown_as_typed(self, client, listed):
        page = client.page(f"/listings/{listed(name='<b>Dogs</b> & {{ cats }}')}")
        assert "<b>Dogs</b> & {{ cats }}" in page.heading


class TestProfessionalLayer:
    def test_it_is_there_after_signing_in(self, client, listed):
        listing_id = listed(referral_criteria="Adults who can walk a mile")
        assert "For professionals" not in client.page(f"/listings/{listing_id}").words
        signed_in(client, Role.REFERRER)
        page = client.page(f"/listings/{listing_id}")
        assert "Who can be referred Adults who can walk a mile" in page.words
        assert "Nothing yet. A group that takes no money" in page.words


class TestCalendar:
    def test_the_sessions_are_a_calendar_file(self, client, listed):
        answer = client.get(f"/listings/{listed()}/sessions.ics")
        assert answer.content_type == "text/calendar; charset=utf-8"
        assert "DTSTART;TZID=Europe/London:20261124T100000" in answer.text

    def test_without_times_there_is_none(self, client, listed):
        listing_id = listed(when="Ring to arrange")
        client.page(f"/listings/{listing_id}/sessions.ics", status=404)
        assert "Put it in my calendar" not in client.page(f"/listings/{listing_id}").words


def test_the_clock_may_stand_on_a_session(client, listed, clock):
    listing_id = listed(when="Sundays 12 noon to 1pm")
    clock.now = NOON + timedelta(seconds=0)
    assert "Next: Sunday 22 November 2026 at 12pm" in client.page(f"/listings/{listing_id}").words
