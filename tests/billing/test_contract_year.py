"""A year of a contract against its plan: every month once, to the penny, and shadows beside it (A-CS-12)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.bands import Band
from billing.contract_year import (
    Began,
    PlannedMonth,
    Sums,
    against_plan,
    apart,
    around,
    is_outside,
    months_of_year,
    over,
    rule_said,
    table_of,
    whole_months,
    year_on,
    years_with_months,
)
from billing.contracts import Expected
from billing.tariff import ABOUT
from billing.vocabulary import OverActivity
from kernel.money import NOTHING, Money
from kernel.periods import Month
from tests.cast_contracts import begun

APRIL = Month(date(2026, 4, 1))
MAY = APRIL.next


def planned(month: Month = APRIL, low: int = 10, medium: int = 6, high: int = 4, **said):
    """A month for which the guide's prices hold."""
    expected = Expected(month.first_day, low, medium, high)
    return replace(PlannedMonth(month, expected, ABOUT), **said)


def sums(planned: int, began: int) -> Sums:
    return Sums(planned, began, NOTHING, NOTHING)


class TestTheMonthsOfAYear:
    def test_are_twelve(self):
        months = months_of_year(begun(), 1)
        assert (len(months), months[0].label, months[-1].label) == (12, "April 2027", "March 2028")

    def test_of_a_contract_that_begins_mid_month_are_split_between_no_two_years(self):
        terms = begun(first_day=date(2026, 4, 15), last_day=date(2028, 4, 14))
        first, second = (months_of_year(terms, year) for year in (0, 1))
        assert (first[0].label, first[-1].label, len(first)) == ("April 2026", "April 2027", 13)
        assert (second[0].label, second[-1].label, len(second)) == ("May 2027", "April 2028", 12)

    def test_of_one_that_begins_on_a_leap_day_are_all_there(self):
        terms = begun(first_day=date(2028, 2, 29), last_day=date(2030, 2, 28))
        first, second = (months_of_year(terms, year) for year in (0, 1))
        assert (first[0].label, first[-1].label) == ("February 2028", "February 2029")
        assert (second[0].label, second[-1].label) == ("March 2029", "February 2030")

    def test_of_a_last_short_year_are_few_or_none(self):
        terms = begun(last_day=date(2027, 6, 30))
        assert [one.label for one in months_of_year(terms, 1)] == [
            "April 2027", "May 2027", "June 2027",
        ]  # fmt: skip
        of_days = begun(first_day=date(2026, 4, 15), last_day=date(2027, 4, 30))
        assert years_with_months(of_days) == (0,)

    @given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 2_000))
    def test_are_each_counted_once_as_the_plan_is(self, first_day, days):
        terms = begun(first_day=first_day, last_day=first_day + timedelta(days=days))
        found = [one for year in range(len(terms.years)) for one in months_of_year(terms, year)]
        month, all_months = Month.containing(first_day), []
        while month <= Month.containing(terms.last_day):
            all_months.append(month)
            month = month.next
        assert found == all_months
        for day in (first_day, terms.last_day):
            assert Month.containing(day) in months_of_year(terms, year_on(terms, day))

    def test_before_the_contract_the_first_is_asked_for_and_after_it_the_last(self):
        assert year_on(begun(), date(2020, 1, 1)) == 0
        assert year_on(begun(), date(2040, 1, 1)) == 2


class TestAMonthAndABand:
    def test_are_planned_and_began_in_people_and_pounds(self):
        low, medium, high = against_plan([planned()], [Began(APRIL, Band.LOW, 7, Money(490_00))])
        assert (low.planned, low.began, low.cost) == (10, 7, Money(490_00))
        assert low.planned_cost == Money(700_00)
        assert (medium.began, high.planned_cost) == (0, Money(1_040_00))
        made = Sums.of([low, medium, high])
        assert (made.planned, made.began, made.difference) == (20, 7, -13)
        assert made.cost_difference == Money(490_00 - 2_640_00)

    def test_have_no_planned_cost_while_the_price_is_missing(self):
        rows = against_plan([planned(prices=None)], [])
        assert Sums.of(rows).planned_cost is None and Sums.of(rows).cost_difference is None
        nobody = against_plan([planned(prices=None, expected=None)], [])
        assert Sums.of(nobody).planned_cost == NOTHING

    def test_in_the_shadow_count_people_and_never_money(self):
        rows = against_plan(
            [planned(is_paid=False, is_shadow=True)],
            [
                Began(APRIL, Band.LOW, 3, Money(210_00), is_shadow=True),
                Began(APRIL, Band.LOW, 2, Money(140_00)),
            ],
        )
        made = Sums.of(rows)
        assert (made.began, made.cost, made.planned_cost) == (3, NOTHING, NOTHING)

    def test_leave_shadows_apart_where_years_are_billed(self):
        began = [
            Began(APRIL, Band.LOW, 3, Money(210_00), is_shadow=True),
            Began(APRIL, Band.LOW, 2, Money(140_00)),
            Began(MAY, Band.LOW, 9, Money(140_00), is_shadow=True),
        ]
        months = [planned()]
        assert Sums.of(against_plan(months, began)).began == 2
        assert apart(months, began) == 3

    def test_that_nobody_planned_say_so(self):
        (row, *_) = against_plan(
            [planned(expected=None)], [Began(APRIL, Band.LOW, 1, Money(70_00))]
        )
        assert (row.is_said, row.planned, row.began) == (False, 0, 1)


class TestWhatIsOver:
    rows = against_plan([planned(APRIL), planned(MAY)], [])

    def test_is_a_month_whose_last_day_is_past(self):
        assert len(over(self.rows, on=date(2026, 4, 30))) == 0
        assert len(over(self.rows, on=date(2026, 5, 1))) == 3

    def test_is_whole_where_it_belongs_to_the_contract_from_end_to_end(self):
        on = date(2026, 7, 1)
        assert whole_months(self.rows, begun(), on=on) == (APRIL, MAY)
        assert whole_months(self.rows, begun(first_day=date(2026, 4, 2)), on=on) == (MAY,)
        assert whole_months(self.rows, begun(last_day=date(2026, 5, 30)), on=on) == (APRIL,)
        unsaid = against_plan([planned(APRIL, expected=None), planned(MAY)], [])
        assert whole_months(unsaid, begun(), on=on) == (MAY,)


class TestTheRule:
    @pytest.mark.parametrize(
        ("began", "outside"), [(89, True), (90, False), (110, False), (111, True)]
    )
    def test_of_a_band_around_the_plan_has_its_ends_inside(self, began, outside):
        assert is_outside(sums(100, began), Decimal(10)) is outside

    def test_of_a_band_rounds_to_people_who_are_inside(self):
        assert around(25, Decimal(10)) == (23, 27)
        assert around(0, Decimal(10)) == (0, 0)

    def test_is_said_with_where_we_are(self):
        terms = begun(over_activity=OverActivity.BAND, band_percent=Decimal("12.50"))
        said = " ".join(rule_said(terms, sums(80, 60)))
        assert "12.5% around the plan: until now from 70 to 90 years" in said
        assert "With 60 we are outside it." in said
        assert "inside" in " ".join(rule_said(terms, sums(80, 90)))
        assert "no band to leave yet" in " ".join(rule_said(terms, sums(0, 3)))

    @pytest.mark.parametrize("rule", [OverActivity.TALK, OverActivity.PAY, OverActivity.CAP])
    def test_is_said_as_the_contract_says_it(self, rule):
        (said,) = rule_said(begun(over_activity=rule), sums(1, 1))
        assert rule.words in said

    def test_that_is_not_there_is_said_to_be_missing(self):
        (said,) = rule_said(begun(), sums(1, 1))
        assert "does not say" in said


def test_the_table_for_a_spreadsheet_holds_numbers_and_leaves_out_what_nobody_said():
    rows = against_plan(
        [planned(APRIL), planned(MAY, expected=None)], [Began(APRIL, Band.LOW, 7, Money(490_00))]
    )
    head, first, *_rest, last = table_of(rows)
    assert len(head) == len(first)
    assert first == ("2026-04", "Low", 10, 7, -3, Decimal("700.00"), Decimal("490.00"))
    assert last == ("2026-05", "High", None, 0, None, Decimal("0.00"), Decimal("0.00"))
