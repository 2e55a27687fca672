"""What a year may come to: as planned and as it goes, each sum from whole people, each assumption in words."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.bands import Band
from billing.contract_year import Began, PlannedMonth, against_plan, months_of_year, whole_months
from billing.contracts import Expected
from billing.forecast import LEAST, MOST, OnOutcomes, assumptions, capped, forecast, pace_of
from billing.tariff import ABOUT
from kernel.money import NOTHING, Money, total
from kernel.periods import Month
from tests.cast_contracts import begun

TERMS = begun()
MONTHS = months_of_year(TERMS, 0)
FIXED = Money.pounds("48000")
AUGUST = date(2026, 8, 10)


def rows_of(*began: tuple[int, int], plan=(10, 6, 4), prices=ABOUT, **said):
    """A year in which so many low years began in each of its months, by the month's place."""
    planned = [
        PlannedMonth(one, Expected(one.first_day, *plan) if plan else None, prices, **said)
        for one in MONTHS
    ]
    there = [
        Began(MONTHS[at], Band.LOW, people, Money(70_00).times(people)) for at, people in began
    ]
    return against_plan(planned, there)


def made_of(rows, *, on=AUGUST, due=None, beside=NOTHING, **more):
    pace = pace_of(rows, whole_months(rows, TERMS, on=on))
    return forecast(rows, pace, due or {}, fixed=FIXED, beside=beside, on=on, **more)


class TestThePace:
    def test_is_what_began_of_what_was_planned_in_the_last_three_whole_months(self):
        rows = rows_of((0, 99), (1, 15), (2, 15), (3, 18))
        pace = pace_of(rows, whole_months(rows, TERMS, on=AUGUST))
        assert [one.label for one in pace.months] == ["May 2026", "June 2026", "July 2026"]
        assert (pace.began, pace.planned, pace.factor) == (48, 60, Fraction(4, 5))
        assert "48 years began where 60 were planned" in pace.said and "80%" in pace.said

    @pytest.mark.parametrize(("began", "factor", "word"), [(1, LEAST, "less"), (90, MOST, "more")])
    def test_is_bounded_and_says_so(self, began, factor, word):
        rows = rows_of((1, began), (2, began), (3, began))
        pace = pace_of(rows, whole_months(rows, TERMS, on=AUGUST))
        assert pace.factor == factor
        assert f"never take {word} than" in pace.said

    def test_is_unknown_while_fewer_than_three_months_are_over(self):
        rows = rows_of((0, 9), (1, 9), (2, 9))
        assert pace_of(rows, whole_months(rows, TERMS, on=date(2026, 6, 30))) is None
        assert pace_of(rows, whole_months(rows, TERMS, on=date(2026, 7, 1))) is not None

    def test_is_unknown_where_nobody_was_planned(self):
        for rows in (rows_of(plan=(0, 0, 0)), rows_of(plan=None)):
            assert pace_of(rows, whole_months(rows, TERMS, on=AUGUST)) is None


class TestTheTwoSums:
    def test_too_little_to_say_leaves_the_plan_alone(self):
        made = made_of(rows_of((0, 9)), on=date(2026, 5, 20))
        assert made.as_planned == FIXED + Money(2_640_00).times(12)
        assert (made.as_it_goes, made.people) == (None, None)
        assert "plan alone" in assumptions(made)[0]

    def test_what_is_over_is_as_it_was_and_the_rest_goes_by_the_pace(self):
        made = made_of(rows_of((0, 20), (1, 10), (2, 10), (3, 10)), beside=Money(12_34))
        past, ahead = Money(70_00).times(50), Money(2_640_00).times(8)
        assert made.pace.factor == Fraction(1, 2)
        assert made.people == 50 + 8 * 10
        assert made.as_it_goes == FIXED + Money(12_34) + past + Money(ahead.pence // 2)

    def test_this_month_is_never_less_than_what_began_in_it(self):
        rows = rows_of((1, 10), (2, 10), (3, 10), (4, 30))
        (this,) = [one for one in made_of(rows).ahead
                   if one.row.month == MONTHS[4] and one.row.band is Band.LOW]  # fmt: skip
        assert (this.people, this.cost) == (30, Money(70_00).times(30))

    def test_a_month_has_no_fewer_than_those_whose_next_year_is_due_then(self):
        due = {(MONTHS[6], Band.HIGH): 9, (MONTHS[7], Band.LOW): 1}
        made = made_of(rows_of((1, 10), (2, 10), (3, 10)), due=due)
        people = {(one.row.month, one.row.band): one.people for one in made.ahead}
        assert people[MONTHS[6], Band.HIGH] == 9
        assert people[MONTHS[7], Band.LOW] == 5
        assert made.renewals == 10
        assert "10 people's next year is due" in " ".join(assumptions(made))

    def test_those_whose_next_year_is_due_this_month_come_on_top_of_who_began(self):
        rows = rows_of((1, 10), (2, 10), (3, 10), (4, 7))
        made = made_of(rows, due={(MONTHS[4], Band.LOW): 2})
        (this,) = [one for one in made.ahead
                   if one.row.month == MONTHS[4] and one.row.band is Band.LOW]  # fmt: skip
        assert this.people == 9

    def test_a_next_year_that_is_due_after_the_year_is_not_counted(self):
        later = {(MONTHS[-1].next, Band.LOW): 5}
        assert made_of(rows_of((1, 10), (2, 10), (3, 10)), due=later).renewals == 0

    def test_a_year_that_is_over_is_what_it_was(self):
        made = made_of(rows_of((0, 10)), on=date(2027, 4, 1))
        assert made.is_over and made.people == 10
        assert made.as_it_goes == FIXED + Money(700_00)
        assert len(assumptions(made)) == 1

    def test_shadow_prices_are_never_counted(self):
        made = made_of(rows_of((1, 10), is_paid=False, is_shadow=True))
        assert made.as_planned == FIXED

    def test_a_missing_price_leaves_both_sums_open(self):
        made = made_of(rows_of((1, 20), (2, 20), (3, 20), prices=None))
        assert (made.as_planned, made.as_it_goes) == (None, None)
        assert made.people is not None

    @given(
        st.lists(
            st.tuples(st.integers(0, 11), st.integers(0, 60)),
            max_size=12,
            unique_by=lambda it: it[0],
        ),
        st.dates(date(2026, 7, 1), date(2027, 3, 31)),
    )
    def test_the_sum_is_always_that_of_its_rows_and_people_are_whole(self, began, on):
        past = [(at, people) for at, people in began if MONTHS[at].first_day <= on]
        made = made_of(rows_of(*past), on=on)
        assert made.as_it_goes == FIXED + total(one.cost for one in made.ahead)
        assert sum(one.people for one in made.ahead) == made.people
        to_come = [one for one in made.ahead if one.row.month.first_day > on]
        for band in Band:
            counted = sum(one.people for one in to_come if one.row.band is band)
            exact = made.pace.factor * sum(
                one.row.planned for one in to_come if one.row.band is band
            )
            assert abs(counted - exact) <= 1
            assert all(one.people >= 0 for one in to_come)


class TestACap:
    def test_leaves_unpaid_what_lies_beyond_the_plan(self):
        rows = rows_of((1, 90), (2, 90), (3, 90))
        made = made_of(rows)
        assert capped(made) == made.years_cost - made.plan.planned_cost > NOTHING

    def test_leaves_nothing_unpaid_within_it(self):
        assert capped(made_of(rows_of((1, 1), (2, 1), (3, 1)))) is None
        assert capped(made_of(rows_of((0, 1)), on=date(2026, 4, 20))) is None


def test_one_next_year_and_none_are_said_as_people_say_it():
    rows = rows_of((1, 10), (2, 10), (3, 10))
    none = made_of(rows)
    one = made_of(rows, due={(Month(date(2026, 9, 1)), Band.LOW): 1})
    assert "Nobody's next year is due" in " ".join(assumptions(none))
    assert "1 person's next year is due" in " ".join(assumptions(one))


class TestWhatHangsOnOutcomes:
    HANGS = OnOutcomes(Money(9_600_00), Money(2_400_00))

    @pytest.mark.parametrize("on", [date(2026, 5, 20), AUGUST, date(2027, 5, 1)])
    def test_is_counted_once_it_is_earned_and_both_sums_are_said(self, on):
        rows = rows_of((1, 20), (2, 20), (3, 20))
        without, made = made_of(rows, on=on), made_of(rows, on=on, outcomes=self.HANGS)
        assert made.as_planned == without.as_planned + Money(2_400_00)
        assert (made.as_it_goes is None) is (without.as_it_goes is None)
        if made.as_it_goes is not None:
            assert made.as_it_goes == without.as_it_goes + Money(2_400_00)
        said = assumptions(made)
        assert said[:-2] == assumptions(without)
        assert said[-2:] == (
            "£9,600.00 of the fixed sum hangs on outcomes, and is in no fixed sum here.",
            "Of it we count what points earned until now: £2,400.00.",
        )
