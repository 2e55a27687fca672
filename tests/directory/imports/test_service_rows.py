import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.imports.service_rows import HEADINGS, cells_of
from tests.support.sheets import a_feed_service


def row_of(service):
    return dict(zip(HEADINGS, cells_of(service), strict=True))


def test_a_service_of_3_0_is_one_row():
    row = row_of(a_feed_service())
    assert (row["group"], row["name"]) == ("Anytown Arts", "Community choir")
    assert (row["phone"], row["email"]) == ("01632 960125", "sing@choir.example")
    assert (row["address"], row["town"], row["postcode"]) == ("Town Hall", "Anytown", "NE6 1AB")
    assert (row["when"], row["cost_pounds"]) == ("Thursday, 19:00 to 21:00", "2.5")
    assert (row["minimum_age"], row["languages"]) == ("16", "Welsh")
    assert "Ann Persona" not in str(row)


def test_a_service_of_1_0_is_one_row():
    row = row_of(
        {
            "name": "Community choir",
            "organization": {"name": "Anytown Arts", "url": "https://arts.example"},
            "attending_access": "drop-in",
            "attending_type": "venue",
            "fees": "£2 a session",
            "eligibilitys": [{"minimum_age": 16, "eligibility": "Adults"}],
            "regular_schedules": [{"weekday": "TH", "opens_at": "19:00:00"}],
            "service_taxonomys": [{"taxonomy": {"name": "Arts and crafts"}}],
            "service_at_locations": [
                {
                    "location": {
                        "physical_addresses": [{"address_1": "Hall", "postal_code": "NE6 1AB"}]
                    }
                }
            ],
            "contacts": [{"phones": [{"number": "01632 960125"}]}],
        }
    )
    assert (row["website"], row["joining"]) == ("https://arts.example", "drop-in")
    assert (row["cost"], row["when"]) == ("£2 a session", "Thursday, 19:00")
    assert (row["audiences"], row["terms"]) == ("Adults", "Arts and crafts")
    assert (row["address"], row["phone"]) == ("Hall", "01632 960125")


@pytest.mark.parametrize(
    ("byday", "words"),
    [
        ("TU", "Tuesday"),
        ("MO,WE", "Monday and Wednesday"),
        ("1TU", "first Tuesday of the month"),
        ("-1FR", "last Friday of the month"),
        ("Sometimes", "Sometimes"),
    ],
)
def test_days_become_words(byday, words):
    assert row_of({"name": "x", "schedules": [{"byday": byday}]})["when"] == words


def test_on_line_and_the_whole_area_are_known():
    on_line = {"service_at_locations": [{"location": {"location_type": "virtual"}}]}
    assert row_of(on_line)["place"] == "online"
    assert row_of({"service_areas": [{"name": "Anytown"}]})["place"] == "whole-area"


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "name",
                    "organization",
                    "contacts",
                    "phones",
                    "schedules",
                    "byday",
                    "location",
                    "service_at_locations",
                    "addresses",
                    "attributes",
                    "taxonomy_term",
                    "cost_options",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "name",
                "organization",
                "contacts",
                "schedules",
                "service_at_locations",
                "cost_options",
            ]
        ),
        _json,
    )
)
def test_whatever_kind_the_values_are_of_it_is_a_row_of_text(service):
    assert all(isinstance(cell, str) for cell in cells_of(service))
