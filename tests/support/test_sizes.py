"""Half of the tests of pages are left to the soak on one of two databases; nothing else is."""

import pytest

from tests.support.sizes import is_second_look_at_a_page

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
