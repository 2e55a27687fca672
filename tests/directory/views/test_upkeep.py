"""Still correct? One page, one button; opening it changes nothing (P12)."""

import re

import pytest
import sqlalchemy as sa

from directory.lifecycle import Move, State
from directory.models import Confirmation, Listing
from directory.operations import keeping, ladder
from directory.operations.upkeep import CODES_FROM_NETWORK
from kernel.access import SYSTEM, Role
from tests.cast import a_lead_ntp, an_area, carry, signed_in
from tests.cast_directory import a_listing
from tests.support.clock import NOON


@pytest.fixture
def database(app):
    return app.extensions["petunias"].database


@pytest.fixture
def listing(database):
    with database.writing() as session:
        a_lead_ntp(session)
        return a_listing(session, area_id=an_area(session).id)


@pytest.fixture
def letter(database, listing, clock, letters):
    """The letter of the first step."""
    at = clock.passes(days=90)
    with database.writing() as session:
        ladder.take_step(session, listing.id, at=at)
    return letters()[-1]


def confirmations(database):
    with database.reading() as session:
        rows = session.scalars(sa.select(Confirmation)).all()
        session.expunge_all()
        return rows


class TestByLetter:
    def test_the_letter_says_one_thing_with_one_link_and_how_to_ring(self, letter):
        assert letter.subject == "Is this still correct?"
        assert letter.link.startswith("/still-correct/")
        assert "Better Services Enterprise runs this directory." in letter.text
        assert "0191 498 0123" in letter.text

    def test_opening_the_link_twice_changes_nothing(self, client, database, letter):
        for _ in range(2):
            page = client.page(letter.link)
            assert page.heading == "Is this still correct?"
        assert confirmations(database) == []

    def test_the_page_shows_what_people_read(self, client, letter):
        words = client.page(letter.link).words
        assert "Tuesdays 10am to 12" in words and "Walk one of our dogs" in words

    def test_one_press_confirms(self, client, database, letter, listing, clock):
        answer = client.submit(letter.link, button="Yes, all of this is still correct")
        assert (answer.status_code, answer.location) == (303, "/still-correct")
        assert "Thank you" in client.page(answer.location).heading
        with database.reading() as session:
            assert session.get_one(Listing, listing.id).confirmed_on == clock.now.date()

    def test_a_used_link_says_so_kindly(self, client, letter):
        client.submit(letter.link, button="Yes, all of this is still correct")
        page = client.page(letter.link)
        assert page.heading == "You have told us already"
        assert "Get a link to change it" in page.links

    def test_what_an_editor_took_down_offers_no_button(self, client, database, letter, listing):
        with database.writing() as session:
            row = session.get_one(Listing, listing.id)
            keeping.make(session, SYSTEM, row, Move.SUSPEND, at=NOON)
        page = client.page(letter.link)
        assert "being looked into" in page.words
        assert page.tree.find(".//main//form") is None

    @pytest.mark.parametrize("days", [(104, "marked as not confirmed"), (150, "no longer find")])
    def test_each_steps_letter_says_what_has_happened(
        self, database, listing, clock, letters, days
    ):
        number, words = days
        at = clock.passes(days=number)
        with database.writing() as session:
            ladder.take_step(session, listing.id, at=at)
        assert words in letters()[-1].subject


class TestOnPaper:
    def test_a_slip_has_what_it_says_the_address_and_the_code(self, client, listing):
        signed_in(client, Role.DIRECTORY_EDITOR)
        page = client.page(f"/directory/slips/{listing.id}")
        code = f"{listing.short_code[:4]}-{listing.short_code[4:]}"
        assert code in page.words
        assert f"http://localhost/s/{code}" in page.words
        assert page.tree.find(".//{*}svg") is not None

    def test_the_group_prints_its_own_and_nobody_elses(self, client, database, listing):
        from accounts.operations import start_link_session

        with database.writing() as session:
            other = a_listing(session, area_id=listing.area_id, group="Knit and Natter")
            start_link_session(session, holds=listing.group_id, token="t" * 40, at=NOON)
        carry(client, "t" * 40)
        client.page(f"/directory/slips/{listing.id}")
        client.page(f"/directory/slips/{other.id}", status=404)

    def test_the_code_is_typed_and_the_button_pressed(self, client, database, listing):
        typed = listing.short_code.lower()
        answer = client.submit("/s", {"code": typed})
        assert answer.location == f"/s/{listing.short_code}"
        assert confirmations(database) == []
        client.submit(answer.location, button="Yes, all of this is still correct")
        assert [line.how for line in confirmations(database)] == ["By paper slip"]

    def test_a_code_that_we_do_not_know_is_said_at_its_field(self, client, listing):
        page = client.refused_page("/s", {"code": "ABCD-2345"})
        assert page.mistakes == ["We do not know this code. Look at the paper and type it again."]

    def test_guessing_is_stopped(self, client, listing):
        for _ in range(CODES_FROM_NETWORK.most):
            client.submit("/s", {"code": "ABCD2345"})
        answer = client.submit("/s", {"code": listing.short_code})
        assert answer.status_code == 429

    def test_pressing_is_counted_too(self, client, database, listing):
        for _ in range(CODES_FROM_NETWORK.most):
            client.submit("/s", {"code": "ABCD2345"})
        answer = client.submit(f"/s/{listing.short_code}")
        assert answer.status_code == 429
        assert confirmations(database) == []


class TestOnTheGroupsOwnPage:
    @pytest.fixture
    def group(self, client, database, listing):
        from accounts.operations import start_link_session

        with database.writing() as session:
            start_link_session(session, holds=listing.group_id, token="t" * 40, at=NOON)
        carry(client, "t" * 40)
        return client

    def sent(self, client):
        return dict(client.page("/feedback").form("says").filled({}, None))

    def test_one_press_confirms(self, group, database, listing):
        answer = group.post(f"/your-listings/{listing.id}/still-correct", data=self.sent(group))
        assert answer.location == f"/your-listings/{listing.id}"
        assert [line.how for line in confirmations(database)] == ["On the group's own page"]

    def test_without_our_own_form_nothing_happens(self, group, database, listing):
        answer = group.post(f"/your-listings/{listing.id}/still-correct", data={})
        assert answer.status_code == 409
        assert confirmations(database) == []

    def test_another_groups_listing_is_not_found(self, group, database, listing):
        with database.writing() as session:
            other = a_listing(session, area_id=listing.area_id, group="Knit and Natter")
        answer = group.post(f"/your-listings/{other.id}/still-correct", data=self.sent(group))
        assert answer.status_code == 404


def test_a_robot_that_follows_every_link_of_every_letter_twice_changes_nothing(
    client, app, database, clock, letters
):
    """P12: mail scanners open links. The database is the same before and after."""
    with database.writing() as session:
        a_lead_ntp(session)
        listings = [
            a_listing(session, area_id=an_area(session).id, group=f"Group {n}") for n in range(2)
        ]
    for days in (90, 14, 14, 32, 120):
        at = clock.passes(days=days)
        with database.writing() as session:
            for listing in listings:
                ladder.take_step(session, listing.id, at=at)
        links = [
            link for one in letters() for link in re.findall(r"http://localhost(/\S+)", one.text)
        ]
        before = checksum(database)
        for link in links * 2:
            client.get(link)
        assert checksum(database) == before
    assert len(links) == 10
    with database.reading() as session:
        assert set(session.scalars(sa.select(Listing.state))) == {State.ARCHIVED}


def checksum(database):
    """Every row of every table, apart from the audit's notes of what was opened."""
    from kernel.database import Base

    kept = [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in {"audit_line", "audit_head", "user_session", "tally"}
    ]
    with database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(sa.select(table)).all())) for table in kept
        }
