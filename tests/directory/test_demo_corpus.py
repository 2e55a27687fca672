from directory.demo_corpus import ANYTOWN, listings
from directory.vocabulary import Domain, Place
from kernel.geography import Postcode, distance_km


def test_the_same_seed_makes_the_same_listings():
    assert list(listings(50, seed=7)) == list(listings(50, seed=7))
    assert list(listings(50, seed=7)) != list(listings(50, seed=8))


def test_a_longer_list_begins_like_a_shorter_one():
    assert list(listings(60, seed=7))[:50] == list(listings(50, seed=7))


def test_all_kinds_of_listing_are_among_a_thousand():
    made = list(listings(1_000, seed=7))
    assert {domain for listing in made for domain in listing.domains} == set(Domain)
    assert {listing.place for listing in made} == set(Place)
    assert len({listing.id for listing in made}) == 1_000
    assert len({listing.group.id for listing in made}) > 200


def test_only_places_that_are_shown_have_a_point_and_an_address():
    for listing in listings(500, seed=7):
        is_shown = listing.place is Place.SOMEWHERE
        assert (listing.latitude is not None) == bool(listing.postcode) == is_shown
        assert bool(listing.address) == is_shown


def test_places_are_near_the_area_and_their_postcodes_are_nobodys():
    for listing in listings(200, seed=7):
        if listing.latitude is not None and listing.longitude is not None:
            point = type(ANYTOWN.centre)(listing.latitude, listing.longitude)
            assert distance_km(ANYTOWN.centre, point) < 100
            assert Postcode.parse(listing.postcode).outcode.startswith("AN")


def test_a_hidden_place_is_not_named_in_its_words():
    hidden = [it for it in listings(1_000, seed=7) if it.place is Place.HIDDEN]
    assert hidden
    assert not any(" at " in it.name + it.description or " in " in it.name for it in hidden)
