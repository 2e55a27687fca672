"""Prices have days, a person-year is paid for once, and a new band changes what the contract says (A8.8)."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.bands import Band
from billing.tariff import (
    ABOUT,
    NoPrice,
    Prices,
    Spell,
    Tariff,
    WhenBandChanges,
    a_year_after,
    adjustment,
    next_year_begins,
)
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total
from kernel.periods import day_in_london

APRIL = date(2026, 4, 1)
DEARER = Prices(Money(80_00), Money(160_00), Money(280_00), Money(30_00), credits=6)
TWO_YEARS = Tariff.of(
    [Spell(date(2027, 4, 1), None, DEARER), Spell(APRIL, date(2027, 4, 1), ABOUT)]
)


def test_the_guides_year_comes_to_2640_and_with_five_incentives_to_2760():
    """C6: ten low, six medium, four high."""
    people = [Band.LOW] * 10 + [Band.MEDIUM] * 6 + [Band.HIGH] * 4
    year = total(ABOUT.of(band) for band in people)
    assert year == Money(2_640_00)
    assert year + ABOUT.incentive.times(5) == Money(2_760_00)
    assert ABOUT.incentive == Money(4_00).times(ABOUT.credits)


class TestPricesOverTime:
    @pytest.mark.parametrize(
        ("day", "prices"),
        [
            (APRIL, ABOUT), (date(2027, 3, 31), ABOUT), (date(2027, 4, 1), DEARER),
            (date(2099, 1, 1), DEARER),
        ],
    )  # fmt: skip
    def test_each_day_has_its_own(self, day, prices):
        assert TWO_YEARS.on(day) == prices

    @pytest.mark.parametrize(
        ("moment", "prices"),
        [
            (datetime(2027, 3, 31, 22, 59, 59, tzinfo=UTC), ABOUT),
            (datetime(2027, 3, 31, 23, 0, tzinfo=UTC), DEARER),
            (datetime(2027, 3, 31, 23, 30, tzinfo=UTC), DEARER),
        ],
    )
    def test_half_past_eleven_in_utc_is_the_first_of_april_in_london(self, moment, prices):
        assert TWO_YEARS.on(day_in_london(moment)) == prices

    def test_a_day_without_a_price_is_refused(self):
        with pytest.raises(NoPrice, match="no prices for 31 March 2026"):
            TWO_YEARS.on(date(2026, 3, 31))

    def test_no_day_has_two_prices(self):
        with pytest.raises(RuleBroken, match="prices for 1 March 2027 already") as refused:
            Tariff.of([*TWO_YEARS.spells, Spell(date(2027, 3, 1), date(2027, 4, 1), DEARER)])
        assert refused.value.field == "begins_on"

    @pytest.mark.parametrize("until", [APRIL, APRIL - timedelta(days=1)])
    def test_prices_hold_for_a_day_at_least(self, until):
        with pytest.raises(RuleBroken, match="a day at least"):
            Tariff.of([Spell(APRIL, until, ABOUT)])

    def test_gaps_are_found_before_anything_is_charged(self):
        gappy = Tariff.of(
            [
                Spell(date(2026, 5, 1), date(2026, 6, 1), ABOUT),
                Spell(date(2026, 8, 1), date(2026, 9, 1), ABOUT),
            ]
        )
        assert gappy.gaps(APRIL, date(2026, 10, 1)) == (
            (APRIL, date(2026, 5, 1)),
            (date(2026, 6, 1), date(2026, 8, 1)),
            (date(2026, 9, 1), date(2026, 10, 1)),
        )
        assert gappy.gaps(date(2026, 5, 10), date(2026, 5, 20)) == ()
        assert TWO_YEARS.gaps(APRIL, date(2040, 1, 1)) == ()


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS), max_size=6), DAYS)
def test_a_day_is_in_a_gap_or_has_a_price(edges, day):
    spells: list[Spell] = []
    for one, two in edges:
        try:
            spells = list(Tariff.of([*spells, Spell(min(one, two), max(one, two), ABOUT)]).spells)
        except RuleBroken:
            continue
    tariff = Tariff.of(spells)
    in_gap = any(a <= day < b for a, b in tariff.gaps(date(2019, 1, 1), date(2037, 1, 1)))
    try:
        tariff.on(day)
        has_price = True
    except NoPrice:
        has_price = False
    assert in_gap is not has_price


class TestAPersonsYear:
    @pytest.mark.parametrize(
        ("day", "after"),
        [
            (APRIL, date(2027, 4, 1)), (date(2028, 2, 29), date(2029, 3, 1)),
            (date(2027, 2, 28), date(2028, 2, 28)), (date(2027, 3, 1), date(2028, 3, 1)),
        ],
    )  # fmt: skip
    def test_it_ends_on_the_same_day_of_the_next(self, day, after):
        assert a_year_after(day) == after

    def test_it_is_paid_for_once_however_often_they_come_back(self):
        first = next_year_begins([], asked_on=APRIL)
        again = next_year_begins([first], asked_on=date(2026, 9, 1))
        assert (first, again) == (APRIL, date(2027, 4, 1))
        assert next_year_begins([first], asked_on=date(2028, 1, 5)) == date(2028, 1, 5)

    @given(st.lists(DAYS, max_size=12))
    def test_no_day_is_paid_for_twice(self, asked):
        begun: list[date] = []
        for day in asked:
            begun.append(next_year_begins(begun, asked_on=day))
        years = sorted((day, a_year_after(day)) for day in begun)
        assert all(one[1] <= other[0] for one, other in pairwise(years))


class TestAnotherBand:
    LOW, HIGH = ABOUT.low, ABOUT.high

    @pytest.mark.parametrize(
        ("rule", "was", "now", "pence"),
        [
            (WhenBandChanges.AT_RENEWAL, LOW, HIGH, 0),
            (WhenBandChanges.HIGHER_FROM_CHANGE, LOW, HIGH, 95_00),
            (WhenBandChanges.HIGHER_FROM_CHANGE, HIGH, LOW, 0),
            (WhenBandChanges.PRO_RATA, LOW, HIGH, 95_00),
            (WhenBandChanges.PRO_RATA, HIGH, LOW, -95_00),
        ],
    )
    def test_half_way_through_it_costs_half_the_difference(self, rule, was, now, pence):
        """A year of 366 days: 183 are left of it."""
        said = adjustment(
            rule, was=was, now=now, began_on=date(2027, 3, 1), changed_on=date(2027, 8, 31)
        )
        assert said == Money(pence)

    @pytest.mark.parametrize("changed_on", [APRIL - timedelta(days=1), date(2027, 4, 1)])
    def test_outside_the_year_it_costs_nothing(self, changed_on):
        said = adjustment(
            WhenBandChanges.PRO_RATA, was=self.LOW, now=self.HIGH, began_on=APRIL,
            changed_on=changed_on,
        )  # fmt: skip
        assert said == NOTHING

    @given(DAYS, st.integers(0, 364))
    def test_there_and_back_on_one_day_comes_to_nothing(self, began_on, after):
        day = began_on + timedelta(days=after)
        there, back = (
            adjustment(
                WhenBandChanges.PRO_RATA, was=was, now=now, began_on=began_on, changed_on=day
            )
            for was, now in ((self.LOW, self.HIGH), (self.HIGH, self.LOW))
        )
        assert there + back == NOTHING
        assert NOTHING < there <= self.HIGH - self.LOW
