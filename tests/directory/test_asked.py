"""An address says a search; what it says wrongly is left out and never refused."""

from datetime import date
from functools import partial
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import asked as searches
from directory.asked import FACETS, Asked
from directory.search import FACETS as ENGINE_FACETS
from directory.search import Order
from directory.vocabulary import Audience, Domain, Joining, PartOfDay
from kernel.geography import KM_IN_A_MILE, Point

HERE = Point(54.975, -1.58)
SATURDAY = date(2026, 11, 21)
NOTHING = Asked(today=SATURDAY)
read = partial(searches.read, today=SATURDAY)


def test_an_empty_address_asks_for_everything():
    assert read({}) == NOTHING


def test_words_and_place_are_one_line_each():
    asked = read({"q": ["  dog\n walking\x00 "], "where": [" ne6 1ab "]})
    assert (asked.what, asked.where) == ("dog walking", "ne6 1ab")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("domain", "physical-activity", Domain.PHYSICAL_ACTIVITY),
        ("day", "Monday", 0),
        ("day", "sunday", 6),
        ("part", "evening", PartOfDay.EVENING),
        ("free", "1", True),
        ("free", "yes", True),
        ("joining", "turn-up", Joining.TURN_UP),
        ("for", "carers", Audience.CARERS),
        ("language", "british_sign_language", "british sign language"),
    ],
)
def test_a_choice_is_read(name, text, value):
    assert read({name: [text]}).chosen == {name: (value,)}


@pytest.mark.parametrize(
    "values",
    [{"domain": ["magic"]}, {"day": ["7"]}, {"free": ["perhaps"]}, {"colour": ["red"]}],
)
def test_a_choice_that_we_do_not_know_is_left_out(values):
    assert read(values) == NOTHING


def test_several_values_of_a_facet_are_alternatives():
    asked = read({"domain": ["volunteering", "magic", "volunteering", "befriending"]})
    assert asked.chosen == {"domain": (Domain.VOLUNTEERING, Domain.BEFRIENDING)}
    assert asked.is_narrowed == 2
    assert asked.only_domain == ""


@pytest.mark.parametrize(
    ("text", "miles"),
    [("", 5), ("2", 2), ("0", 1), ("9999", 100), ("any", None), ("-3", 5), ("٣", 5), ("1e9", 5)],
)
def test_a_distance_is_in_miles(text, miles):
    assert read({"within": [text]}).miles == miles


@pytest.mark.parametrize(("text", "page"), [("", 1), ("3", 3), ("0", 1), ("x", 1), ("9" * 40, 1)])
def test_a_page_is_a_number_from_one(text, page):
    assert read({"page": [text]}).page == page


def test_a_question_is_asked_in_kilometres():
    question = read({"q": ["dog"], "within": ["2"], "free": ["yes"], "order": ["next"]}).question(
        near=HERE, area_ids=None
    )
    assert question.within_km == pytest.approx(2 * KM_IN_A_MILE)
    assert (question.words, question.is_free, question.order) == ("dog", True, Order.NEXT)


def test_without_a_place_there_is_no_distance():
    assert read({"within": ["2"]}).question(near=None, area_ids=None).within_km is None
    area = frozenset({uuid4()})
    assert read({"within": ["any"]}).question(near=HERE, area_ids=area).within_km is None


def test_every_facet_of_the_engine_can_be_asked_for_in_an_address():
    assert {facet.field for facet in FACETS} == set(ENGINE_FACETS)
    for facet in FACETS:
        for value, _ in facet.values:
            asked = read({facet.name: [facet.write(value)]})
            assert asked.question(near=None, area_ids=None).chosen == {facet.field: {value}}


@given(
    st.dictionaries(
        st.sampled_from(
            ["q", "where", "within", "page", "order", "exact", "day", "language", "for", "word"]
        ),
        st.lists(st.text(max_size=30), min_size=1, max_size=3),
    )
)
def test_an_address_that_we_write_is_read_as_the_same_search(values):
    asked = read(values)
    assert read(parse_qs(asked.query)) == asked


@pytest.mark.parametrize(
    ("query", "domain"),
    [
        ({"q": ["salsa"]}, "physical-activity"),
        ({"q": ["salsa"], "domain": ["befriending"]}, "befriending"),
        ({"q": ["falconry"]}, ""),
        ({}, ""),
    ],
)
def test_a_search_counts_for_the_domain_chosen_or_the_one_its_words_speak_of(query, domain):
    assert read(query).spoken_domain == domain


@pytest.mark.parametrize(
    ("typed", "day"), [("swimming today", 5), ("swimming tomorrow", 6), ("later today", 5)]
)
def test_what_is_asked_for_soon_comes_in_the_order_of_its_beginning(typed, day):
    assert read({"q": [typed]}).in_order is Order.NEXT
    assert read({"q": [typed], "order": ["distance"]}).in_order is Order.DISTANCE
    assert read({"q": ["swimming saturday"]}).in_order is Order.RELEVANCE
    as_words = {"q": [typed], "word": ["today", "tomorrow", "later today"]}
    assert read(as_words).in_order is Order.RELEVANCE


@pytest.mark.parametrize(
    ("typed", "day"), [("swimming today", 5), ("swimming tomorrow", 6), ("later today", 5)]
)
def test_today_and_tomorrow_are_days_by_when_it_is_asked(typed, day):
    asked = read({"q": [typed]})
    assert asked.narrowed_by == {"day": (day,)}
    assert asked.words == ("swimming" if "swimming" in typed else "")
