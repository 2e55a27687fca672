import json

from hypothesis import given, settings

from directory.feed.structured import as_script, json_ld
from directory.vocabulary import Audience, Cost, Place
from tests.support.published import a_published, listings

URL = "https://directory.example/listings/22222222-2222-4222-8222-222222222222"


def test_search_engines_learn_what_where_when_and_for_how_much():
    found = json_ld(a_published(audiences=(Audience.MEN,)), url=URL)
    assert (found["@type"], found["name"]) == ("Service", "Dog walking")
    assert found["offers"]["price"] == "0.00"
    assert found["hoursAvailable"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Tuesday",
            "opens": "10:00",
            "closes": "12:00",
        }
    ]
    place = found["availableChannel"]["serviceLocation"]
    assert place["address"]["postalCode"] == "NE6 1AB"
    assert found["audience"]["audienceType"] == "Men"


def test_a_hidden_place_is_not_told():
    text = json.dumps(json_ld(a_published(place=Place.HIDDEN, address="Canary House"), url=URL))
    assert "Canary" not in text and "NE6" not in text and "54.975" not in text


def test_on_line_is_an_address_on_the_web():
    found = json_ld(a_published(place=Place.ONLINE), url=URL)
    assert found["availableChannel"]["serviceLocation"]["@type"] == "VirtualLocation"


def test_a_price_that_is_not_known_is_not_offered():
    assert "offers" not in json_ld(a_published(cost=Cost.ASK), url=URL)
    assert "offers" not in json_ld(a_published(cost=Cost.AMOUNT, cost_pence=None), url=URL)


@settings(max_examples=60, deadline=None)
@given(listings)
def test_no_text_can_leave_the_script_element(listing):
    text = as_script(json_ld(listing, url=URL))
    assert not set("<>&") & set(text)
    assert json.loads(text) == json_ld(listing, url=URL)


def test_a_listing_that_closes_the_script_stays_inside_it():
    text = as_script(json_ld(a_published(name="</script><script>alert(1)"), url=URL))
    assert "</script" not in text
