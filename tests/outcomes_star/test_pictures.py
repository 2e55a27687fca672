"""Readings side by side: the numbers, how each part moved, and the star of them."""

import pytest

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


def test_one_reading_says_every_number_and_no_movement():
    one = shown(WHEEL, ALL_TWO | {"people": None})
    assert one.heads == ("Time 1",)
    values = {row.name: row.values for row in one.rows}
    assert values["People"] == ("left out",) and values["Food"] == ("2 (hard)",)
    assert {row.movement for row in one.rows[:-1]} == {Movement.UNKNOWN}
    assert (one.rows[-1].name, one.rows[-1].values) == ("All parts, on average", ("2.0",))
    assert one.says.startswith("Time 1. My health: 2 (hard); ")
    assert one.says.endswith("My say: 2 (hard).")


def test_two_readings_say_how_each_part_moved():
    one = shown(WHEEL, ALL_TWO, ALL_TWO | {"people": 4, "money": 1, "rest": None})
    moved = {row.name: row.movement for row in one.rows}
    assert (moved["People"], moved["Money and home"]) == (Movement.BETTER, Movement.WORSE)
    assert (moved["Food"], moved["Sleep and rest"]) == (Movement.SAME, Movement.UNKNOWN)
    assert one.says == (
        "Time 1, and time 2: of 8 parts, 1 better, 5 about the same, 1 harder, 1 not known."
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
                                  "Not known"),)),
        ]  # fmt: skip
        assert found.unsaid == 24 and found.drawing is None
        assert found.says == "Time 1, and time 2: of 2 parts, 1 better, 1 not known."

    def test_without_themes_there_is_one(self):
        (table,) = shown(WHEEL, ALL_TWO | {"people": None}).tables
        assert table.caption == "The numbers" and ("People", "left out") in table.cells


def test_what_a_later_reading_left_out_is_as_it_was_known_last():
    (row, *_) = shown(WHEEL, ALL_TWO, ALL_TWO | {"health": 4}, {"food": 1}).rows
    assert row.movement is Movement.BETTER


def test_readings_of_one_day_say_which_they_are():
    readings = [Scored(one, {}) for one in ("At a review", "At the end", "At a review")]
    assert [one.label for one in told_apart(readings)] == [
        "At a review (first)", "At the end", "At a review (second)",
    ]  # fmt: skip
