"""Listing a group, as somebody at a kitchen table meets it."""

import re

import pytest

from directory.models import Listing
from directory.views.registration import FASTEST_PERSON
from directory.vocabulary import Place
from kernel.access import Role
from tests.cast import held_token, signed_in
from tests.cast_directory import a_listing, anytown, shelter_form


@pytest.fixture
def area(app):
    with app.extensions["petunias"].database.writing() as session:
        return anytown(session)


@pytest.fixture
def listed(client, clock, area):
    """The shelter has answered the six questions."""
    page = client.page("/register")
    clock.passes(seconds=FASTEST_PERSON + 56)
    return client.post("/register", data=dict(page.form().filled(shelter_form(), None)))


class TestRegistering:
    def test_the_page_asks_six_questions_and_needs_no_account(self, client, area):
        page = client.get("/register").get_data(as_text=True)
        assert (
            len(re.findall(r'(?:nhsuk-fieldset__legend|<label class="nhsuk-label)[^>]*>', page))
            - page.count("nhsuk-radios__label")
            - page.count("(optional)")
            - page.count('for="postcode"')  # belongs to where
            == 6
        )
        assert "password" not in page

    def test_six_answers_lead_to_what_happens_next(self, client, listed):
        assert (listed.status_code, listed.location) == (303, "/register/done")
        page = client.get(listed.location).get_data(as_text=True)
        assert "jo@shelter.example" in page
        assert "Getting active" in page

    @pytest.mark.parametrize(
        ("answers", "says"),
        [
            ({"group_name": ""}, "Enter the name of your group."),
            ({"what": " "}, "Say what people can do with your group."),
            ({"postcode": ""}, "postcode"),
            ({"postcode": "somewhere"}, "NE6 1AB"),
            ({"when": ""}, "Say when it happens."),
            ({"contact": "the blue door"}, "Enter a phone number like 01632 960 123"),
            ({"contact": "09098 790123"}, "costs a lot"),
            ({"contact": "jo@nowhere"}, "Enter an e-mail address like name@example.org."),
        ],
    )
    def test_a_mistake_is_named_where_it_is_and_nothing_typed_is_lost(
        self, client, area, answers, says
    ):
        page = client.refused_page("/register", shelter_form(**answers))
        assert any(says in mistake for mistake in page.mistakes)
        kept = {**shelter_form(), **answers}
        assert dict(page.form().filled({}, None))["when"] == kept["when"]

    def test_pressing_twice_lists_it_once(self, client, clock, area, app):
        page = client.page("/register")
        sent = dict(page.form().filled(shelter_form(), None))
        answers = [client.post("/register", data=sent).status_code for _ in range(2)]
        assert answers == [303, 303]
        with app.extensions["petunias"].database.reading() as session:
            assert len(session.query(Listing).all()) == 1

    def test_a_field_that_people_cannot_see_gives_machines_away(self, client, area, app):
        client.submit("/register", shelter_form(nickname="Cheap pills"))
        with app.extensions["petunias"].database.reading() as session:
            assert {flag["kind"] for flag in session.query(Listing).one().flags} >= {"machine"}

    @pytest.mark.parametrize(
        ("seconds", "is_odd"), [(0, True), (3, True), (4, False), (9e5, False)]
    )
    def test_nobody_answers_six_questions_in_three_seconds(
        self, client, area, app, clock, seconds, is_odd
    ):
        clock.passes(days=4000)  # whatever day it is where the test runs
        page = client.page("/register")
        clock.passes(seconds=seconds)
        client.post("/register", data=dict(page.form().filled(shelter_form(), None)))
        with app.extensions["petunias"].database.reading() as session:
            assert bool(session.query(Listing).one().flags) == is_odd

    def test_a_stamp_that_is_not_ours_gives_machines_away(self, client, area, app):
        page = client.page("/register")
        facts = dict(page.form().filled(shelter_form(), None), opened="2020-01-01T00:00:00+00:00")
        client.post("/register", data=facts)
        with app.extensions["petunias"].database.reading() as session:
            assert {flag["kind"] for flag in session.query(Listing).one().flags} == {"machine"}


class TestBeingLookedAt:
    """What the screen holds says so, from the first page on, and gives no manual."""

    def held(self, client, clock, **answers):
        page = client.page("/register")
        clock.passes(seconds=FASTEST_PERSON + 56)
        answers = {"what": "See bit.ly/dogs and send bitcoin.", **answers}
        return client.post(
            "/register", data=dict(page.form().filled(shelter_form(**answers), None))
        )

    def test_every_page_says_that_somebody_looks_at_it_first_and_why(
        self, client, clock, area, letters
    ):
        words = client.page(self.held(client, clock).location).words
        own = client.submit(letters()[-1].link).location
        for said in (words, client.page(own).words):
            assert "Better Services Enterprise looks at it before people see it." in said
            assert "We write to jo@shelter.example when people can find it." in said
            assert "they check where it leads" in said
            assert "bitcoin" not in said.replace("send bitcoin", "")
            assert "Then people can find you" not in said

    def test_a_clean_one_promises_that_people_can_find_it(self, client, listed):
        words = client.page(listed.location).words
        assert "Then people can find you." in words
        assert "before people see it" not in words

    def test_the_letter_goes_where_nobody_else_sees_it(self, client, clock, area, letters):
        answers = {
            "contact": "0191 498 0101",
            "letters_to": "jo@home.example",
            "what": "Walk dogs.",
        }
        words = client.page(self.held(client, clock, **answers).location).words
        assert "We sent an e-mail to jo@home.example." in words
        assert "They try the phone number or e-mail address that people will see." in words
        own = client.submit(letters()[-1].link).location
        assert "Waiting for an editor" in client.page(own).words
        with client.application.extensions["petunias"].database.reading() as session:
            listing = session.query(Listing).one()
            assert (listing.content.phone, listing.content.email) == ("0191 498 0101", "")
            assert [flag["kind"] for flag in listing.flags] == ["untried"]

    def test_the_same_address_twice_is_as_good_as_once(self, client, clock, area, letters):
        answers = {"letters_to": "Jo@shelter.example", "what": "Walk dogs."}
        self.held(client, clock, **answers)
        own = client.submit(letters()[-1].link).location
        assert "In the directory" in client.page(own).words

    def test_a_mistake_in_it_is_named_at_its_field(self, client, area):
        page = client.refused_page("/register", shelter_form(letters_to="jo@nowhere"))
        assert any("name@example.org" in mistake for mistake in page.mistakes)

    def test_what_was_taken_down_is_asked_for_on_its_page(self, client, listed, letters):
        own = client.submit(letters()[-1].link).location
        client.submit(f"{own}/take-down", button="Take it down")
        client.submit(own, button="Ask to bring it back")
        words = client.page(own).words
        assert "looks at it before people see it" in words


class TestConfirming:
    def test_opening_the_link_changes_nothing_and_the_button_puts_it_in_the_directory(
        self, client, listed, letters, work
    ):
        link = letters()[-1].link
        for _ in range(2):
            client.page(link)
        own = client.submit(link).location
        assert "In the directory" in client.get(own).get_data(as_text=True)

    def test_a_used_link_says_that_it_is_confirmed_and_leads_to_a_new_one(
        self, client, listed, letters
    ):
        link = letters()[-1].link
        client.submit(link)
        page = client.page(link)
        assert page.heading == "You have pressed this button already"
        assert "people can find it" in page.words
        assert page.links["Get a new link"] == "/register/link"
        assert page.links["See what people see"].startswith("/listings/")

    def test_a_link_that_is_too_old_has_no_button_that_does_nothing(
        self, client, listed, letters, clock
    ):
        link = letters()[-1].link
        clock.passes(days=2)
        page = client.page(link)
        assert page.heading == "This link no longer works"
        assert page.links["Get a new link"] == "/register/link"
        assert page.tree.find(".//main//form") is None

    @pytest.mark.parametrize("way", ["/register/confirm", "/keep"])
    def test_a_made_up_link_looks_like_one_that_is_too_old(self, client, area, way):
        assert client.page(f"{way}/made-up").heading == "This link no longer works"

    def test_a_letter_says_who_it_is_from_and_none_of_the_words_typed(self, listed, letters):
        letter = letters()[-1]
        assert "Better Services Enterprise" in letter.text
        assert "0191 498 0123" in letter.text
        assert "dogs" not in letter.text


class TestComingBack:
    def test_whoever_came_by_the_link_finds_back_to_what_is_theirs(self, client, listed, letters):
        assert "Your listings" not in client.application.test_client().page("/").links
        own = client.submit(letters()[-1].link).location
        page = client.page(client.page("/search").links["Your listings"])
        assert own in page.links.values()

    def test_known_and_unknown_addresses_get_the_same_answer(self, client, listed, letters):
        before = len(letters())
        answers = [
            client.submit("/register/link", {"email": address})
            for address in ("jo@shelter.example", "nobody@shelter.example")
        ]
        assert {answer.location for answer in answers} == {"/register/link/sent"}
        assert len(letters()) == before + 1

    def test_somebody_without_a_link_finds_nothing(self, app, client, listed):
        with app.extensions["petunias"].database.reading() as session:
            listing_id = session.query(Listing).one().id
        stranger = app.test_client()
        assert stranger.get(f"/your-listings/{listing_id}").status_code == 302
        missing = stranger.get("/your-listings/00000000-0000-4000-8000-000000000000")
        assert missing.status_code == 302


class TestSayingMore:
    @pytest.fixture
    def own(self, client, listed, letters):
        return client.submit(letters()[-1].link).location

    @pytest.mark.parametrize(
        ("slug", "answers", "shown"),
        [
            ("cost", {"cost": "amount", "pounds": "2.50"}, "£2.50"),
            (
                "first-visit",
                {"first_visit": "Jo says hello.", "has_buddy": "yes"},
                "Jo says hello.",
            ),
            ("access", {"is_step_free": "yes", "transport": "Bus 12"}, "Bus 12"),
            ("who", {"audiences": ["men"], "languages": "bengali, English"}, "Bengali"),
            ("places", {"places_left": "4"}, "4"),
            ("group", {"group_name": "The Shelter", "description": "Forty cats."}, "The Shelter"),
        ],
    )
    def test_each_small_page_is_kept_and_shown(self, client, own, work, slug, answers, shown):
        assert client.submit(f"{own}/{slug}", answers).status_code == 303
        listing = client.get(own.replace("/your-listings/", "/listings/")).get_data(as_text=True)
        assert shown in listing

    @pytest.mark.parametrize(
        ("slug", "answers", "says"),
        [
            ("cost", {"cost": "amount", "pounds": "two"}, "Enter an amount in pounds, like 2.50."),
            ("cost", {"cost": "amount", "pounds": "-1"}, "Enter an amount in pounds, like 2.50."),
            (
                "who",
                {"minimum_age": "60", "maximum_age": "50"},
                "The oldest age is below the youngest",
            ),
            ("contact", {"phone": "", "email": ""}, "Enter a phone number or an e-mail address."),
            ("contact", {"website": "javascript:alert(1)"}, "https://"),
            ("places", {"places_left": "many"}, "number"),
        ],
    )
    def test_a_mistake_on_a_small_page_is_named(self, client, own, slug, answers, says):
        page = client.refused_page(f"{own}/{slug}", answers)
        assert any(says in mistake for mistake in page.mistakes)

    def test_a_hidden_place_stays_hidden_when_only_the_time_changes(self, client, app, own):
        client.submit(f"{own}/hide-place", {"address": "1 Secret Lane", "is_sure": "y"})
        client.submit(f"{own}/basics", {"when": "Fridays at noon"})
        page = client.page(own.replace("your-listings", "listings")).words
        assert "Fridays at noon" in page
        assert "NE6" not in page
        with app.extensions["petunias"].database.reading() as session:
            assert session.query(Listing).one().place is Place.HIDDEN

    def test_hiding_where_it_happens_hides_it_at_once(self, client, own, work):
        client.submit(f"{own}/hide-place", {"address": "1 Secret Lane", "is_sure": "y"})
        page = client.get(own.replace("/your-listings/", "/listings/")).get_data(as_text=True)
        assert "Secret" not in page
        assert "NE6" not in page

    def test_taking_it_down_takes_it_down_at_once(self, client, own):
        client.submit(f"{own}/take-down", {"because": "We moved"})
        assert client.get(own.replace("/your-listings/", "/listings/")).status_code == 404


class TestClaiming:
    def test_the_groups_own_address_gets_the_link_and_the_listing(self, client, app, letters, area):
        with app.extensions["petunias"].database.writing() as session:
            listing = a_listing(
                session, area_id=area, keeper_email="", email="dogs@shelter.example"
            )
        client.submit(
            f"/listings/{listing.id}/claim", {"name": "Jo", "email": "dogs@shelter.example"}
        )
        own = client.submit(letters()[-1].link).location
        assert "Dog walking" in client.get(own).get_data(as_text=True)


class TestWhoeverIsSignedIn:
    def test_stays_signed_in_after_listing_a_group(self, client, clock, area):
        signed_in(client, Role.DIRECTORY_EDITOR)
        before = held_token(client)
        answer = client.submit("/register", shelter_form())
        assert answer.location == "/register/link/sent"
        assert held_token(client) == before

    def test_stays_signed_in_when_the_form_has_a_mistake(self, client, area):
        signed_in(client, Role.DIRECTORY_EDITOR)
        before = held_token(client)
        client.refused_page("/register", shelter_form(group_name=""))
        assert held_token(client) == before
