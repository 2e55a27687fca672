"""Listing a group: six answers, a link, and the way back in."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from accounts.models import UserSession
from directory.lifecycle import State
from directory.models import DrawEntry, Group, HostSettings, WrongReport
from directory.operations import registration
from directory.queries.published import find_published
from directory.vocabulary import Domain, Place
from kernel import links
from kernel.access import ANYONE, Actor, Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from tests.cast_directory import a_listing, anytown, six_answers
from tests.support.clock import NOON


@pytest.fixture
def area(session):
    return anytown(session)


def register(session, *, signs=(), **answers):
    return registration.register(
        session, ANYONE, six_answers(**answers), token=uuid4().hex, signs=signs, at=NOON
    )


def letters(session):
    session.flush()
    return session.scalars(sa.select(Letter).order_by(Letter.written_at)).all()


def press(session, listing, *, at=NOON, purpose=registration.CONFIRM):
    token = links.issue(
        session,
        purpose=purpose,
        subject_id=listing.id if purpose == registration.CONFIRM else listing.group_id,
        lifetime=timedelta(hours=24),
        at=NOON,
    )
    session.flush()
    return registration.confirm_by_link(session, token, session_token="s" * 40, at=at)


class TestListing:
    def test_six_answers_are_enough(self, session, area):
        listing = register(session)
        assert listing.state is State.UNCONFIRMED
        assert listing.group.name == "Anytown Cat and Dog Shelter"
        assert listing.content.name == "Walk one of our dogs by the river"

    def test_kinds_are_suggested_from_the_words(self, session, area):
        assert Domain.PHYSICAL_ACTIVITY in register(session).content.domains

    def test_the_locality_and_times_follow_from_the_answers(self, session, area):
        listing = register(session)
        assert listing.locality_id is not None
        assert [(slot.weekday, slot.opens_at.hour) for slot in listing.slots] == [(1, 10)]

    def test_nobody_sees_it_before_it_is_confirmed(self, session, area):
        listing = register(session)
        assert find_published(session, listing.id, today=NOON.date()) is None

    def test_an_e_mail_address_gets_one_letter_without_any_of_the_words_typed(self, session, area):
        register(session)
        (letter,) = letters(session)
        assert letter.address == "jo@shelter.example"
        assert "dogs" not in repr(letter.facts)
        assert "Shelter" not in repr(letter.facts)

    def test_a_phone_number_gets_no_letter_and_waits_for_a_ring(self, session, area):
        listing = register(session, contact="0191 498 0101")
        assert letters(session) == []
        assert listing.state is State.UNCONFIRMED
        assert listing.content.phone == "0191 498 0101"

    def test_an_address_gets_three_letters_a_day_at_most(self, session, area):
        for _ in range(7):
            register(session)
        assert len(letters(session)) == 3

    @pytest.mark.parametrize("contact", ["09098 790 123", "118 118", "hello", "999"])
    def test_a_contact_that_nobody_should_ring_is_refused_at_its_question(
        self, session, area, contact
    ):
        with pytest.raises(RuleBroken) as refusal:
            register(session, contact=contact)
        assert refusal.value.field in {"contact", "phone"}

    def test_an_on_line_group_needs_no_postcode(self, session, area):
        listing = register(session, place=Place.ONLINE, postcode="")
        assert (listing.latitude, listing.locality_id) == (None, None)

    def test_the_person_who_listed_it_can_go_on_at_once(self, session, area):
        listing = register(session)
        session.flush()
        assert session.scalar(sa.select(UserSession.holds)) == listing.group_id

    def test_before_there_is_an_area_it_says_that_the_directory_is_not_open(self, session):
        with pytest.raises(RuleBroken, match="not open yet"):
            register(session)


class TestConfirming:
    def test_one_press_puts_a_clean_listing_in_the_directory_marked_as_new(self, session, area):
        listing = register(session)
        press(session, listing)
        shown = find_published(session, listing.id, today=NOON.date())
        assert shown.checked.words == "New: not yet checked"
        assert shown.confirmed_on == NOON.date()

    def test_it_enters_the_months_draw(self, session, area):
        press(session, register(session))
        assert session.scalar(sa.select(DrawEntry.month)) == "2026-11"

    def test_a_link_works_once(self, session, area):
        listing = register(session)
        token = links.issue(
            session,
            purpose=registration.CONFIRM,
            subject_id=listing.id,
            lifetime=timedelta(hours=24),
            at=NOON,
        )
        session.flush()
        pressed = [
            registration.confirm_by_link(session, token, session_token=name * 40, at=NOON)
            for name in "ab"
        ]
        assert pressed == [listing, None]

    def test_a_link_is_dead_after_a_day(self, session, area):
        assert press(session, register(session), at=NOON + timedelta(hours=24)) is None

    @pytest.mark.parametrize(
        "what",
        [
            "Walk dogs. Win £5000 in bitcoin today",
            "Walk dogs, see www.cheap-pills.example",
            "<script>alert(1)</script> walk dogs",
        ],
    )
    def test_what_the_screen_finds_odd_waits_for_an_editor(self, session, area, what):
        listing = register(session, what=what)
        press(session, listing)
        assert listing.state is State.WAITING
        assert listing.flags

    def test_signs_of_a_machine_wait_for_an_editor(self, session, area):
        listing = register(session, signs=["nickname"])
        press(session, listing)
        assert listing.state is State.WAITING

    def test_a_look_alike_of_an_existing_listing_waits_for_an_editor(self, session, area):
        a_listing(session, area_id=area)
        listing = register(session)
        press(session, listing)
        assert listing.state is State.WAITING

    def test_a_host_can_make_every_new_listing_wait(self, session, area):
        session.add(HostSettings(area_id=area, is_every_listing_held=True))
        listing = register(session)
        press(session, listing)
        assert listing.state is State.WAITING
        assert listing.flags == []


class TestListingForAGroup:
    def an_actor(self, role):
        return Actor(user_id=None, roles=frozenset({role}), name="Asha Begum")

    def test_a_link_workers_listing_is_live_at_once_and_unclaimed(self, session, area):
        listing = registration.list_for_group(
            session, self.an_actor(Role.LINK_WORKER), six_answers(), told_by="Jo, by phone", at=NOON
        )
        assert listing.state is State.LIVE
        assert listing.group.claimed_at is None
        assert letters(session) == []

    def test_others_may_not(self, session, area):
        with pytest.raises(NotAllowed):
            registration.list_for_group(
                session, self.an_actor(Role.ANALYST), six_answers(), told_by="Jo", at=NOON
            )


class TestClaiming:
    @pytest.fixture
    def listing(self, session, area):
        return a_listing(session, area_id=area, keeper_email="", email="shelter@dogs.example")

    def test_the_address_on_the_listing_gets_the_link_at_once(self, session, listing):
        registration.claim(session, listing.id, name="Jo", email="Shelter@Dogs.example", at=NOON)
        assert [letter.address for letter in letters(session)] == ["shelter@dogs.example"]

    def test_any_other_address_waits_for_an_editor(self, session, listing):
        registration.claim(session, listing.id, name="Jo", email="jo@else.example", at=NOON)
        assert letters(session) == []
        assert session.scalar(sa.select(WrongReport.proposal)) == {"claim": "jo@else.example"}

    def test_the_link_hands_the_group_over(self, session, listing):
        token = links.issue(
            session,
            purpose=registration.CLAIM,
            subject_id=listing.group_id,
            lifetime=timedelta(hours=1),
            at=NOON,
        )
        session.flush()
        group_id = registration.come_back(session, token, session_token="s" * 40, at=NOON)
        assert group_id == listing.group_id
        assert session.get_one(Group, group_id).claimed_at == NOON

    def test_a_claimed_listing_cannot_be_claimed_again(self, session, listing):
        listing.group.claimed_at = NOON
        session.flush()
        with pytest.raises(NotFound):
            registration.claim(session, listing.id, name="Jo", email="jo@else.example", at=NOON)


class TestComingBack:
    def test_a_known_address_gets_a_link_and_an_unknown_one_gets_silence(self, session, area):
        a_listing(session, area_id=area)
        registration.send_new_link(session, "jo@shelter.example", at=NOON)
        registration.send_new_link(session, "nobody@shelter.example", at=NOON)
        assert [letter.address for letter in letters(session)] == ["jo@shelter.example"]

    def test_somebody_who_never_confirmed_gets_the_confirming_letter_again(self, session, area):
        register(session)
        registration.send_new_link(session, "jo@shelter.example", at=NOON)
        assert {letter.template for letter in letters(session)} == {"directory/confirm"}
