"""The star's geometry: known points, gaps, and words that stay inside the picture."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes_star.drawing import (
    CENTRE,
    HEIGHT,
    LETTERS_IN_A_LINE,
    LINE_HEIGHT,
    RADIUS,
    WIDTH,
    Drawn,
    Shape,
    Tone,
    can_be_drawn,
    letters_of,
    lines_of,
    place_of,
    star,
)
from tests.cast_star import shipped

FOUR = ("Up", "Right", "Down", "Left")


def near(place, x, y):
    return (round(place.x, 3), round(place.y, 3)) == (round(x, 3), round(y, 3))


class TestPlaces:
    @pytest.mark.parametrize(("aspect", "x", "y"), [(0, 0, -1), (1, 1, 0), (2, 0, 1), (3, -1, 0)])
    def test_the_best_of_four_aspects_lie_up_right_down_and_left(self, aspect, x, y):
        assert near(place_of(aspect, 4, 4, 5), CENTRE[0] + x * RADIUS, CENTRE[1] + y * RADIUS)

    def test_the_worst_is_near_the_middle_and_each_point_as_far_from_the_last(self):
        ups = [CENTRE[1] - place_of(0, 8, height, 5).y for height in range(5)]
        steps = {round(after - before, 6) for before, after in pairwise(ups)}
        assert len(steps) == 1 and 0 < ups[0] < steps.pop()
        assert ups[-1] == pytest.approx(RADIUS)

    def test_three_to_twelve_aspects_of_three_to_eleven_points_are_a_star(self):
        assert [can_be_drawn(aspects, 5) for aspects in (2, 3, 12, 13)] == [
            False,
            True,
            True,
            False,
        ]
        assert [can_be_drawn(8, points) for points in (2, 3, 11, 12)] == [False, True, True, False]


class TestReadings:
    def test_one_that_is_whole_is_closed(self):
        (line,) = star(FOUR, 5, [Drawn("Now", (4, 4, 4, 4))]).lines
        assert line.is_closed and len(line.marks) == 4
        assert line.pieces == (line.marks,)

    def test_nothing_is_drawn_across_what_was_left_out(self):
        (line,) = star(("A", "B", "C", "D", "E"), 5, [Drawn("Now", (1, 2, None, 3, None))]).lines
        assert not line.is_closed and len(line.marks) == 3
        assert [len(piece) for piece in line.pieces] == [2]

    def test_one_answer_alone_is_a_mark_without_a_line(self):
        (line,) = star(FOUR, 5, [Drawn("Now", (None, 2, None, None))]).lines
        assert line.pieces == () and len(line.marks) == 1

    def test_the_newest_is_a_whole_line_and_comes_last(self):
        first, then, now = star(
            FOUR, 5, [Drawn(label, (1, 1, 1, 1)) for label in ("Start", "Review", "Now")]
        ).lines
        assert [one.label for one in (first, then, now)] == ["Start", "Review", "Now"]
        assert now.dashes == "" and len({first.dashes, then.dashes, now.dashes}) == 3
        assert len({first.shape, then.shape, now.shape}) == 3 and now.shape is Shape.CIRCLE
        assert [one.tone for one in (first, then, now)] == [Tone.START, Tone.BETWEEN, Tone.NOW]

    def test_one_alone_is_how_it_is_now(self):
        (line,) = star(FOUR, 5, [Drawn("Now", (1, 1, 1, 1))]).lines
        assert line.tone is Tone.NOW

    def test_many_are_drawn_too(self):
        assert len(star(FOUR, 5, [Drawn(str(one), (1, 2, 3, 4)) for one in range(9)]).lines) == 9


@given(st.integers(3, 12), st.integers(3, 11), st.data())
def test_every_reading_lies_between_the_innermost_and_the_outermost_ring(aspects, points, data):
    heights = data.draw(st.tuples(*[st.none() | st.integers(0, points - 1)] * aspects))
    drawing = star([str(one) for one in range(aspects)], points, [Drawn("Now", heights)])
    assert len(drawing.rings) == points and len(drawing.spokes) == aspects
    (line,) = drawing.lines
    assert len(line.marks) == sum(height is not None for height in heights)
    for place in line.marks:
        away = ((place.x - CENTRE[0]) ** 2 + (place.y - CENTRE[1]) ** 2) ** 0.5
        assert 0 < away <= RADIUS + 1e-9


class TestLabels:
    def test_a_long_name_breaks_into_lines_and_ends_with_dots(self):
        assert lines_of("Looking forward") == ("Looking", "forward")
        assert lines_of("My say") == ("My say",)
        assert lines_of("volunteering") == ("voluntee-", "ring")
        assert lines_of("Work, volunteering and other activities of yours")[-1].endswith("…")

    @pytest.mark.parametrize("aspects", range(3, 13))
    def test_words_stay_inside_the_picture(self, aspects):
        drawing = star(["Looking forward volunteering"] * aspects, 5, [])
        for label in drawing.labels:
            width = max(map(len, label.lines)) * 8
            left = {"start": 0, "middle": width / 2, "end": width}[label.anchor]
            assert label.place.x >= left and label.place.x - left + width <= WIDTH
            assert label.place.y >= LINE_HEIGHT * 0.7
            assert label.place.y + LINE_HEIGHT * (len(label.lines) - 1) <= HEIGHT

    def test_the_words_of_the_wheel_fit_whole(self):
        titles = [one.title for one in shipped("petunias-wheel").wording("en").aspects.values()]
        assert not [title for title in titles if "…" in "".join(lines_of(title))]
        assert max(len(line) for title in titles for line in lines_of(title)) <= LETTERS_IN_A_LINE


@pytest.mark.parametrize("word", ["স্বাস্থ্যসেবাসমূহ", "দৈনন্দিন জীবনযাপনের", "e\u0301" * 14])
def test_a_sign_is_never_parted_from_its_letter(word):
    lines = lines_of(word)
    assert "".join(line.removesuffix("-") for line in lines).replace(" ", "") == word.replace(
        " ", ""
    )
    for line in lines:
        assert not unicodedata.category(line[0]).startswith("M")
        assert len(letters_of(line)) <= LETTERS_IN_A_LINE + 1


def test_letters_that_are_joined_stay_joined():
    assert letters_of("স্বাস্থ্য") == ["স্বা", "স্থ্য"]
    assert letters_of("People") == list("People")
