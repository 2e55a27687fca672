"""What is paid from which budget: to the penny, in any order, and in words where a budget does not reach."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.budgets import (
    NOT_SAID,
    Budget,
    Division,
    PaidLine,
    Part,
    Payee,
    divided,
    drawn_in_year,
    find,
    must_be_whole,
    no_longer_there,
    said_on,
)
from billing.income import Stream, StreamKind
from kernel.csv_safety import write_csv
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total
from kernel.periods import FinancialYear
from tests.cast_budgets import TARIFF, WARM

YEAR = FinancialYear(date(2026, 4, 1))
FIRST_DAY = date(2026, 9, 1)
TODAY = date(2026, 11, 22)
SHELTER, CHOIR = Payee(UUID(int=91), "Shelter"), Payee(UUID(int=92), "Choir")
A_BUDGET, ANOTHER = Budget(UUID(int=1), WARM), Budget(UUID(int=2), TARIFF)


def a_part(number, percent, stream=WARM):
    return Part(UUID(int=number), stream.kind, stream.words, Decimal(percent))


def from_both(one=60, other=40):
    return Division(FIRST_DAY, (a_part(1, one), a_part(2, other, TARIFF)))


@st.composite
def some_parts(draw):
    """Up to eight parts of hundredths of a percent that come to 100."""
    cuts = draw(st.sets(st.integers(1, 9_999), max_size=7))
    ends = [0, *sorted(cuts), 10_000]
    numbers = draw(st.permutations(range(len(ends) - 1)))
    return [
        a_part(number, Decimal(end - begin) / 100)
        for number, begin, end in zip(numbers, ends, ends[1:], strict=False)
    ]


AMOUNTS = st.integers(-10_000_000, 10_000_000).map(Money)


class TestDividing:
    @given(amount=AMOUNTS, parts=some_parts())
    def test_the_parts_come_to_the_amount_and_each_is_within_a_penny(self, amount, parts):
        found = divided(amount, parts)
        assert total(found.values()) == amount
        for one in parts:
            exact = amount.pence * one.percent / 100
            assert abs(found[one.stream_id].pence - exact) < 1

    @given(amount=AMOUNTS, parts=some_parts(), data=st.data())
    def test_it_does_not_matter_in_which_order_they_are(self, amount, parts, data):
        mixed = data.draw(st.permutations(parts))
        assert divided(amount, mixed) == divided(amount, parts)

    @given(amount=AMOUNTS, parts=some_parts())
    def test_what_is_taken_back_is_divided_as_it_was_paid(self, amount, parts):
        paid, back = divided(amount, parts), divided(-amount, parts)
        assert {one: -part for one, part in paid.items()} == back

    def test_the_largest_remainders_get_the_pennies_that_are_over(self):
        parts = [a_part(1, "33.33"), a_part(2, "33.33"), a_part(3, "33.34")]
        assert [one.pence for one in divided(Money(100), parts).values()] == [33, 33, 34]
        assert [one.pence for one in divided(Money(1), parts).values()] == [0, 0, 1]
        halves = [a_part(2, 50), a_part(1, 50)]
        assert divided(Money(1), halves) == {UUID(int=1): Money(1), UUID(int=2): NOTHING}

    def test_less_than_all_is_never_divided(self):
        with pytest.raises(ValueError, match="come to 100"):
            divided(Money(100), [a_part(1, 99)])


class TestPercents:
    @given(parts=some_parts())
    def test_what_comes_to_a_hundred_is_taken(self, parts):
        must_be_whole([one.percent for one in parts])

    @pytest.mark.parametrize(("percents", "says"), [
        (["60", "30"], "The numbers come to 90%. They must come to 100%: 10% is missing."),
        (["60", "40.5"], "The numbers come to 100.5%. They must come to 100%: 0.5% is too much."),
        ([], "Enter how many percent come from each budget. Together they must come to 100%."),
        (["150", "-50"], "Enter numbers from 0 to 100, like 20 or 12.5."),
    ])  # fmt: skip
    def test_what_does_not_is_refused_with_what_is_missing(self, percents, says):
        with pytest.raises(RuleBroken) as refused:
            must_be_whole([Decimal(one) for one in percents])
        assert (refused.value.message, refused.value.field) == (says, "percents")


class TestADivision:
    def test_it_is_read_as_it_was_kept(self):
        said = from_both("62.50", "37.50")
        assert Division.from_json(FIRST_DAY, said.to_json()) == said

    def test_it_is_said_with_the_largest_first(self):
        assert from_both(25, 75).said == (
            "75% from “NHS payment for each person, by tariff band”, "
            "25% from “Council grant: Warm rooms”"
        )
        assert Division(FIRST_DAY, ()).said == NOT_SAID

    def test_the_latest_that_had_begun_holds(self):
        first, second = from_both(), replace(from_both(10, 90), from_on=TODAY)
        for order in ([first, second], [second, first]):
            assert said_on(order, date(2026, 8, 31)) is None
            assert said_on(order, date(2026, 11, 21)) == first
            assert said_on(order, TODAY) == second


class TestWhichBudgetIsMeant:
    def test_the_stream_itself_whatever_it_is_called_now(self):
        renamed = replace(A_BUDGET, stream=replace(WARM, words="Cold rooms"))
        assert find(a_part(1, 50), [ANOTHER, renamed]) == renamed

    def test_in_a_later_year_the_one_that_goes_on_from_it(self):
        later = Budget(UUID(int=7), replace(WARM, words="Cold"), frozenset({UUID(int=1)}))
        assert find(a_part(1, 50), [ANOTHER, later]) == later

    def test_else_the_only_one_of_the_same_kind_and_words(self):
        anew = Budget(UUID(int=7), replace(WARM, words="WARM ROOMS"))
        assert find(a_part(1, 50), [ANOTHER, anew]) == anew
        twice = [anew, replace(anew, id=UUID(int=8))]
        assert find(a_part(1, 50), twice) is None
        other_kind = replace(anew, stream=replace(WARM, kind=StreamKind.NHS_GRANT))
        assert find(a_part(1, 50), [other_kind]) is None


def line(pence, division=None, group=SHELTER):
    return PaidLine(group, Money(pence), division)


class TestWhatAYearPaid:
    def test_each_budget_says_what_it_paid_to_whom_and_what_is_left(self):
        lines = [line(10_00, from_both()), line(5_00, from_both(), CHOIR), line(2_00)]
        warm, tariff, not_said = drawn_in_year([A_BUDGET, ANOTHER], lines).lines
        assert warm.by_group == (("Choir", Money(3_00)), ("Shelter", Money(6_00)))
        assert (warm.paid, warm.left) == (Money(9_00), Money(991_00))
        assert (tariff.paid, tariff.left) == (Money(6_00), Money(89_994_00))
        assert (not_said.called, not_said.paid, not_said.left) == (NOT_SAID, Money(2_00), None)

    def test_of_a_year_without_lines_nothing_was_drawn(self):
        drawn = drawn_in_year([A_BUDGET], [])
        assert not drawn.has_lines and drawn.lines[0].left == WARM.amount

    def test_what_was_taken_back_may_bring_it_to_nothing(self):
        drawn = drawn_in_year([A_BUDGET], [line(5_00), line(-5_00)])
        assert (drawn.paid, drawn.has_lines) == (NOTHING, True)

    def test_an_empty_division_is_not_said(self):
        drawn = drawn_in_year([A_BUDGET], [line(5_00, Division(FIRST_DAY, ()))])
        assert drawn.not_said.paid == Money(5_00)

    def test_a_budget_that_is_not_in_the_list_has_a_line_by_its_old_name(self):
        drawn = drawn_in_year([ANOTHER], [line(10_00, from_both())])
        gone = drawn.budgets[1]
        assert (gone.called, gone.is_listed, gone.paid, gone.left) == (
            "Council grant: Warm rooms", False, Money(6_00), None,
        )  # fmt: skip

    @given(data=st.data())
    def test_the_sums_come_to_all_that_was_paid_in_any_order(self, data):
        divisions = st.one_of(
            st.none(), some_parts().map(lambda parts: Division(FIRST_DAY, tuple(parts)))
        )
        lines = data.draw(st.lists(st.builds(
            PaidLine, st.sampled_from([SHELTER, CHOIR]), AMOUNTS, divisions
        ), max_size=12))  # fmt: skip
        budgets = [Budget(UUID(int=one), WARM) for one in range(data.draw(st.integers(0, 8)))]
        drawn = drawn_in_year(budgets, lines)
        assert drawn.paid == total(one.amount for one in lines)
        assert drawn == drawn_in_year(budgets, data.draw(st.permutations(lines)))

    def test_ring_fenced_money_that_does_not_reach_is_said_with_both_sums(self):
        drawn = drawn_in_year([A_BUDGET, ANOTHER], [line(2_000_00, from_both())])
        assert drawn.warnings == (
            "“Council grant: Warm rooms” is ring-fenced and gives £1,000.00. "
            "Groups were paid £1,200.00 from it.",
        )

    @pytest.mark.parametrize("said", [
        {"amount": Money(1_200_00)}, {"amount": None}, {"is_ring_fenced": False},
    ])  # fmt: skip
    def test_nothing_is_said_where_it_reaches_or_is_not_known_or_is_free(self, said):
        budget = replace(A_BUDGET, stream=replace(WARM, **said))
        assert drawn_in_year([budget], [line(2_000_00, from_both())]).warnings == ()

    def test_nothing_of_it_runs_in_a_spreadsheet(self):
        evil = Payee(UUID(int=93), "=HYPERLINK(1)")
        rows = drawn_in_year([A_BUDGET], [line(10_00, from_both(), evil)]).rows()
        assert write_csv(rows).splitlines() == [
            '"Where from","Group","Ring-fenced","Amount a year","Paid to groups","Left"',
            '"Council grant: Warm rooms","All groups","yes","1000.00","6.00","994.00"',
            '"Council grant: Warm rooms","\'=HYPERLINK(1)","","","6.00",""',
            '"NHS payment for each person, by tariff band","All groups","","","4.00",""',
            '"NHS payment for each person, by tariff band","\'=HYPERLINK(1)","","","4.00",""',
            '"Not said","All groups","","","0.00",""',
            '"All together","All groups","","","10.00",""',
        ]


class TestWhatIsNoLongerThere:
    def said(self, *budgets, today=TODAY):
        return no_longer_there(from_both(), budgets, YEAR, today=today)

    def test_nothing_while_both_are(self):
        assert self.said(A_BUDGET, ANOTHER) == ()

    def test_a_stream_that_was_taken_out(self):
        assert self.said(ANOTHER) == (
            "“Council grant: Warm rooms” is not in the list of 2026 to 2027 any more. It pays 60%.",
        )

    def test_a_stream_that_has_ended_from_the_day_after_its_last(self):
        ends = replace(A_BUDGET, stream=replace(WARM, ends_on=TODAY))
        assert self.said(ends, ANOTHER) == ()
        assert self.said(ends, ANOTHER, today=date(2026, 11, 23)) == (
            "“Council grant: Warm rooms” was sure until 22 November 2026 only. It still pays 60%.",
        )

    def test_a_year_without_a_list_is_said_once(self):
        assert self.said() == ("The list of 2026 to 2027 has not begun, so no budget is there.",)

    def test_what_says_nothing_misses_nothing(self):
        assert no_longer_there(Division(FIRST_DAY, ()), (), YEAR, today=TODAY) == ()


def test_a_stream_of_the_same_words_and_no_words_is_called_by_its_kind():
    assert a_part(1, 50, Stream(StreamKind.RENT)).called == StreamKind.RENT.words
