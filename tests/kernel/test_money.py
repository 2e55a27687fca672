"""Money is whole pence: added up exactly, rounded in one place, printed as people write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total

pence = st.integers(-(10**11) + 1, 10**11 - 1)


@pytest.mark.parametrize("amount", [20.0, Decimal(20), "20", True, None])
def test_anything_but_whole_pence_is_refused(amount):
    with pytest.raises(TypeError):
        Money(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20.00", 2000),
        ("20", 2000),
        ("20.5", 2050),
        (" £1,240.50 ", 124050),
        ("-3.07", -307),
        ("0", 0),
        ("1,000,000", 100_000_000),
    ],
)
def test_pounds_are_read_as_people_write_them(text, amount):
    assert Money.pounds(text) == Money(amount)


@pytest.mark.parametrize(
    "text",
    ["", "20.001", "1,24.50", "12,40", "twenty", "1e3", "nan", "--1", "20p", "1.", "£", "9" * 12],
)
def test_what_is_no_amount_is_refused_with_an_example(text):
    with pytest.raises(RuleBroken, match="pounds and pence, like"):
        Money.pounds(text)


def test_pounds_as_a_float_are_refused_before_a_penny_is_lost():
    with pytest.raises(TypeError):
        Money.pounds(20.1)


@pytest.mark.parametrize(
    ("amount", "text"),
    [(124050, "£1,240.50"), (0, "£0.00"), (-2000, "−£20.00"), (7, "£0.07"), (-5, "−£0.05")],
)
def test_money_prints_as_pounds_and_pence(amount, text):
    assert str(Money(amount)) == text


@given(pence)
def test_what_is_printed_can_be_read_back(amount):
    assert Money.pounds(str(Money(amount))) == Money(amount)


@given(pence, pence)
def test_taking_away_undoes_adding(a, b):
    assert Money(a) + Money(b) - Money(b) == Money(a)


@pytest.mark.parametrize("other", [1, 1.5, Decimal(1), "1"])
def test_money_is_added_only_to_money(other):
    with pytest.raises(TypeError):
        Money(1) + other
    with pytest.raises(TypeError):
        Money(1) - other


@pytest.mark.parametrize(
    ("amount", "factor", "product"),
    [
        (250, 3, 750),
        (5, Decimal("0.5"), 3),
        (-5, Decimal("0.5"), -3),
        (15, Decimal("0.1"), 2),
        (1000, Decimal("0.3333"), 333),
        (2000, -1, -2000),
    ],
)
def test_half_a_penny_goes_away_from_nothing(amount, factor, product):
    assert Money(amount).times(factor) == Money(product)


@given(pence, st.decimals(-100, 100, places=4))
def test_a_reversal_is_exactly_the_charge_with_the_other_sign(amount, factor):
    assert (-Money(amount)).times(factor) == -(Money(amount).times(factor))


@pytest.mark.parametrize("factor", [0.5, True, "2"])
def test_multiplying_by_anything_inexact_is_refused(factor):
    with pytest.raises(TypeError):
        Money(100).times(factor)


def test_a_total_is_the_sum_of_its_lines():
    assert total([Money(1), Money(2), -Money(5)]) == Money(-2)
    assert total([]) == NOTHING


def test_amounts_can_be_compared():
    assert Money(1) < Money(2)
    assert not NOTHING
    assert Money(-1)
