"""The arithmetic of change, held against SciPy, and against groups small enough to do by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from outcomes_star.change import (
    FEWEST_FOR_A_MEAN,
    Sums,
    beta_below,
    change_of,
    difference,
    points,
    share,
    share_between,
    t_below,
    t_quantile,
)

PAIRS = st.lists(
    st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=FEWEST_FOR_A_MEAN, max_size=60
)


def sums_of(pairs):
    gains = [after - before for before, after in pairs]
    return Sums(
        len(pairs), sum(one for one, _ in pairs), sum(one for _, one in pairs), sum(gains),
        sum(one * one for one in gains), sum(one >= 1 for one in gains), sum(one <= -1 for one in gains),
    )  # fmt: skip


@pytest.mark.parametrize("freedom", [1, 2, 3, 7, 8, 29, 30, 99, 1_000, 49_999])
@pytest.mark.parametrize("probability", [0.5, 0.6, 0.9, 0.975, 0.995, 0.9999])
def test_students_t_is_that_of_scipy(probability, freedom):
    wanted = stats.t.ppf(probability, freedom)
    assert t_quantile(probability, freedom) == pytest.approx(wanted, rel=1e-8, abs=1e-8)


@given(st.floats(-50, 50), st.integers(1, 10_000))
def test_its_distribution_too(value, freedom):
    assert t_below(value, freedom) == pytest.approx(
        stats.t.cdf(value, freedom), rel=1e-8, abs=1e-12
    )


@given(st.floats(0, 1), st.floats(0.5, 500), st.floats(0.5, 500))
def test_and_the_beta_function_below_it(value, a, b):
    assert beta_below(value, a, b) == pytest.approx(
        special.betainc(a, b, value), rel=1e-7, abs=1e-10
    )


@given(PAIRS)
def test_the_average_gain_and_its_interval_are_those_of_a_paired_test(pairs):
    change = change_of(sums_of(pairs))
    gains = [after - before for before, after in pairs]
    mean, spread = sum(gains) / len(gains), stats.tstd(gains)
    assert change.gain == pytest.approx(mean, abs=1e-9)
    assert change.after - change.before == pytest.approx(mean, abs=1e-9)
    if len(set(gains)) == 1:
        assert (change.size, change.lowest, change.highest) == (
            None, pytest.approx(mean, abs=1e-6), pytest.approx(mean, abs=1e-6),
        )  # fmt: skip
        return
    wanted = stats.ttest_rel([one for _, one in pairs], [one for one, _ in pairs])
    low, high = wanted.confidence_interval(0.95)
    assert (change.lowest, change.highest) == (
        pytest.approx(low, abs=1e-7),
        pytest.approx(high, abs=1e-7),
    )
    assert change.size == pytest.approx(mean / spread, rel=1e-7)
    assert change.is_clear is not (low <= 0 <= high)


def test_of_fewer_than_eight_no_average_is_told():
    assert change_of(sums_of([(1, 2)] * 7)) is None
    assert change_of(sums_of([(1, 2)] * 8)).gain == 1


@given(PAIRS)
def test_better_same_and_worse_are_everybody(pairs):
    sums = sums_of(pairs)
    assert sums.better + sums.same + sums.worse == sums.people and sums.same >= 0


def test_shares_are_of_somebody():
    assert (share(18, 40), share(0, 0)) == ("45%", "–")


def test_of_too_few_for_a_claim_there_is_no_percentage():
    assert (share(1, 1), share(29, 29), share(30, 30)) == ("1 of 1", "29 of 29", "100%")


def test_what_rounds_to_no_gain_has_no_sign():
    assert [points(one) for one in (-0.04, 0.0, 0.04, 0.05001, -1.25001)] == [
        "0.0", "0.0", "0.0", "+0.1", "-1.3",
    ]  # fmt: skip
    assert math.isclose(t_quantile(0.975, 29), 2.045229642, rel_tol=1e-9)  # as every table has it


@given(PAIRS, PAIRS)
def test_the_difference_of_two_groups_is_welchs_of_scipy(helped, others):
    found = difference(sums_of(helped), sums_of(others))
    one, two = ([after - before for before, after in pairs] for pairs in (helped, others))
    assert found.more == pytest.approx(sum(one) / len(one) - sum(two) / len(two), abs=1e-9)
    if len({*one}) == 1 and len({*two}) == 1:
        assert found.lowest == found.highest == found.more
        return
    wanted = stats.ttest_ind(one, two, equal_var=False).confidence_interval(0.95)
    assert found.lowest == pytest.approx(wanted.low, rel=1e-6, abs=1e-6)
    assert found.highest == pytest.approx(wanted.high, rel=1e-6, abs=1e-6)


def test_of_fewer_than_eight_no_difference_is_told():
    enough, few = sums_of([(1, 2)] * 8), sums_of([(1, 2)] * 7)
    assert difference(enough, few) is None and difference(few, enough) is None
    assert difference(enough, enough) is not None


def test_147_of_211_are_reported_as_70_percent():
    """One of the figures that the sources give (C6)."""
    assert share(147, 211) == "70%"


@pytest.mark.parametrize(("part", "whole"), [(0, 30), (12, 30), (30, 30), (55, 100), (1, 1000)])
def test_the_share_of_a_group_lies_where_scipy_says(part, whole):
    between = share_between(part, whole)
    other = stats.binomtest(part, whole).proportion_ci(confidence_level=0.95, method="wilson")
    assert between == pytest.approx((other.low, other.high))
