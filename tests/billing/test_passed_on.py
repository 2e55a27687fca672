"""What reached groups: against the share that was set, and how many days it took."""

from datetime import date
from decimal import Decimal

import pytest

from billing.passed_on import (
    DaysToPay,
    Meter,
    NotPaid,
    Payment,
    YearlySum,
    fixed_sum,
    is_closed,
    told_with,
)
from kernel.money import NOTHING, Money
from kernel.periods import Month, Quarter

FEE = Money(48_000_00)
APRIL, MAY, JUNE = (Month(date(2026, month, 1)) for month in (4, 5, 6))
SPRING = Quarter(date(2026, 4, 1))


def months(first, many):
    found = [first]
    while len(found) < many:
        found.append(found[-1].next)
    return found


class TestTheMeter:
    def test_says_what_was_set_reached_and_is_missing(self):
        meter = Meter.of(Decimal(30), FEE, Money(3_600_00))
        assert (meter.goal, meter.missing) == (Money(14_400_00), Money(10_800_00))
        assert (str(meter.reached), meter.set_words, meter.length) == ("7.5%", "30%", 7.5)

    def test_misses_nothing_once_it_is_reached(self):
        meter = Meter.of(Decimal("12.5"), FEE, Money(60_000_00))
        assert (meter.missing, meter.length, meter.set_words) == (NOTHING, 100, "12.5%")

    def test_of_nought_is_not_the_same_as_of_nothing_set(self):
        assert Meter.of(Decimal(0), FEE, NOTHING).goal == NOTHING
        assert Meter.of(None, FEE, NOTHING) is None

    def test_needs_a_fixed_sum(self):
        assert Meter.of(Decimal(30), NOTHING, Money(5)) is None


class TestTheFixedSum:
    def test_of_a_year_is_all_of_it(self):
        assert fixed_sum([YearlySum(APRIL.first_day, FEE)], months(APRIL, 12)) == FEE

    def test_of_some_months_is_their_part(self):
        assert fixed_sum([YearlySum(APRIL.first_day, FEE)], months(APRIL, 5)) == Money(20_000_00)

    def test_is_by_what_holds_in_each_month(self):
        sums = [YearlySum(APRIL.first_day, FEE), YearlySum(JUNE.first_day, Money(60_000_00))]
        assert fixed_sum(sums, months(APRIL, 3)) == Money(8_000_00 + 5_000_00)

    def test_of_a_contract_that_begins_within_a_month_counts_it(self):
        assert fixed_sum([YearlySum(date(2026, 4, 15), FEE)], [APRIL]) == Money(4_000_00)

    def test_before_anything_holds_is_nothing(self):
        assert fixed_sum([YearlySum(MAY.first_day, FEE)], [APRIL]) == NOTHING

    def test_loses_no_penny_of_a_year(self):
        assert fixed_sum([YearlySum(APRIL.first_day, Money(100_01))], months(APRIL, 12)) == Money(
            100_01
        )


class TestDaysToPay:
    def test_count_from_the_end_of_the_month(self):
        paid = [
            Payment(APRIL, date(2026, 5, 3), Money(1)),
            Payment(MAY, date(2026, 6, 30), Money(1)),
        ]
        assert DaysToPay.of(paid) == DaysToPay(Decimal("16.5"), 30)
        assert DaysToPay.of(paid).half == "16.5 days"
        assert DaysToPay(Decimal(1), 1).half == "1 day"
        assert DaysToPay(Decimal(20), 30).half == "20 days"

    def test_are_not_known_while_nothing_was_paid(self):
        assert DaysToPay.of([Payment(APRIL, None, Money(1))]) is None

    def test_what_is_not_paid_says_how_long_the_oldest_waits(self):
        waits = [Payment(MAY, None, Money(4)), Payment(APRIL, None, Money(3))]
        assert NotPaid.of(waits, on=date(2026, 6, 2)) == NotPaid(2, Money(7), 33)
        untold = [*waits, Payment(MAY, None, None)]
        assert NotPaid.of(untold, on=date(2026, 6, 2)) == NotPaid(3, None, 33)
        assert NotPaid.of([Payment(MAY, date(2026, 6, 1), Money(4))], on=date(2026, 6, 2)) is None


@pytest.mark.parametrize(("on", "closed"), [
    (date(2026, 6, 30), False), (date(2026, 7, 1), False), (date(2026, 7, 31), False),
    (date(2026, 8, 1), True),
])  # fmt: skip
def test_a_quarter_is_closed_once_its_last_month_can_be_paid_no_more(on, closed):
    assert is_closed(SPRING, on=on) is closed


@pytest.mark.parametrize(("paid_on", "told_in"), [
    (date(2026, 5, 6), SPRING), (date(2026, 7, 31), SPRING), (date(2026, 8, 1), SPRING.next),
    (date(2027, 1, 31), SPRING.next.next),
])  # fmt: skip
def test_what_was_paid_late_is_told_with_the_quarter_that_is_closed_then(paid_on, told_in):
    assert told_with(SPRING, paid_on) == told_in
