import json
from datetime import date
from functools import cache
from uuid import UUID

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from directory.feed import v3
from directory.feed.taxonomies import TAXONOMIES, TERMS, taxonomy_json, term_json
from directory.vocabulary import Cost, Place
from tests.support.published import (
    STANDARDS,
    a_group,
    a_published,
    a_slot,
    groups,
    listings,
)

WINTER, SUMMER = date(2026, 1, 13), date(2026, 7, 14)
CANARY = "Canary Refuge House"

needs_standards = pytest.mark.skipif(
    not STANDARDS.exists(), reason="the official schemas (../shared/standards) are not here"
)
thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def official(name):
    schema = json.loads((STANDARDS / "V3.0-UK" / f"{name}.json").read_text())
    checks = jsonschema.FormatChecker()
    return jsonschema.Draft202012Validator(schema, format_checker=checks)


def faults(document, name):
    return [f"{error.json_path}: {error.message}" for error in official(name).iter_errors(document)]


def gaps(value, path="$"):
    """Where a null, an empty text or an id that is no UUID stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "id":
                assert str(UUID(inner)) == inner
            yield from gaps(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from gaps(inner, f"{path}[{number}]")
    elif value is None or value == "":
        yield path


class TestEveryListing:
    @needs_standards
    @thorough
    @given(listings)
    def test_is_a_service_of_the_official_schema(self, listing):
        document = json.loads(json.dumps(v3.service(listing, on=SUMMER)))
        assert faults(document, "service") == []
        assert list(gaps(document)) == []

    @needs_standards
    @thorough
    @given(listings)
    def test_is_a_list_item_of_the_official_schema(self, listing):
        page = v3.page([v3.service_item(listing)], total=1, number=1, per_page=50)
        assert faults(page, "service_list") == []
        assert list(gaps(page)) == []

    @needs_standards
    @thorough
    @given(listings.filter(v3.has_location))
    def test_stands_at_a_location_of_the_official_schema(self, listing):
        full = v3.service_at_location(listing, on=SUMMER)
        item = v3.service_at_location_item(listing)
        page = v3.page([item], total=1, number=1, per_page=50)
        assert faults(full, "service_at_location") == []
        assert faults(page, "service_at_location_list") == []
        assert list(gaps([full, page])) == []

    @needs_standards
    @thorough
    @given(groups, listings)
    def test_belongs_to_an_organisation_of_the_official_schema(self, group, listing):
        full = v3.organization(group, [v3.service(listing, on=SUMMER)])
        page = v3.page([v3.organization_item(group)], total=1, number=1, per_page=50)
        assert faults(full, "organization") == []
        assert faults(page["contents"][0], "organization_list") == []
        assert list(gaps([full, page])) == []

    @thorough
    @given(listings)
    def test_has_the_same_ids_each_time(self, listing):
        assert v3.service(listing, on=WINTER)["id"] == str(listing.id)
        assert v3.service(listing, on=WINTER) == v3.service(listing, on=WINTER)


@needs_standards
def test_the_root_and_the_taxonomies_are_of_the_official_schema():
    root = v3.root(openapi_url="https://directory.example/api/oruk/v3/openapi.json")
    assert faults(root, "api_details") == []
    for taxonomy in TAXONOMIES:
        assert faults(taxonomy_json(taxonomy), "taxonomy") == []
    for term in TERMS.values():
        assert faults(term_json(term), "taxonomy_term") == []


def test_each_term_has_an_id_of_its_own():
    assert len(TERMS) == sum(len(taxonomy.terms) for taxonomy in TAXONOMIES)


class TestHiddenPlaces:
    def test_give_no_location_whatever_was_left_in_the_row(self):
        listing = a_published(
            place=Place.HIDDEN, address=CANARY, town=CANARY, transport=CANARY, access_words=CANARY
        )
        document = v3.service(listing, on=SUMMER)
        assert "service_at_locations" not in document
        assert not v3.has_location(listing)
        text = json.dumps(document)
        assert CANARY not in text and "54.975" not in text and "NE6" not in text

    def test_are_refused_as_a_location(self):
        with pytest.raises(ValueError, match="no place"):
            v3.service_at_location(a_published(place=Place.HIDDEN), on=SUMMER)

    def test_say_which_area_they_serve(self):
        (area,) = v3.service(a_published(place=Place.HIDDEN), on=SUMMER)["service_areas"]
        assert area["name"] == "Anytown"


class TestPlaces:
    def test_an_address_is_whole_or_left_out(self):
        (at,) = v3.service(a_published(postcode=""), on=SUMMER)["service_at_locations"]
        assert "addresses" not in at["location"]
        (at,) = v3.service(a_published(), on=SUMMER)["service_at_locations"]
        assert at["location"]["addresses"][0]["postal_code"] == "NE6 1AB"

    def test_on_line_is_a_virtual_location_without_a_point(self):
        (at,) = v3.service(a_published(place=Place.ONLINE), on=SUMMER)["service_at_locations"]
        assert at["location"]["location_type"] == "virtual"
        assert "latitude" not in at["location"]

    def test_the_whole_area_is_a_service_area_and_no_location(self):
        document = v3.service(a_published(place=Place.WHOLE_AREA), on=SUMMER)
        assert document["service_areas"][0]["name"] == "Anytown"
        assert "service_at_locations" not in document

    def test_step_free_access_belongs_to_the_place(self):
        document = v3.service(a_published(is_step_free=True, access_words="Ramp"), on=SUMMER)
        (access,) = document["service_at_locations"][0]["location"]["accessibility"]
        assert (access["description"], access["details"]) == ("Step-free access", "Ramp")


class TestTimes:
    @pytest.mark.parametrize(("on", "opens"), [(WINTER, "10:00Z"), (SUMMER, "10:00+01:00")])
    def test_carry_the_offset_of_the_day_the_feed_is_read(self, on, opens):
        (schedule,) = v3.service(a_published(), on=on)["schedules"]
        assert schedule["opens_at"] == opens
        assert (schedule["freq"], schedule["byday"]) == ("WEEKLY", "TU")

    def test_some_weeks_of_the_month_stand_before_the_day(self):
        listing = a_published(slots=(a_slot(ordinals=(1, -1)),))
        (schedule,) = v3.service(listing, on=WINTER)["schedules"]
        assert (schedule["freq"], schedule["byday"]) == ("MONTHLY", "1TU,-1TU")

    def test_words_alone_are_a_schedule_too(self):
        (schedule,) = v3.service(a_published(slots=()), on=WINTER)["schedules"]
        assert schedule["description"] == "Every Tuesday, 10am to 12 noon"
        assert "freq" not in schedule

    def test_the_last_change_is_in_utc_to_the_millisecond(self):
        assert v3.service_item(a_published())["last_modified"] == "2026-03-02T09:30:15.123Z"


class TestCosts:
    def test_free_is_nought_pounds(self):
        (cost,) = v3.service(a_published(cost=Cost.FREE), on=WINTER)["cost_options"]
        assert (cost["option"], cost["amount"]) == ("Free", 0)

    def test_pence_become_pounds(self):
        listing = a_published(cost=Cost.AMOUNT, cost_pence=350, cost_words="a session")
        (cost,) = v3.service(listing, on=WINTER)["cost_options"]
        assert (cost["amount"], cost["amount_description"]) == (3.5, "a session")

    def test_ask_the_group_is_not_a_cost(self):
        assert "cost_options" not in v3.service(a_published(cost=Cost.ASK), on=WINTER)


def test_assured_is_the_later_of_checked_and_confirmed():
    listing = a_published(checked_on=date(2026, 1, 5), confirmed_on=date(2026, 2, 6))
    assert v3.service_item(listing)["assured_date"] == "2026-02-06"
    assert "assured_date" not in v3.service_item(a_published())


def test_a_charity_number_names_its_register():
    numbers = {"1234567": "GB-CHC", "SC012345": "GB-SC", "NIC100100": "GB-NIC"}
    for number, register in numbers.items():
        organisation = v3.organization(a_group(charity_number=number))
        assert organisation["organization_identifiers"][0]["identifier_scheme"] == register


class TestPages:
    def test_count_from_one_and_know_their_ends(self):
        page = v3.page([{}] * 20, total=45, number=1, per_page=20)
        assert (page["total_pages"], page["first_page"], page["last_page"]) == (3, True, False)
        page = v3.page([{}] * 5, total=45, number=3, per_page=20)
        assert (page["size"], page["first_page"], page["last_page"]) == (5, False, True)

    def test_past_the_end_are_empty(self):
        page = v3.page([], total=45, number=9, per_page=20)
        assert page["empty"] and page["contents"] == []
