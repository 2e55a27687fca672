"""What a listing says is one value: it survives being kept, and tells what changed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.content import Content
from directory.vocabulary import Audience, Cost, Domain, Joining, Need, Place

CONTENTS = st.builds(
    Content,
    name=st.text(min_size=1),
    description=st.text(),
    place=st.sampled_from(Place),
    joining=st.sampled_from(Joining),
    cost=st.sampled_from(Cost),
    domains=st.lists(st.sampled_from(Domain), unique=True).map(tuple),
    needs=st.lists(st.sampled_from(Need), unique=True).map(tuple),
    audiences=st.lists(st.sampled_from(Audience), unique=True).map(tuple),
    languages=st.lists(st.text(min_size=1)).map(tuple),
    cost_pence=st.none() | st.integers(0, 10**6),
    is_step_free=st.none() | st.booleans(),
    places_left=st.none() | st.integers(0, 99),
)


@given(CONTENTS)
def test_what_is_kept_comes_back_the_same(content):
    assert Content.from_json(json.loads(json.dumps(content.to_json()))) == content


@given(CONTENTS)
def test_what_was_not_said_is_not_kept(content):
    assert not {"", None}.intersection(
        value for value in content.to_json().values() if not isinstance(value, list)
    )


@pytest.mark.parametrize(
    ("answers", "is_known"),
    [
        ({}, False),
        ({"town": "Anytown"}, True),
        ({"postcode": "NE6 1AB"}, True),
        ({"address": "1 High Street"}, True),
        ({"place": Place.ONLINE}, True),
        ({"place": Place.HIDDEN}, True),
    ],
)
def test_a_place_is_known_once_anything_says_where_it_is(answers, is_known):
    assert Content(name="Tea", **answers).is_place_known is is_known


def test_no_and_nought_are_said():
    assert Content(name="x", is_step_free=False, places_left=0).to_json() == {
        "name": "x",
        "place": "somewhere",
        "joining": "ask-first",
        "cost": "ask",
        "is_step_free": False,
        "places_left": 0,
    }


def test_a_change_names_the_fields_that_differ():
    before = Content(name="Dog walking")
    assert before.with_answers(when="Mondays", cost=Cost.FREE).changed_from(before) == (
        "when",
        "cost",
    )
