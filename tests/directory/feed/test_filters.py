from datetime import UTC, datetime, time
from uuid import uuid4

import pytest

from directory.feed import filters
from directory.feed.filters import Spot
from directory.feed.parameters import Asked
from directory.feed.taxonomies import TAXONOMIES, TERMS, term_of
from directory.vocabulary import Domain, Joining, Need, Place
from kernel.geography import Point
from tests.support.published import ANYTOWN, a_group, a_published, a_slot

NEARBY = Spot(Point(54.976, -1.581), frozenset({ANYTOWN}))
FAR_AWAY = Spot(Point(51.5, -0.1))


def fits(listing, **asked):
    spot = asked.pop("spot", None)
    return filters.is_wanted(listing, Asked(**asked), spot=spot)


def test_a_term_finds_the_listings_that_carry_it():
    listing = a_published(domains=(Domain.VOLUNTEERING,), needs=(Need.MOVING,))
    assert fits(listing, taxonomy_term_id=term_of(Domain.VOLUNTEERING).id)
    assert fits(listing, taxonomy_term_id=term_of(Need.MOVING).id)
    assert fits(listing, taxonomy_term_id=term_of(Joining.TURN_UP).id)
    assert not fits(listing, taxonomy_term_id=term_of(Domain.BEFRIENDING).id)
    assert not fits(listing, taxonomy_term_id=uuid4())


def test_a_taxonomy_finds_the_listings_that_use_it():
    domain, _, need, _ = TAXONOMIES
    assert fits(a_published(), taxonomy_id=domain.id)
    assert not fits(a_published(needs=()), taxonomy_id=need.id)


def test_an_organisation_finds_its_own():
    assert fits(a_published(), organization_id=a_group().id)
    assert not fits(a_published(), organization_id=uuid4())


def test_modified_after_takes_the_moment_itself_too():
    changed = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    listing = a_published(last_modified=changed)
    assert fits(listing, modified_after=changed)
    assert not fits(listing, modified_after=changed.replace(minute=31))


def test_ages_are_compared_with_what_is_said_and_silence_is_not_an_age():
    assert fits(a_published(minimum_age=18), minimum_age=18)
    assert not fits(a_published(minimum_age=16), minimum_age=18)
    assert not fits(a_published(), minimum_age=18)
    assert fits(a_published(maximum_age=25), maximum_age=25)
    assert not fits(a_published(maximum_age=26), maximum_age=25)


def test_day_and_times_must_fit_one_and_the_same_session():
    listing = a_published(
        slots=(a_slot(weekday=1), a_slot(weekday=4, opens_at=time(18), closes_at=None))
    )
    assert fits(listing, day=1, start_time=time(10), end_time=time(12))
    assert fits(listing, day=4, start_time=time(17))
    assert not fits(listing, day=4, start_time=time(17), end_time=time(20))
    assert not fits(listing, day=1, start_time=time(17))
    assert not fits(a_published(slots=()), day=1)


class TestReaching:
    def test_a_place_must_be_near_enough(self):
        assert fits(a_published(), spot=NEARBY, postcode="NE6 1AA", proximity=200)
        assert not fits(a_published(), spot=NEARBY, postcode="NE6 1AA", proximity=50)

    def test_without_a_distance_every_place_covers(self):
        assert fits(a_published(), spot=FAR_AWAY, postcode="SE1 1AA")

    def test_an_unknown_point_is_near_nothing(self):
        listing = a_published(latitude=None, longitude=None)
        assert not fits(listing, spot=NEARBY, postcode="NE6 1AA", proximity=1_000_000)

    def test_on_line_is_everywhere(self):
        assert fits(a_published(place=Place.ONLINE), spot=FAR_AWAY, proximity=1)

    @pytest.mark.parametrize("place", [Place.WHOLE_AREA, Place.HIDDEN])
    def test_the_whole_area_is_for_those_who_live_in_it_however_far_they_ask(self, place):
        listing = a_published(place=place)
        assert fits(listing, spot=NEARBY, postcode="NE6 1AA", proximity=1)
        assert not fits(listing, spot=FAR_AWAY, postcode="SE1 1AA")


def test_wanted_keeps_those_that_fit_in_their_order():
    found = list(
        filters.wanted([a_published(minimum_age=age) for age in (5, 18, 60)], Asked(minimum_age=18))
    )
    assert [listing.minimum_age for listing in found] == [18, 60]


def test_plain_words_are_looked_for_everywhere_and_all_must_be_there():
    assert filters.contains(a_published(), "DOG shelter")
    assert not filters.contains(a_published(), "dog salsa")


def test_terms_are_found_by_taxonomy_and_words_and_have_no_parents():
    domain = TAXONOMIES[0]
    assert len(filters.wanted_terms(Asked())) == len(TERMS)
    assert filters.wanted_terms(Asked(taxonomy_id=domain.id)) == list(domain.terms)
    assert [t.code for t in filters.wanted_terms(Asked(search="cooking"))] == ["healthy-eating"]
    assert filters.wanted_terms(Asked(parent_id=uuid4())) == []


def test_taxonomies_and_groups_are_found_by_words():
    assert [t.name for t in filters.wanted_taxonomies(Asked(search="join"))] == ["How to join"]
    shelter, other = a_group(), a_group(name="Knit and natter", description="")
    assert list(filters.wanted_groups([shelter, other], Asked(search="natter knit"))) == [other]
