from datetime import date
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.imports import facts
from directory.vocabulary import Audience, Cost, Domain, Joining, Place

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("typed", "shown", "is_left"),
    [
        ("01632 960123", "01632 960123", False),
        ("+44 (0)1632 960123", "01632 960123", False),
        ("1632960123", "01632 960123", False),
        ("01632 960123 / 01632 960124", "01632 960123", True),
        ("01632 960123  01632 960124", "01632 960123", True),
        ("Advice line: 01632 960123 Mon to Fri", "01632 960123", True),
        ("999 or NHS 111", "111", True),
        ("0800 1111", "0800 1111", False),
        ("", "", False),
    ],
)
def test_the_first_number_that_may_be_shown_is_taken(typed, shown, is_left):
    found = facts.phone(typed)
    assert (found.value, bool(found.left), found.says) == (shown, is_left, "")


@pytest.mark.parametrize("typed", ["ring the bell", "999", "0909 879 0123", "12"])
def test_a_number_that_may_not_be_shown_is_kept_as_text_and_noted(typed):
    found = facts.phone(typed)
    assert (found.value, found.left) == ("", typed)
    assert found.says.endswith(".")


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("NE6 1AB", "NE6 1AB"),
        ("ne61ab", "NE6 1AB"),
        (" NE6  1AB. ", "NE6 1AB"),
        ("Town Hall, Anytown NE6 1AB", "NE6 1AB"),
        ("", ""),
    ],
)
def test_a_postcode_is_put_straight(typed, postcode):
    assert facts.postcode(typed) == facts.Found(postcode)


@pytest.mark.parametrize("typed", ["NE6", "somewhere", "NE6 1A", "12345"])
def test_what_is_no_postcode_is_kept_and_noted(typed):
    found = facts.postcode(typed)
    assert (found.value, found.left) == ("", typed) and found.says


@pytest.mark.parametrize(
    ("typed", "address", "is_left"),
    [
        ("https://knit.example/", "https://knit.example/", False),
        ("HTTP://knit.example", "http://knit.example", False),
        ("www.knit.example", "https://www.knit.example", False),
        ("knit.example/times", "https://knit.example/times", False),
        ("http://a.example    https://b.example", "http://a.example", True),
        ("See https://knit.example.", "https://knit.example", True),
        ("", "", False),
    ],
)
def test_the_first_web_address_is_taken(typed, address, is_left):
    found = facts.website(typed)
    assert (found.value, bool(found.left), found.says) == (address, is_left, "")


@pytest.mark.parametrize("typed", ["ask us", "javascript:alert(1)", "http://", "localhost"])
def test_what_is_no_web_address_is_kept_and_noted(typed):
    found = facts.website(typed)
    assert (found.value, found.left) == ("", typed) and found.says


def test_an_e_mail_address_is_found_among_words():
    assert facts.email("mailto:knit@group.example").value == "knit@group.example"
    assert facts.email("Ann <knit@group.example>").value == "knit@group.example"
    assert facts.email("knit at group").says


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("2026-01-05T10:00:00Z", date(2026, 1, 5)),
        ("05/01/2026", date(2026, 1, 5)),
        ("5 January 2026", date(2026, 1, 5)),
        ("Jan 2026", date(2026, 1, 1)),
        ("46027", date(2026, 1, 5)),
    ],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(typed, day):
    assert facts.reviewed_on(typed, today=TODAY).value == day


@pytest.mark.parametrize("typed", ["1969-12-31", "1970-01-01", "1900-01-00", "2031-01-01"])
def test_a_day_that_cannot_be_is_left_out_and_noted(typed):
    found = facts.reviewed_on(typed, today=TODAY)
    assert found.value is None and found.says


@pytest.mark.parametrize(
    ("words", "price", "cost"),
    [
        ("Free", "", (Cost.FREE, None, "")),
        ("", "0", (Cost.FREE, None, "")),
        ("free of charge for carers", "", (Cost.FREE, None, "free of charge for carers")),
        ("£3.50 a week", "", (Cost.AMOUNT, 350, "£3.50 a week")),
        ("a session", "2.5", (Cost.AMOUNT, 250, "a session")),
        ("Small donation", "", (Cost.DONATION, None, "Small donation")),
        ("ask", "", (Cost.ASK, None, "")),
        ("", "nan", (Cost.ASK, None, "")),
        ("", "1e999", (Cost.ASK, None, "")),
    ],
)
def test_a_cost_is_read_from_words_or_a_price(words, price, cost):
    assert facts.cost(words, price) == cost


def test_ages_are_whole_years():
    assert [facts.age(text).value for text in ("18", "18.0", "over 50", "")] == [18, 18, 50, None]
    assert facts.age("999").says


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1123456", "1123456"),
        ("1123456.0", "1123456"),
        ("1.123456E+06", "1123456"),
        ("SC 012345", "SC012345"),
    ],
)
def test_a_charity_number_survives_a_spreadsheet(typed, number):
    assert facts.charity_number(typed).value == number


def test_a_charity_number_that_lost_its_figures_is_not_made_up():
    found = facts.charity_number("1.12E+06")
    assert found.value == "" and found.left and found.says


def test_clear_words_become_words_of_our_own():
    assert facts.joining("Drop-in") is Joining.TURN_UP
    assert facts.joining("by appointment") is Joining.ASK_FIRST
    assert facts.joining("referral") is Joining.REFERRAL
    assert facts.joining("who knows") is None
    assert facts.place("Virtual") is Place.ONLINE
    assert facts.place("in person and on-line") is Place.SOMEWHERE
    assert facts.place("hidden") is Place.HIDDEN


def test_words_of_a_closed_list_are_known_by_code_or_words():
    found = facts.words_of(Domain, "physical-activity; Arts and crafts; shoes")
    assert found == ((Domain.PHYSICAL_ACTIVITY, Domain.ARTS_FOR_HEALTH), ("shoes",))
    assert facts.words_of(Audience, "Men, Carers")[0] == (Audience.MEN, Audience.CARERS)
    assert facts.words_of(Domain, "") == ((), ())


def test_degrees_are_numbers_in_range_and_nought_is_none():
    assert facts.degrees("54.97", most=61) == 54.97
    assert [facts.degrees(text, most=61) for text in ("0", "nan", "99", "x", "")] == [None] * 5


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text):
    for read in (
        facts.phone,
        facts.postcode,
        facts.website,
        facts.email,
        facts.age,
        facts.charity_number,
    ):
        found = read(text)
        assert found.value not in (None, "") or found.left or not facts.tidy(text)
    facts.reviewed_on(text, today=TODAY)
    facts.cost(text, text)


@pytest.mark.parametrize("piece", ["0", "a@", "a.", "(0", "1 ", "£1", "- ", "é", "www.", " or "])
def test_long_cells_cost_no_time(piece):
    text = piece * 20_000
    start = perf_counter()
    for read in (
        facts.phone,
        facts.postcode,
        facts.website,
        facts.email,
        facts.age,
        facts.charity_number,
        facts.joining,
        facts.place,
        facts.yes_or_no,
    ):
        read(text)
    facts.reviewed_on(text, today=TODAY)
    facts.cost(text, text)
    assert perf_counter() - start < 1
