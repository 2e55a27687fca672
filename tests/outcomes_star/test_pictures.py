"""Readings side by side: the numbers, how each part moved, and the star of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes_star import shelf
from outcomes_star.drawing import place_of
from outcomes_star.languages import ENGLISH
from outcomes_star.pictures import Scored, average_star, picture, told_apart
from outcomes_star.scoring import Movement
from tests.cast_star import made_up_words

WHEEL, ONS4, GOALS = (shelf.get(code, 1) for code in ("petunias-wheel", "ons4", "goal-rating"))
ALL_TWO = {one.code: 2 for one in WHEEL.aspects}


def shown(instrument, *numbers):
    readings = [Scored(f"Time {at}", one) for at, one in enumerate(numbers, start=1)]
    return picture(instrument, instrument.wording(ENGLISH), readings)


def average(one):
    return one.rows[-1].name, one.rows[-1].values


def test_one_reading_says_every_number_and_no_movement():
    one = shown(WHEEL, ALL_TWO | {"people": None})
    assert one.heads == ("Time 1",)
    values = {row.name: row.values for row in one.rows}
    assert values["People"] == ("left out",) and values["Food"] == ("2 (hard)",)
    assert {row.movement for row in one.rows[:-1]} == {Movement.UNKNOWN}
    assert average(one) == ("The 7 parts answered, on average", ("2.0",))
    assert one.says.startswith("Time 1. My health: 2 (hard); ")
    assert one.says.endswith("My say: 2 (hard).")


def test_two_readings_say_how_each_part_moved():
    one = shown(WHEEL, ALL_TWO, ALL_TWO | {"people": 4, "money": 1, "rest": None})
    moved = {row.name: row.movement for row in one.rows}
    assert (moved["People"], moved["Money and home"]) == (Movement.BETTER, Movement.WORSE)
    assert (moved["Food"], moved["Sleep and rest"]) == (Movement.SAME, Movement.UNKNOWN)
    assert one.says == (
        "Time 1, and time 2: of the 7 parts answered both times, 1 better, 5 about the same, "
        "1 harder; 1 was left out."
    )


def test_where_lower_is_better_less_is_better_and_the_words_are_those_of_its_bands():
    low, high = {"satisfied": 3, "anxious": 9}, {"satisfied": 9, "anxious": 2}
    one = shown(ONS4, low, high)
    rows = {row.name: row for row in one.rows}
    assert {rows[name].movement for name in rows if "not asked" not in rows[name].values} == {
        Movement.BETTER
    }
    said = [row.values for row in one.rows]
    assert ("3 (low)", "9 (very high)") in said and ("9 (high)", "2 (low)") in said


def test_what_was_not_asked_then_is_no_answer_that_was_left_out():
    first, second = {"a": 2}, {"a": 5, "b": 1}
    readings = [
        Scored("Start", first, {"a": "Up the stairs"}),
        Scored("Review", second, {"a": "Up the stairs", "b": "Cook again"}),
    ]
    one = picture(GOALS, GOALS.wording(ENGLISH), readings)
    assert [(row.name, row.values) for row in one.rows] == [
        ("Up the stairs", ("2", "5")), ("Cook again", ("not asked", "1")),
    ]  # fmt: skip
    assert [row.movement for row in one.rows] == [Movement.BETTER, Movement.UNKNOWN]
    assert one.drawing is None  # two goals make no star


@pytest.mark.parametrize("count", range(1, 8))
def test_the_first_and_the_newest_are_drawn_and_never_more_than_four(count):
    one = shown(WHEEL, *[ALL_TWO] * count)
    assert len(one.heads) == min(count, 4)
    assert (one.heads[0], one.heads[-1]) == ("Time 1", f"Time {count}")
    assert len(one.drawing.lines) == len(one.heads)


def test_the_drawing_leaves_a_gap_where_a_part_was_left_out():
    whole, gap = shown(WHEEL, ALL_TWO), shown(WHEEL, ALL_TWO | {"people": None})
    assert (len(whole.drawing.lines[0].marks), len(gap.drawing.lines[0].marks)) == (8, 7)
    assert not gap.drawing.lines[0].is_closed


def test_the_average_star_lies_between_points_and_needs_every_aspect():
    codes = [one.code for one in WHEEL.aspects]
    drawn = average_star(WHEEL, WHEEL.wording(ENGLISH), dict.fromkeys(codes, (1.5, 3.0)))
    start, end = (one.marks[0] for one in drawn.lines)
    assert start == place_of(0, 8, 1.5, 5) and end == place_of(0, 8, 3.0, 5)
    some = dict.fromkeys(codes[1:], (1.5, 3.0))
    assert average_star(WHEEL, WHEEL.wording(ENGLISH), some) is None
    one = shelf.get("friends-and-family", 1)
    assert average_star(one, one.wording(ENGLISH), {"experience": (1.0, 2.0)}) is None


class TestThemes:
    def statements(self, *numbers):
        one = shelf.get("i-statements", 1)
        nothing = dict.fromkeys((aspect.code for aspect in one.aspects), None)
        readings = [Scored(f"Time {at}", nothing | said) for at, said in enumerate(numbers, 1)]
        return picture(one, made_up_words(one), readings)

    def test_each_has_a_table_with_what_anybody_picked(self):
        found = self.statements({"statement-1-1": 1, "statement-4-2": 3}, {"statement-1-1": 2})
        assert [(table.caption, table.cells) for table in found.tables] == [
            ("Made-up theme-1", (("Made-up statement-1-1", "1 (not true for me yet)",
                                  "2 (partly true)", "Better"),)),
            ("Made-up theme-4", (("Made-up statement-4-2", "3 (true for me)", "left out",
                                  "Not answered both times"),)),
        ]  # fmt: skip
        assert found.unsaid == 24 and found.drawing is None
        assert found.says == (
            "Time 1, and time 2: of the one part answered both times, 1 better; 1 was left out."
        )

    def test_without_themes_there_is_one(self):
        (table,) = shown(WHEEL, ALL_TWO | {"people": None}).tables
        assert table.caption == "The numbers" and ("People", "left out") in table.cells


class TestAverages:
    """Of the same parts at each time, so that they can be set side by side."""

    def test_of_all_parts_where_all_were_answered(self):
        one = shown(WHEEL, ALL_TWO, ALL_TWO | {"food": 4})
        assert average(one) == ("All parts, on average", ("2.0", "2.2"))

    def test_of_those_that_both_answered_where_some_were_left_out(self):
        one = shown(WHEEL, ALL_TWO | {"food": 1, "say": None}, ALL_TWO | {"food": None})
        name = "The 6 parts answered both times, on average"
        assert average(one) == (name, ("2.0", "2.0"))

    def test_one_in_between_that_left_more_out_has_none(self):
        one = shown(WHEEL, ALL_TWO, {"food": 5}, ALL_TWO)
        assert average(one) == ("All parts, on average", ("2.0", "not known", "2.0"))

    def test_of_fewer_than_half_there_is_none(self):
        one = shown(WHEEL, ALL_TWO, {"food": 5, "say": 4, "money": 3})
        name = "On average (too few parts answered both times)"
        assert average(one) == (name, ("not known", "not known"))


class TestLeftOut:
    """A part that one of the two compared readings left out has not moved, whatever lies between."""

    def test_an_answer_of_a_reading_in_between_is_no_movement(self):
        out = dict.fromkeys(ALL_TWO)
        one = shown(WHEEL, ALL_TWO, ALL_TWO | {"health": 4, "money": 1}, out | {"food": 3})
        rows = {row.name: row for row in one.rows}
        assert rows["My health"].movement is rows["Money and home"].movement is Movement.UNKNOWN
        assert rows["My health"].values[-1] == "left out"
        assert rows["Food"].movement is Movement.BETTER
        assert one.says == (
            "Time 1, and time 3: of the one part answered both times, 1 better; 7 were left out."
        )

    def test_what_the_first_left_out_is_not_compared_with_a_later_one(self):
        one = shown(WHEEL, ALL_TWO | {"food": None}, ALL_TWO, ALL_TWO | {"food": 5})
        assert "of the 7 parts answered both times, 7 about the same; 1 was left out" in one.says

    def test_where_no_part_was_answered_both_times_none_is_compared(self):
        one = shown(WHEEL, {"food": 2}, {"people": 4})
        assert {row.movement for row in one.rows[:-1]} == {Movement.UNKNOWN}
        assert one.says.endswith("no part was answered both times, so none is compared.")

    def test_a_goal_that_was_not_asked_then_was_not_left_out(self):
        readings = [
            Scored("Start", {"a": 2}, {"a": "Up the stairs"}),
            Scored("Review", {"a": 5, "b": 1}, {"a": "Up the stairs", "b": "Cook again"}),
        ]
        says = picture(GOALS, GOALS.wording(ENGLISH), readings).says
        assert says.endswith(
            "of the one part answered both times, 1 better; 1 was not answered both times."
        )

    def test_one_part_alone_says_how_it_moved(self):
        one = shelf.get("friends-and-family", 1)
        assert shown(one, {"experience": 2}, {"experience": 5}).says == (
            "Time 1, and time 2: 1 better."
        )

    @given(st.lists(st.dictionaries(st.sampled_from([*ALL_TWO]), st.integers(1, 5) | st.none()),
                    min_size=2, max_size=6))  # fmt: skip
    def test_only_what_the_two_named_readings_answered_is_counted(self, readings):
        one = shown(WHEEL, *readings)
        first, last = readings[0], readings[-1]
        both = {part for part in ALL_TWO if None not in (first.get(part), last.get(part))}
        moved = [row.movement for row in one.rows if not row.is_ours]
        assert sum(found is not Movement.UNKNOWN for found in moved) == len(both)


def test_readings_of_one_day_say_which_they_are():
    readings = [Scored(one, {}) for one in ("At a review", "At the end", "At a review")]
    assert [one.label for one in told_apart(readings)] == [
        "At a review (first)", "At the end", "At a review (second)",
    ]  # fmt: skip
