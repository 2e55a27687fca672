"""What an instrument knows of its scales, aspects and words."""

from collections import Counter
from dataclasses import replace

import pytest

from outcomes_star.instrument_files import read
from outcomes_star.instruments import Band, Better, Rule, Scale, Way, Wording
from outcomes_star.licensed import worded
from tests.cast_star import FOLDER, made_up_words, shipped


class TestScale:
    def test_it_holds_every_number_between_its_ends(self):
        assert Scale(1, 5).points == (1, 2, 3, 4, 5)
        assert [number in Scale(1, 5) for number in (0, 1, 5, 6)] == [False, True, True, False]

    def test_how_good_a_number_is_begins_at_nothing_for_the_worst(self):
        assert [Scale(1, 5).height(number) for number in (1, 5)] == [0, 4]
        assert [Scale(0, 6, Better.LOWER).height(number) for number in (6, 0)] == [0, 6]


class TestBands:
    def test_a_number_is_in_the_band_that_holds_it(self):
        aspect = shipped("ons4").aspect("satisfied")
        assert [aspect.band_of(number) for number in (0, 4, 5, 7, 9, 10)] == [
            "low", "low", "medium", "high", "very-high", "very-high",
        ]  # fmt: skip

    def test_those_of_anxiety_are_its_own(self):
        aspect = shipped("ons4").aspect("anxious")
        assert aspect.scale.better is Better.LOWER
        assert [aspect.band_of(number) for number in (1, 2, 4, 6)] == [
            "very-low", "low", "medium", "high",
        ]  # fmt: skip

    def test_a_number_outside_them_is_in_none(self):
        aspect = replace(shipped("ons4").aspect("happy"), bands=(Band(0, 3, "low"),))
        assert aspect.band_of(4) == ""


class TestWords:
    def test_a_language_that_is_not_there_is_english(self):
        wheel = shipped("petunias-wheel")
        assert wheel.wording("bn") is wheel.wording("en")
        bengali = Wording("চাকা")
        worded = replace(wheel, wordings={**wheel.wordings, "bn": bengali})
        assert worded.wording("bn") is bengali

    @pytest.mark.parametrize("code", ["well-being-star", "swemwbs", "pam", "mycaw", "i-statements"])
    def test_nobody_is_asked_in_words_that_are_licensed(self, code):
        slot = shipped(code)
        assert slot.needs_licence and not slot.is_worded and slot.wordings == {}
        assert "©" in slot.credit


class TestShipped:
    def test_the_wheel_has_eight_aspects_of_five_points(self):
        wheel = shipped("petunias-wheel")
        assert (len(wheel.aspects), wheel.aspects[0].scale.points) == (8, (1, 2, 3, 4, 5))
        assert wheel.is_worded and not wheel.needs_licence
        assert set(wheel.wording("en").points) == {1, 2, 3, 4, 5}

    def test_the_shapes_of_licensed_ones_are_theirs(self):
        star, swemwbs, mycaw = map(shipped, ("well-being-star", "swemwbs", "mycaw"))
        assert (len(star.aspects), len(star.aspects[0].scale.points)) == (8, 5)
        assert (len(swemwbs.aspects), swemwbs.aspects[0].scale.points[-1]) == (7, 5)
        assert mycaw.aspects[0].scale == Scale(0, 6, Better.LOWER)

    def test_the_statements_are_numbers_and_shape_in_six_themes(self):
        statements = shipped("i-statements")
        each = Counter(one.theme for one in statements.aspects)
        assert [each[theme] for theme in statements.themes] == [5, 5, 4, 4, 4, 4]
        assert statements.is_picked and statements.rule is Rule.SEPARATE
        assert set(statements.points) == set(statements.aspects[0].scale.points)
        assert Way.LINK in statements.ways

    def test_words_are_whole_with_those_of_every_theme(self):
        statements = shipped("i-statements")
        words = made_up_words(statements)
        assert worded(statements, words).is_worded
        assert not worded(statements, replace(words, themes={})).is_worded
        assert statements.words_to_show().themes["theme-2"] == "Theme 2"

    def test_each_file_is_read_and_called_after_what_it_is(self):
        for file in FOLDER.glob("*.toml"):
            instrument = read(file.read_text())
            assert file.stem == f"{instrument.code}-{instrument.version}"
