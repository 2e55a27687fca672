from dataclasses import fields
from datetime import UTC, datetime, time, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.feed.parameters import PARAMETERS, Asked, Endpoint, parameters_of, parse_query
from kernel.errors import RuleBroken

TERM = "6f0c2b34-51a7-4a0e-9a35-2f6d1f0b8a47"


def asked(endpoint=Endpoint.SERVICES, **args):
    return parse_query(endpoint, args)


def test_nothing_asked_is_the_first_fifty():
    assert asked() == Asked() and Asked().per_page == 50 and Asked().offset == 0


def test_everything_that_may_be_asked_is_understood():
    found = asked(
        Endpoint.SERVICE_AT_LOCATIONS,
        search="dog walking",
        page="3",
        per_page="20",
        format="ndjson",
        taxonomy_term_id=TERM,
        taxonomy_id=TERM,
        organization_id=TERM,
        modified_after="2026-03-01T09:00:00+01:00",
        minimum_age="18",
        maximum_age="65.5",
        start_time="09:30",
        end_time="12:00Z",
        day="Tuesday",
        postcode="NE6 1AB",
        proximity="1500",
        full="true",
    )
    assert (found.search, found.offset, found.is_ndjson) == ("dog walking", 40, True)
    assert found.taxonomy_term_id == found.taxonomy_id == found.organization_id == UUID(TERM)
    assert found.modified_after == datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=1)))
    assert (found.minimum_age, found.maximum_age) == (18, 65.5)
    assert (found.start_time, found.end_time, found.day) == (time(9, 30), time(12), 1)
    assert (found.postcode, found.proximity, found.full) == ("NE6 1AB", 1500, True)


@pytest.mark.parametrize("day", ["TU", "tu", "Tue", "Tuesday", "TUESDAY"])
def test_a_day_may_be_written_in_any_usual_way(day):
    assert asked(day=day).day == 1


@pytest.mark.parametrize(
    "text", ["2026-03-01", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00 00:00", "2026-03-01T00:00"]
)
def test_a_moment_may_be_a_date_and_its_plus_may_have_become_a_space(text):
    assert asked(modified_after=text).modified_after == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_flag_needs_no_value():
    assert asked(full="").full
    assert not asked(full="false").full


def test_the_older_standard_uses_other_names():
    found = asked(Endpoint.V1_SERVICES, text="dogs", taxonomy_id=TERM)
    assert (found.search, found.taxonomy_term_id, found.taxonomy_id) == ("dogs", UUID(TERM), None)


def test_what_is_not_in_the_table_or_left_empty_is_passed_over():
    assert asked(colour="green", day="", taxonomy_id=" ") == Asked()
    assert asked(Endpoint.TAXONOMIES, day="TU") == Asked()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"),
        ("page", "one"),
        ("page", "²"),
        ("per_page", "501"),
        ("per_page", "-5"),
        ("format", "xml"),
        ("taxonomy_term_id", "dogs"),
        ("modified_after", "yesterday"),
        ("minimum_age", "nan"),
        ("minimum_age", "-1"),
        ("start_time", "25:00"),
        ("day", "Someday"),
        ("proximity", "inf"),
        ("full", "perhaps"),
        ("search", "x" * 201),
        ("search", "a\0b"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(name, value):
    with pytest.raises(RuleBroken) as refused:
        asked(**{name: value, "postcode": "NE6 1AB"} if name == "proximity" else {name: value})
    assert refused.value.field == name
    assert name in refused.value.message


def test_how_near_needs_a_place():
    with pytest.raises(RuleBroken, match="postcode"):
        asked(proximity="500")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PARAMETERS), st.text(max_size=60))
def test_any_text_is_read_or_refused(parameter, text):
    endpoint = sorted(parameter.endpoints)[0]
    try:
        parse_query(endpoint, {parameter.name: text})
    except RuleBroken as refused:
        assert refused.field == parameter.name


def test_every_parameter_fills_something():
    known = {field.name for field in fields(Asked)}
    assert {parameter.field for parameter in PARAMETERS} <= known


def test_no_endpoint_has_a_parameter_twice():
    for endpoint in Endpoint:
        names = [parameter.name for parameter in parameters_of(endpoint)]
        assert len(names) == len(set(names))
