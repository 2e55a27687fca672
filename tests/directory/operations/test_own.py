"""A group looks after its own listings."""

import pytest
import sqlalchemy as sa

from directory.lifecycle import Move, State
from directory.models import HiddenPlace, Listing, WrongReport
from directory.operations import keeping, own, registration
from directory.queries import registration as queries
from directory.queries.published import find_published
from directory.reasons import TO_BE_SAFE
from kernel.access import ANYONE, SYSTEM, Actor
from kernel.errors import NotFound, RuleBroken
from kernel.mail import Letter
from tests.cast_directory import a_listing, anytown, six_answers
from tests.support.clock import NOON

ODD = "Send £50 by bitcoin to walk dogs"
NOT_SETTLED = WrongReport.settled_at.is_(None)


@pytest.fixture
def area(session):
    return anytown(session)


def letters(session):
    session.flush()
    return session.scalars(sa.select(Letter).order_by(Letter.written_at)).all()


class TestChanging:
    @pytest.fixture
    def listing(self, session, area):
        return a_listing(session, area_id=area)

    @pytest.fixture
    def keeper(self, listing):
        return Actor(holds=listing.group_id)

    def test_words_change_at_once_and_the_change_is_remembered(self, session, listing, keeper):
        own.revise(session, keeper, listing.id, at=NOON, first_visit="Jo says hello.")
        assert listing.content.first_visit == "Jo says hello."
        assert session.scalar(sa.text("SELECT count(*) FROM listing_version")) == 2

    def test_a_new_phone_number_waits_for_an_editor_and_the_old_address_is_told(
        self, session, listing, keeper
    ):
        own.revise(session, keeper, listing.id, at=NOON, phone="0191 498 0199", transport="Bus 12")
        assert listing.content.phone == "0191 498 0101"
        assert listing.content.transport == "Bus 12"
        assert session.scalar(sa.select(WrongReport.proposal)) == {"phone": "0191 498 0199"}
        assert [letter.template for letter in letters(session)] == ["directory/contact_changes"]

    def test_the_holder_of_another_groups_link_finds_nothing(self, session, listing, area):
        other = a_listing(session, area_id=area, group="Knit and Natter", keeper_email="")
        with pytest.raises(NotFound):
            own.revise(session, Actor(holds=other.group_id), listing.id, at=NOON, name="Mine now")

    @pytest.mark.parametrize(
        "moves", [(), (Move.HIDE,), (Move.HIDE, Move.ARCHIVE)], ids=["live", "hidden", "archived"]
    )
    def test_odd_words_wait_for_an_editor_and_what_was_let_pass_stays(
        self, session, listing, keeper, moves
    ):
        for move in moves:
            keeping.make(session, SYSTEM, listing, move, at=NOON)
        state, content = listing.state, listing.content
        own.revise(session, keeper, listing.id, at=NOON, description=ODD, phone="0191 498 0199")
        assert (listing.state, listing.content) == (state, content)
        (report,) = session.scalars(sa.select(WrongReport))
        assert report.proposal == {"description": ODD, "phone": "0191 498 0199"}
        assert report.says == "It speaks of money in an unusual way: “bitcoin”."
        assert session.scalar(sa.text("SELECT count(*) FROM listing_version")) == 1

    def test_what_an_editor_let_pass_is_not_asked_about_again(self, session, area):
        listing = a_listing(session, area_id=area, description=ODD)
        own.revise(session, Actor(holds=listing.group_id), listing.id, at=NOON, when="Fridays")
        assert (listing.state, listing.content.when) == (State.LIVE, "Fridays")
        assert listing.flags == []
        assert session.scalar(sa.select(WrongReport)) is None

    @pytest.mark.parametrize(
        ("name", "description", "field"),
        [("Cat Shelter", ODD, "description"), (f"Cats. {ODD}", "", "group_name"), ("Knit and Nattеr", "", "group_name")],
        ids=["words", "words for a name", "another's name in other letters"],
    )  # fmt: skip
    def test_a_group_says_nothing_odd_about_itself(
        self, session, area, listing, keeper, name, description, field
    ):
        a_listing(session, area_id=area, group="Knit and Natter", keeper_email="")
        before = listing.group.name
        about = own.AboutGroup(name, description, None, "", "")
        with pytest.raises(RuleBroken) as refused:
            own.describe_group(session, keeper, listing.id, about, at=NOON)
        assert (refused.value.field, listing.group.name) == (field, before)

    def test_what_a_group_said_before_is_not_asked_about_again(self, session, listing, keeper):
        listing.group.description = ODD
        about = own.AboutGroup("Cats and Dogs of Anytown", ODD, None, "", "small")
        own.describe_group(session, keeper, listing.id, about, at=NOON)
        assert listing.group.name == "Cats and Dogs of Anytown"

    def test_a_group_goes_on_from_what_waits_and_can_take_it_back(self, session, listing, keeper):
        own.revise(session, keeper, listing.id, at=NOON, description=ODD)
        own.revise(session, keeper, listing.id, at=NOON, transport="Bus 12")
        (report,) = session.scalars(sa.select(WrongReport).where(NOT_SETTLED))
        assert report.proposal == {"description": ODD, "transport": "Bus 12"}
        own.revise(session, keeper, listing.id, at=NOON, description="Walk a dog.")
        assert listing.content.description == "Walk a dog."
        assert listing.content.transport == "Bus 12"
        assert session.scalar(sa.select(WrongReport).where(NOT_SETTLED)) is None

    def test_the_groups_page_shows_what_waits(self, session, listing, keeper):
        own.revise(session, keeper, listing.id, at=NOON, description=ODD)
        page = queries.own_page(session, keeper, listing.id)
        assert [(one.label, one.words) for one in page.waiting] == [("What people can do", ODD)]
        assert page.content.description == ODD

    def test_before_it_is_confirmed_a_change_is_looked_at_as_the_first_words_were(
        self, session, area
    ):
        listing = registration.register(
            session, ANYONE, six_answers(), token="", signs=["speed"], at=NOON
        )
        keeper = Actor(holds=listing.group_id)
        own.revise(session, keeper, listing.id, at=NOON, description=ODD)
        assert [flag["kind"] for flag in listing.flags] == ["money", "machine"]
        own.revise(session, keeper, listing.id, at=NOON, description="Walk a dog.")
        assert [flag["kind"] for flag in listing.flags] == ["machine"]

    def test_a_second_activity_of_the_same_group_does_not_look_like_the_first(
        self, session, listing
    ):
        second = keeping.begin(
            session, SYSTEM, group=listing.group, content=listing.content, at=NOON
        )
        assert registration.flags(session, second) == []

    def test_a_hidden_place_leaves_nothing_behind_but_the_area(self, session, listing, keeper):
        own.hide_place(session, keeper, listing.id, address="1 Secret Lane", at=NOON)
        shown = find_published(session, listing.id, today=NOON.date())
        assert (shown.postcode, shown.address, shown.latitude, shown.locality) == ("", "", None, "")
        assert session.scalar(sa.select(HiddenPlace.address)) == "1 Secret Lane"
        row = session.execute(sa.select(Listing.__table__)).one()
        assert "NE6" not in repr(row)
        assert listing.latitude is None

    def test_a_group_asks_for_what_was_taken_down_and_an_editor_looks_first(
        self, session, listing, keeper
    ):
        with pytest.raises(RuleBroken, match="Only what was taken down"):
            own.ask_back(session, keeper, listing.id, at=NOON)
        own.withdraw(session, keeper, listing.id, because="", at=NOON)
        own.revise(session, keeper, listing.id, at=NOON, description=ODD)
        own.ask_back(session, keeper, listing.id, at=NOON)
        assert listing.state is State.WAITING
        assert [flag["kind"] for flag in listing.flags] == ["money"]
        page = queries.own_page(session, keeper, listing.id)
        assert (page.waits_for_editor, page.held_because) == (True, (TO_BE_SAFE,))

    def test_another_group_cannot_ask_for_it(self, session, listing, keeper, area):
        own.withdraw(session, keeper, listing.id, because="", at=NOON)
        other = a_listing(session, area_id=area, group="Knit and Natter", keeper_email="")
        with pytest.raises(NotFound):
            own.ask_back(session, Actor(holds=other.group_id), listing.id, at=NOON)

    def test_taking_it_down_takes_it_down_at_once(self, session, listing, keeper):
        own.withdraw(session, keeper, listing.id, because="", at=NOON)
        assert find_published(session, listing.id, today=NOON.date()) is None
