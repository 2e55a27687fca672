"""How much of a year hangs on outcomes: off until somebody says so, and only in the years of which it is said."""

from decimal import Decimal

import pytest

from billing.outcome_share import OutcomeShare


@pytest.mark.parametrize(("percents", "is_on"), [((), False), ((0, 0), False), ((0, 20), True)])
def test_it_is_on_where_any_year_has_a_part(percents, is_on):
    assert OutcomeShare(tuple(map(Decimal, percents))).is_on is is_on


def test_a_year_of_which_nothing_was_said_holds_nothing_back():
    share = OutcomeShare((Decimal(20), Decimal(40)))
    assert [share.percent_of(year) for year in range(4)] == [20, 40, 0, 0]
