"""What months ask for: twelfths that come to the year, less what hangs on outcomes, to the penny."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.contracts import FixedLine, Report, months_of
from billing.instalments import InForce, alike, held_back, instalments
from billing.outcome_share import OutcomeShare
from billing.vocabulary import Every, FixedKind, LineKind, Mechanism, Vat
from kernel.money import NOTHING, Money, total
from kernel.periods import Month
from tests.cast_contracts import FIRST, LAST, begun

APRIL = Month(date(2026, 4, 1))


def months(first: Month, number: int) -> list[Month]:
    found = [first]
    while len(found) < number:
        found.append(found[-1].next)
    return found


def asked(terms, over, *, ended_on=None, then=None):
    held = [InForce(terms.first_day, terms), *([then] if then else [])]
    return instalments(held, over, ended_on=ended_on)


class TestInstalments:
    def test_twelve_come_to_the_year_to_the_penny(self):
        terms = begun(
            fee=Money(10_000_01), fixed_lines=(FixedLine(FixedKind.GOVERNANCE, Money(1_00)),)
        )
        block, fixed = asked(terms, months(APRIL, 12))
        assert (block.amount, fixed.amount) == (Money(10_000_01), Money(1_00))
        singly = [asked(terms, [month]) for month in months(APRIL, 12)]
        assert total(one.amount for lines in singly for one in lines) == Money(10_001_01)
        assert {lines[1].amount for lines in singly} == {Money(8), Money(9)}

    def test_each_says_its_months(self):
        terms = begun(fee=Money(1_200_00))
        (first,) = asked(terms, [APRIL])
        assert (first.what, first.amount) == ("Fixed sum, April 2026", Money(100_00))
        (three,) = asked(terms, months(APRIL, 3))
        assert three.what == "Fixed sum, April 2026 to June 2026"
        assert (three.number, three.each, three.amount) == (3, Money(100_00), Money(300_00))

    def test_setting_up_is_asked_for_once(self):
        terms = begun(fixed_lines=(FixedLine(FixedKind.SET_UP, Money(500_00)),))
        lines = [one for one in asked(terms, months(APRIL, 30)) if one.kind is LineKind.FIXED]
        assert [one.amount for one in lines] == [Money(500_00)]

    def test_what_is_paid_once_and_agreed_later_is_asked_for_then(self):
        terms = begun(fee=Money(1_200_00))
        once = FixedLine(FixedKind.SET_UP, Money(500_00))
        then = InForce(date(2026, 6, 1), replace(terms, fixed_lines=(once,)))
        _, line = asked(terms, months(APRIL, 12), then=then)
        assert (line.what, line.amount) == ("Setting up, once, June 2026", Money(500_00))

    def test_one_invoice_has_the_same_funders_and_tax_in_all_its_months(self):
        terms = begun()
        then = InForce(date(2026, 6, 2), replace(terms, vat=Vat.STANDARD))
        held = [InForce(terms.first_day, terms), then]
        over = months(APRIL, 6)
        assert alike(held, over, ended_on=None) == tuple(over[:3])
        assert alike(held, over[3:], ended_on=None) == tuple(over[3:])
        assert alike(held, over, ended_on=date(2026, 6, 1)) == tuple(over), "It never held."

    def test_by_tariff_alone_there_is_none(self):
        assert asked(begun(mechanism=Mechanism.TARIFF, fee=NOTHING), months(APRIL, 12)) == ()

    def test_a_change_holds_from_the_month_on_whose_first_day_it_holds(self):
        terms = begun(fee=Money(1_200_00))
        then = InForce(date(2026, 6, 2), replace(terms, fee=Money(2_400_00)))
        (line,) = asked(terms, months(APRIL, 4), then=then)
        assert (line.amount, line.each) == (Money(500_00), None)

    def test_nothing_is_asked_for_before_it_begins_nor_after_it_ended(self):
        terms = begun(fee=Money(1_200_00))
        around = months(Month(date(2026, 3, 1)), 4)
        (line,) = asked(terms, around, ended_on=date(2026, 5, 10))
        assert line.what == "Fixed sum, April 2026 to May 2026"
        assert asked(terms, [Month(date(2029, 4, 1))]) == ()

    def test_the_last_day_belongs_to_the_contract(self):
        (line,) = asked(begun(), [Month.containing(LAST)])
        assert line.what == "Fixed sum, March 2029"

    @given(
        fee=st.integers(min_value=1, max_value=10**9),
        later=st.integers(min_value=0, max_value=400),
        days=st.integers(min_value=1, max_value=1500),
    )
    def test_whole_years_come_to_the_fee_and_no_year_to_more(self, fee, later, days):
        first_day = FIRST + timedelta(days=later)
        terms = begun(
            first_day=first_day, last_day=first_day + timedelta(days=days), fee=Money(fee)
        )
        over = months(Month.containing(first_day), days // 28 + 3)
        in_all = total(one.amount for one in asked(terms, over))
        whole_years = [one for one in terms.years if len(months_of(*one)) >= 12]
        assert Money(fee).times(len(whole_years)) <= in_all <= Money(fee).times(len(terms.years))
        singly = total(one.amount for month in over for one in asked(terms, [month]))
        assert singly == in_all


EARNS = (Report("People who came", Every.QUARTER, 20, points=100),)
A_YEAR = 12


def hanging(*percents, fee=48_000_00, **said):
    """Terms of which so much of each year hangs on outcomes."""
    share = OutcomeShare(tuple(map(Decimal, percents)), Money(50_00))
    return begun(fee=Money(fee), **{"outcome_share": share, "reports": EARNS} | said)


def held(*terms):
    return [InForce(from_on, one) for from_on, one in terms]


class TestWhatHangsOnOutcomes:
    def test_each_month_asks_for_so_much_less_and_says_so(self):
        (line,) = asked(hanging(20), months(APRIL, 1))
        assert line.what == "Fixed sum, less 20% that hangs on outcomes, April 2026"
        assert (line.kind, line.amount) == (LineKind.BLOCK, Money(3_200_00))

    def test_a_year_of_which_nothing_was_said_is_asked_for_whole(self):
        lines = asked(hanging(20, 0), months(APRIL, 3 * A_YEAR))
        assert [(one.what, one.number, one.amount) for one in lines] == [
            (
                "Fixed sum, less 20% that hangs on outcomes, April 2026 to March 2027",
                12, Money(38_400_00),
            ),
            ("Fixed sum, April 2027 to March 2029", 24, Money(96_000_00)),
        ]  # fmt: skip

    def test_sums_beside_the_tariff_are_never_held_back(self):
        core = FixedLine(FixedKind.MANAGEMENT, Money(12_000_00))
        _, line = asked(hanging(40, fixed_lines=(core,)), [APRIL])
        assert (line.what, line.amount) == ("Management, April 2026", Money(1_000_00))

    def test_where_all_of_it_hangs_on_outcomes_nothing_is_asked_for(self):
        assert asked(hanging(100), months(APRIL, A_YEAR)) == ()
        assert held_back(held((FIRST, hanging(100))), 0, ended_on=None) == Money(48_000_00)

    @pytest.mark.parametrize(
        "said",
        [
            {"reports": ()},
            {"reports": (replace(EARNS[0], points=0),)},
            {"outcome_share": OutcomeShare((Decimal(20),))},
            {"outcome_share": OutcomeShare((Decimal(20),), NOTHING)},
        ],
    )
    def test_nothing_is_held_back_that_no_report_could_earn(self, said):
        (line,) = asked(hanging(20, **said), [APRIL])
        assert (line.what, line.amount) == ("Fixed sum, April 2026", Money(4_000_00))
        assert held_back(held((FIRST, hanging(20, **said))), 0, ended_on=None) == NOTHING

    def test_a_change_within_a_year_holds_back_from_its_month_on(self):
        terms = held((FIRST, hanging(0)), (date(2026, 10, 1), hanging(20)))
        assert held_back(terms, 0, ended_on=None) == Money(4_800_00)

    def test_once_it_was_ended_nothing_more_is_held_back(self):
        terms = held((FIRST, hanging(20)))
        assert held_back(terms, 0, ended_on=date(2026, 6, 1)) == Money(1_600_00)

    def test_of_a_short_last_year_only_its_months(self):
        terms = held((FIRST, hanging(10, 10, last_day=date(2027, 6, 30))))
        assert held_back(terms, 1, ended_on=None) == Money(1_200_00)
        assert held_back(terms, 2, ended_on=None) == NOTHING

    @given(
        fees=st.lists(st.integers(1, 10**9), min_size=1, max_size=4),
        percents=st.lists(
            st.lists(st.decimals(0, 100, places=2), max_size=4), min_size=4, max_size=4
        ),
        later=st.integers(0, 400),
        changes=st.lists(st.integers(1, 1095), min_size=3, max_size=3),
    )
    def test_with_what_is_held_back_each_year_comes_to_the_fixed_sum(
        self, fees, percents, later, changes
    ):
        """Whatever hangs on outcomes, whichever versions hold, wherever a year begins, invoice by invoice."""
        first_day = FIRST + timedelta(days=later)
        said = {"first_day": first_day, "last_day": first_day + timedelta(days=3 * 365)}
        days = [first_day, *(first_day + timedelta(days=one) for one in sorted(set(changes)))]
        with_share, without = (
            [
                InForce(day, hanging(*some, fee=fee, **said, **more))
                for day, fee, some in zip(days, fees, percents, strict=False)
            ]
            for more in ({}, {"reports": ()})
        )
        over = months(Month.containing(first_day), 3 * A_YEAR + 2)
        singly, whole = (
            total(
                one.amount for month in over for one in instalments(terms, [month], ended_on=None)
            )
            for terms in (with_share, without)
        )
        held_in_all = [held_back(with_share, year, ended_on=None) for year in range(4)]
        assert singly + total(held_in_all) == whole
        assert all(one >= NOTHING for one in held_in_all)
        assert total(
            one.amount for one in instalments(with_share, over, ended_on=None)
        ) == singly, "Several months on one invoice."  # fmt: skip

    @given(fee=st.integers(1, 10**9), percent=st.decimals(0, 100, places=2))
    def test_twelve_months_come_to_the_year_less_its_part(self, fee, percent):
        terms = hanging(percent, fee=fee)
        part = Money(fee).times(percent / 100)
        lines = asked(terms, months(APRIL, A_YEAR))
        assert total(one.amount for one in lines) == Money(fee) - part
        assert held_back(held((FIRST, terms)), 0, ended_on=None) == part
