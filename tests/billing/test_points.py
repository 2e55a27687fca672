"""Points: never more than a report can earn or is held back, and taken back for what each was worth."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.points import (
    Award,
    Earning,
    awarded,
    money_of,
    of_report,
    of_year,
    outcome_lines,
    points_of,
    taken_back,
)
from billing.vocabulary import LineKind
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total

CAME, FELL = "People who came", "Falls"
FIFTY, SIXTY = Money(50_00), Money(60_00)
CAN = Earning(100, FIFTY, Money(1_000_00), 200)


def award(points, a_point=FIFTY, *, year=1, report=CAME):
    return Award(year, report, points, a_point)


class TestGiving:
    def test_a_point_is_worth_what_the_contract_says(self):
        (made,) = awarded([], 1, CAME, 3, CAN)
        assert (made.points, made.a_point, made.amount) == (3, FIFTY, Money(150_00))

    def test_steps_add_up_to_what_a_report_can_earn(self):
        with pytest.raises(RuleBroken, match="Enter 1 to 40") as refused:
            awarded([award(60)], 1, CAME, 41, Earning(100, Money(1), Money(1_000_00), 200))
        assert refused.value.field == "points"
        (made,) = awarded(
            [award(60, Money(1))], 1, CAME, 40, Earning(100, Money(1), Money(1_000_00), 200)
        )
        assert made.points == 40

    def test_other_years_and_reports_have_points_of_their_own(self):
        others = [award(100, Money(1), report=FELL), award(100, Money(1), year=2)]
        assert awarded(others, 1, CAME, 19, CAN)

    def test_never_more_than_is_held_back_of_the_year(self):
        others = [award(15, report=FELL), award(20, year=2)]
        assert awarded(others, 1, CAME, 5, CAN)
        with pytest.raises(
            RuleBroken, match=r"They come to £300\.00, and £250\.00 is still"
        ) as refused:
            awarded(others, 1, CAME, 6, CAN)
        assert refused.value.field == "points"

    def test_where_less_is_held_back_than_was_earned_nothing_is_left(self):
        with pytest.raises(RuleBroken, match=r"and £0\.00 is still held back"):
            awarded([award(10)], 1, FELL, 1, Earning(100, FIFTY, Money(400_00), 200))

    @pytest.mark.parametrize(
        "can",
        [
            Earning(0, FIFTY, Money(1_00), 9),
            Earning(10, None, Money(1_00), 9),
            Earning(3, FIFTY, Money(10**6), 9),
        ],
    )
    def test_a_report_that_cannot_earn_more_earns_nothing(self, can):
        with pytest.raises(RuleBroken, match="cannot earn any more") as refused:
            awarded([award(3)], 1, CAME, 1, can)
        assert refused.value.field == "report"

    @pytest.mark.parametrize("points", [0, -1])
    def test_no_points_are_none(self, points):
        with pytest.raises(RuleBroken, match="Enter 1 to 100"):
            awarded([], 1, CAME, points, CAN)


class TestTakingBack:
    def test_the_last_points_go_first_for_what_they_were_worth(self):
        given_so_far = [award(3), award(2, SIXTY)]
        assert taken_back(given_so_far, 1, CAME, 4) == (award(-2, SIXTY), award(-2))

    def test_steps_of_one_worth_go_together(self):
        assert taken_back([award(3), award(2)], 1, CAME, 4) == (award(-4),)

    def test_what_was_taken_back_is_not_taken_again(self):
        rows = [award(3), award(2, SIXTY), award(-2, SIXTY), award(1, Money(1))]
        assert taken_back(rows, 1, CAME, 2) == (award(-1, Money(1)), award(-1))
        with pytest.raises(RuleBroken, match="Enter 1 to 4"):
            taken_back(rows, 1, CAME, 5)

    def test_of_another_report_or_year_nothing_is_taken(self):
        for other in (award(3, report=FELL), award(3, year=2)):
            with pytest.raises(RuleBroken, match="has no points") as refused:
                taken_back([other], 1, CAME, 1)
            assert refused.value.field == "report"


class TestLines:
    def test_a_line_is_for_a_year_and_a_report(self):
        lines = outcome_lines(
            [award(3, year=2), award(1, report=FELL), award(2), award(4, report=FELL)]
        )
        assert [(one.kind, one.what, one.number, one.each, one.amount) for one in lines] == [
            (LineKind.OUTCOME, "Points of year 1: Falls", 5, FIFTY, Money(250_00)),
            (LineKind.OUTCOME, "Points of year 1: People who came", 2, FIFTY, Money(100_00)),
            (LineKind.OUTCOME, "Points of year 2: People who came", 3, FIFTY, Money(150_00)),
        ]

    def test_what_was_taken_back_is_below_nothing(self):
        (line,) = outcome_lines([award(-3)])
        assert (line.number, line.each, line.amount) == (-3, FIFTY, Money(-150_00))

    def test_points_of_different_worth_are_one_line_without_a_price(self):
        (line,) = outcome_lines([award(1), award(1, SIXTY)])
        assert (line.number, line.each, line.amount) == (2, None, Money(110_00))

    def test_what_came_to_nothing_by_itself_is_no_line(self):
        assert outcome_lines([award(3), award(-3)]) == ()
        (line,) = outcome_lines([award(-1), award(1, SIXTY)])
        assert (line.number, line.amount) == (0, Money(10_00))


IN_ALL = 120
STEPS = st.tuples(
    st.booleans(), st.sampled_from([1, 2]), st.sampled_from([CAME, FELL]), st.integers(-5, 60),
    st.sampled_from([1, 99, 50_00]),
)  # fmt: skip


def after(steps, held):
    """What stands after steps of which those are refused that have no room."""
    rows: list[Award] = []
    for is_given, year, report, points, worth in steps:
        can = Earning(100, Money(worth), held, IN_ALL)
        with suppress(RuleBroken):
            made = (
                awarded(rows, year, report, points, can)
                if is_given
                else taken_back(rows, year, report, points)
            )
            rows += made
    return rows


class TestWhateverIsWrittenDown:
    @given(st.lists(STEPS, max_size=30), st.integers(0, 3_000_00).map(Money))
    def test_no_year_earns_more_than_is_held_back_and_no_report_less_than_nothing(
        self, steps, held
    ):
        rows = after(steps, held)
        for year in (1, 2):
            assert NOTHING <= money_of(of_year(rows, year)) <= held
            assert points_of(of_year(rows, year)) <= IN_ALL
            for report in (CAME, FELL):
                mine = of_report(rows, year, report)
                assert 0 <= points_of(mine) <= 100 and money_of(mine) >= NOTHING

    @given(st.lists(STEPS, max_size=30))
    def test_whoever_takes_all_back_leaves_no_penny(self, steps):
        rows = after(steps, Money(3_000_00))
        for report in (CAME, FELL):
            if there := points_of(of_report(rows, 1, report)):
                rows += taken_back(rows, 1, report, there)
        assert money_of(of_year(rows, 1)) == NOTHING

    @given(st.lists(STEPS, max_size=30), st.integers(0, 30))
    def test_lines_come_to_the_points_however_they_are_parted_by_months(self, steps, at):
        rows = after(steps, Money(3_000_00))
        lines = [*outcome_lines(rows[:at]), *outcome_lines(rows[at:])]
        assert total(one.amount for one in lines) == money_of(rows)
        assert sum(one.number for one in lines) == points_of(rows)
        assert all(one.each is None or one.each.times(one.number) == one.amount for one in lines)
