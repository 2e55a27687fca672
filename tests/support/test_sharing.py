"""Tests go to processes by file, and all of one world to one of them."""

import pytest

from tests.support.sharing import is_slow, place_of, unit_of

MARKUP = "tests/journeys/test_markup.py::test_no_page_has_an_error_in_its_markup[sqlite]"
NARROW = "tests/journeys/test_narrow.py::test_no_page_is_wider_than_a_phone[sqlite-chromium]"
MAY = "tests/journeys/test_who_may.py::test_a_function_refuses[postgresql-accounts]"
STAR = "tests/journeys/test_star.py::test_the_keyboard_alone_is_enough[sqlite-chromium]"
DEMO = "tests/billing/test_demo.py::test_most_have_a_band"
FINDING = "tests/journeys/test_finding.py::TestSearching::test_by_keyboard[chromium]"
SHELTER = "tests/journeys/test_shelter.py::test_it_is_listed[sqlite-chromium]"
RULE = "tests/kernel/test_periods.py::TestQuarter::test_it_begins[1]"


@pytest.mark.parametrize(
    ("test", "unit"),
    [
        (MARKUP, "everywhere on sqlite"),
        (NARROW, "everywhere on sqlite"),
        (MAY, "everywhere on postgresql"),
        (DEMO, "the demo world"),
        (FINDING, "anytown"),
        (SHELTER, "tests/journeys/test_shelter.py"),
        (STAR, "tests/journeys/test_star.py"),
        (RULE, "tests/kernel/test_periods.py"),
    ],
)
def test_a_world_is_walked_by_one_process_and_a_file_read_by_one(test, unit):
    assert unit_of(test) == unit


def test_what_takes_longest_begins_first():
    assert sorted([RULE, STAR, MAY], key=place_of) == [MAY, STAR, RULE]


@pytest.mark.parametrize(("test", "is_it"), [(MAY, True), (STAR, True), (RULE, False)])
def test_what_waits_for_much_is_told_from_what_computes(test, is_it):
    assert is_slow(test) is is_it
