"""What answers come to: averages, sums, tables, bands, and movement with the direction of the scale."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import RuleBroken
from outcomes_star.instrument_files import read
from outcomes_star.instruments import Better, Change, Rule, Scale
from outcomes_star.scoring import Moved, Movement, check, lowest, moved, movement, score
from tests.cast_star import a_wheel, shipped

WHEEL = read(a_wheel())
NUMBERS = st.integers(1, 5)
ANSWERS = st.fixed_dictionaries(dict.fromkeys(("food", "people", "money"), NUMBERS | st.none()))


def ruled(rule):
    return replace(WHEEL, rule=rule)


class TestChecking:
    @pytest.mark.parametrize("value", [0, 6, -1])
    def test_a_number_outside_the_scale_is_refused_at_its_aspect(self, value):
        with pytest.raises(RuleBroken, match="from 1 to 5, or leave it out") as refused:
            check(WHEEL, {"food": value})
        assert refused.value.field == "food"

    @pytest.mark.parametrize("answers", [{}, {"food": None, "people": None}])
    def test_no_answer_at_all_is_no_reading(self, answers):
        with pytest.raises(RuleBroken, match="at least one part"):
            check(WHEEL, answers)

    def test_an_aspect_may_be_left_out(self):
        check(WHEEL, {"food": 1, "people": None})


class TestScores:
    def test_an_average_is_of_what_was_answered_and_needs_half(self):
        assert score(WHEEL, {"food": 2, "people": 5, "money": None}) == Fraction(7, 2)
        assert score(WHEEL, {"food": 2, "people": None, "money": None}) is None
        assert score(WHEEL, {}) is None

    def test_a_sum_needs_every_aspect(self):
        assert score(ruled(Rule.SUM), {"food": 2, "people": 5, "money": 1}) == 8
        assert score(ruled(Rule.SUM), {"food": 2, "people": 5, "money": None}) is None

    def test_a_sum_is_converted_by_the_licensees_table(self):
        swemwbs, table = (
            shipped("swemwbs"),
            {7: Decimal("7.00"), 35: Decimal("35.00"), 8: Decimal("9.51")},
        )
        ones = {one.code: 1 for one in swemwbs.aspects}
        assert score(swemwbs, ones, table=table) == 7
        assert score(swemwbs, {**ones, "item-7": 2}, table=table) == Fraction("9.51")
        assert score(swemwbs, ones) is None
        assert score(swemwbs, {**ones, "item-1": None}, table=table) is None

    def test_what_is_never_added_has_no_score(self):
        assert (
            score(
                shipped("ons4"), dict.fromkeys(("satisfied", "worthwhile", "happy", "anxious"), 5)
            )
            is None
        )

    @given(ANSWERS)
    def test_an_average_lies_on_the_scale(self, answers):
        found = score(WHEEL, answers)
        assert found is None or 1 <= found <= 5


class TestMovement:
    FOOD = WHEEL.aspect("food")

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            (1, 2, Movement.BETTER), (3, 3, Movement.SAME), (4, 1, Movement.WORSE),
            (None, 5, Movement.UNKNOWN), (5, None, Movement.UNKNOWN),
        ],
    )  # fmt: skip
    def test_it_is_up_or_down_or_not_known(self, before, after, said):
        assert movement(WHEEL, self.FOOD, before, after) is said

    def test_less_than_what_means_something_is_the_same(self):
        careful = replace(WHEEL, change=Change(2, "A study"))
        assert [movement(careful, self.FOOD, 1, after) for after in (2, 3)] == [
            Movement.SAME, Movement.BETTER,
        ]  # fmt: skip

    def test_where_lower_is_better_less_is_better(self):
        ons4 = shipped("ons4")
        assert movement(ons4, ons4.aspect("anxious"), 8, 3) is Movement.BETTER
        assert movement(ons4, ons4.aspect("happy"), 8, 3) is Movement.WORSE

    def test_every_aspect_is_told_in_its_order(self):
        assert moved(WHEEL, {"food": 1, "people": 4}, {"food": 3, "people": None, "money": 2}) == (
            Moved("food", 1, 3, Movement.BETTER),
            Moved("people", 4, None, Movement.UNKNOWN),
            Moved("money", None, 2, Movement.UNKNOWN),
        )

    @given(NUMBERS, NUMBERS, st.integers(1, 4), st.sampled_from(Better))
    def test_there_and_back_undo_each_other(self, before, after, least, better):
        aspect = replace(self.FOOD, scale=Scale(1, 5, better))
        careful = replace(WHEEL, change=Change(least, "A study"))
        there, back = (
            movement(careful, aspect, *one) for one in ((before, after), (after, before))
        )
        opposite = {Movement.BETTER: Movement.WORSE, Movement.WORSE: Movement.BETTER}
        assert back is opposite.get(there, there)


class TestLowest:
    def test_what_is_hardest_comes_first_and_the_better_half_never(self):
        assert lowest(WHEEL, {"food": 2, "people": 1, "money": 3}) == ("people", "food")
        assert lowest(WHEEL, {"food": 3, "people": 4, "money": 5}) == ()
        assert lowest(WHEEL, {"food": 2, "people": 1, "money": 1}) == ("people", "money", "food")
        assert lowest(WHEEL, {"food": None, "people": 2}) == ("people",)
