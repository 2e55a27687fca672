import json
from datetime import date
from functools import cache

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from directory.feed import v1, v3
from directory.vocabulary import Cost, Joining, Place
from tests.support.published import STANDARDS, a_published, listings

TODAY = date(2026, 7, 14)

needs_standards = pytest.mark.skipif(
    not STANDARDS.exists(), reason="the official schemas (../shared/standards) are not here"
)


@cache
def official(name):
    schema = json.loads((STANDARDS / "V1.0-UK" / f"{name}.json").read_text())
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


@needs_standards
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(listings)
def test_every_listing_is_a_service_of_the_official_schema(listing):
    page = v1.page([v1.service_item(listing)], total=1, number=1, per_page=50)
    assert [error.message for error in official("service_list").iter_errors(page)] == []
    full = v1.service(listing, on=TODAY)
    assert [error.message for error in official("service").iter_errors(full)] == []
    assert "null" not in json.dumps(full) and '""' not in json.dumps(full)


def test_a_hidden_place_gives_no_location():
    listing = a_published(place=Place.HIDDEN, address="Canary Refuge House")
    text = json.dumps(v1.service(listing, on=TODAY))
    assert "Canary" not in text and "54.975" not in text and "NE6" not in text


def test_the_two_shapes_speak_of_the_same_service_and_place():
    old, new = v1.service(a_published(), on=TODAY), v3.service(a_published(), on=TODAY)
    assert old["id"] == new["id"]
    (before,), (after,) = old["service_at_locations"], new["service_at_locations"]
    assert before["location"]["id"] == after["location"]["id"]


@pytest.mark.parametrize(
    ("joining", "access"),
    [
        (Joining.TURN_UP, "drop-in"),
        (Joining.ASK_FIRST, "appointment"),
        (Joining.REFERRAL, "referral"),
    ],
)
def test_joining_is_said_in_the_words_of_the_older_standard(joining, access):
    assert v1.service_item(a_published(joining=joining))["attending_access"] == access


def test_fees_are_words():
    assert v1.service_item(a_published(cost=Cost.AMOUNT, cost_pence=350))["fees"] == "£3.50"
    assert v1.service_item(a_published(cost=Cost.ASK))["fees"] == "Ask the group"


def test_a_page_past_the_end_is_empty_and_last():
    page = v1.page([], total=3, number=2, per_page=50)
    assert page["empty"] and page["last"] and not page["first"]
