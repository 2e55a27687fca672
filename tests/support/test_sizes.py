"""On one of two databases half of the tests of pages, and walks about the demo world, are left to the soak."""

from types import SimpleNamespace

import pytest

from tests.support.sizes import is_second_look, is_second_look_at_a_page

PAGE = "tests/billing/views/test_invoices.py::test_{}[postgresql]"
PAGES = [PAGE.format(number) for number in range(200)]


def test_about_half_of_the_pages_wait_for_the_soak():
    assert 70 < sum(map(is_second_look_at_a_page, PAGES)) < 130


@pytest.mark.parametrize(
    "test",
    [
        "tests/billing/views/test_invoices.py::test_{}[sqlite]",
        "tests/billing/operations/test_invoices.py::test_{}[postgresql]",
        "tests/billing/queries/test_charges.py::test_{}[postgresql-2]",
        "tests/kernel/test_periods.py::test_{}",
    ],
)
def test_nothing_else_waits(test):
    assert not any(is_second_look_at_a_page(test.format(number)) for number in range(200))


@pytest.mark.parametrize(
    ("test", "asks", "waits"),
    [
        ("tests/journeys/test_who_may.py::test_it[postgresql]", ("everywhere",), True),
        ("tests/journeys/test_who_may.py::test_it[sqlite]", ("everywhere",), False),
        ("tests/journeys/test_who_may.py::test_it[postgresql]", ("client",), False),
    ],
)
def test_whoever_walks_about_the_demo_world_does_on_one_database(test, asks, waits):
    assert is_second_look(SimpleNamespace(nodeid=test, fixturenames=asks)) is waits
