"""Reading the file of an instrument: what it describes, or every reason why it describes none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes_star.instrument_files import BadInstrument, _Reading, read
from outcomes_star.instruments import Asked, Better, Change, Rule, Scale, Way
from tests.cast_star import FOLDER, a_wheel


def complaints(*changes):
    with pytest.raises(BadInstrument) as refused:
        read(a_wheel(*changes))
    assert str(refused.value) == "\n".join(refused.value.complaints)
    return refused.value.complaints


def themed(*changes):
    """A wheel with two themes."""
    return a_wheel(
        ('{ code = "food" }, { code = "people" }, { code = "money" }',
         '{ code = "food", theme = "home" }, { code = "people", theme = "home" }, '
         '{ code = "money", theme = "work" }'),
        ("[language.en.aspects]",
         '[language.en.themes]\nhome = "At home"\nwork = "At work"\n[language.en.aspects]'),
        *changes,
    )  # fmt: skip


def many(count, *, theme):
    """One with so many aspects, whose words are the licensee's."""
    aspects = ", ".join(
        f'{{ code = "a{at}"{f", theme = {chr(34)}t{at // 8}{chr(34)}" if theme else ""} }}'
        for at in range(count)
    )
    text = a_wheel(
        ('{ code = "food" }, { code = "people" }, { code = "money" }', aspects),
        ('rule = "mean"', 'rule = "separate"\nneeds_licence = true'),
    )
    return text.split("[language")[0]


class TestWhatItDescribes:
    def test_facts_scale_and_words(self):
        wheel = read(a_wheel())
        assert (wheel.name, wheel.version) == ("A wheel", 1)
        assert (wheel.code, wheel.dated, wheel.rule) == ("a-wheel", date(2026, 11, 26), Rule.MEAN)
        assert wheel.ways == {Way.TOGETHER}
        assert [one.code for one in wheel.aspects] == ["food", "people", "money"]
        assert {one.scale for one in wheel.aspects} == {Scale(1, 5)}
        assert wheel.wording("en").aspects["food"] == Asked("Food")
        assert (wheel.change, wheel.needs_licence, wheel.is_asked_of_goals) == (None, False, False)

    def test_an_aspect_may_have_a_scale_of_its_own(self):
        text = a_wheel(
            (
                '{ code = "money" }',
                '{ code = "money", scale = { lowest = 0, highest = 3, better = "lower" } }',
            )
        )
        assert [one.scale for one in read(text).aspects] == [
            Scale(1, 5), Scale(1, 5), Scale(0, 3, Better.LOWER),
        ]  # fmt: skip

    def test_an_aspect_may_be_named_by_the_person(self):
        text = a_wheel(('{ code = "money" }', '{ code = "money", own_words = true }'))
        assert [one.is_own for one in read(text).aspects] == [False, False, True]
        assert read(text).holds_own_words and not read(a_wheel()).holds_own_words

    def test_a_change_that_means_something_names_its_source(self):
        text = a_wheel(
            ("[language.en]\n", '[change]\nleast = 2\nsource = "A study"\n[language.en]\n')
        )
        assert read(text).change == Change(2, "A study")

    def test_aspects_that_belong_together_have_a_theme(self):
        wheel = read(themed())
        assert [one.theme for one in wheel.aspects] == ["home", "home", "work"]
        assert wheel.themes == ("home", "work")
        assert wheel.wording("en").themes == {"home": "At home", "work": "At work"}
        assert (wheel.is_picked, wheel.points) == (False, {})

    def test_with_themes_there_may_be_many(self):
        assert len(read(many(40, theme=True)).aspects) == 40

    def test_one_that_is_picked_from_brings_words_of_ours_for_its_points(self):
        text = many(3, theme=False).replace("needs_licence", "picked = true\nneeds_licence")
        found = read(text + '[points]\n1 = "Low"\n5 = "High"\n')
        assert found.is_picked and found.points == {1: "Low", 5: "High"}

    def test_one_that_needs_a_licence_needs_no_words(self):
        text = a_wheel(('rule = "mean"', 'rule = "mean"\nneeds_licence = true'))
        assert not read(text.split("[language")[0]).is_worded


class TestWhatIsWrong:
    def test_what_somebody_names_is_not_for_the_practice(self):
        own = ('{ code = "money" }', '{ code = "money", own_words = true }')
        assert complaints(own, ('ways = ["together"]', 'ways = ["practice"]')) == [
            "What somebody names in their own words is not filled in by the practice."
        ]

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ('code = "a-wheel"', 'code = "A Wheel"', "Say its code"),
            ("version = 1", "version = 0", "Say which version this is"),
            ("version = 1", 'version = "1"', "Say which version this is"),
            ("dated = 2026-11-26", 'dated = "today"', "Say of which day it is"),
            ('credit = "Made up for a test."', "", "Say whose it is"),
            ('rule = "mean"', 'rule = "guess"', "“rule” is one of “mean”, “sum”"),
            ('["together"]', '["by-owl"]', "“ways” is one of"),
            ('["together"]', "[]", "“ways”"),
            ("highest = 5", "highest = 1", "Aspect 1: a scale has 2 to 101 points, not 1."),
            ("highest = 5", 'highest = "five"', "Aspect 1: the highest number of its scale"),
            ("highest = 5", 'highest = 5, better = "up"', "Aspect 1: better” is one of"),
            ('{ code = "people" }', '{ code = "food" }', "Two aspects have the same code."),
            ('{ code = "people" }', '{ code = "sport" }', "en: there is no aspect “people”."),
            ('{ code = "people" }', '{ code = "sport" }', "en: aspect “sport” has no words."),
            ("language.en", "language.English", "Languages go by their code"),
            ("language.en", "language.cy", "It has no English words."),
            ('title = "Food"', 'title = ""', "en, food: what the aspect is called"),
            ('title = "A wheel"', "title = 7", "en: what it is called"),
            ('rule = "mean"', 'rule = "mean"\nfee = 7', "“fee” is nothing that we know."),
            ("highest = 5", "highest = 5, bands = [{code='low', lowest=1, highest=3}]", "hold every number"),
            (
                "highest = 5",
                "highest = 5, bands = [{code='a', lowest=1, highest=3}, {code='b', lowest=3, highest=5}]",
                "hold every number",
            ),
            ("highest = 5", "highest = 5, bands = [{code='a', lowest=1, highest=999999999}]", "as a whole"),
            ("highest = 5", "highest = 100000000000000000000", "as a whole number"),
            ("highest = 5", "highest = true", "as a whole number"),
            ("version = 1", "version = 99999999999999999999", "Say which version this is"),
            ("highest = 5", "highest = 5, colour = 3", "“colour” is nothing that we know"),
            ('{ code = "people" }', '{ code = "people", rank = 1 }', "“rank” is nothing that we know"),
            ('title = "A wheel"', 'title = "A \\u0000 wheel"', "en: what it is called"),
            ('rule = "mean"', 'rule = "mean"\nneeds_licence = "true"', "“needs_licence” is true or false"),
            ('rule = "mean"', 'rule = "mean"\nneeds_licence = true', "has no words here"),
            ('rule = "mean"', 'rule = "mean"\nasked_of_goals = true', "has one aspect"),
            ('title = "A wheel"', 'title = "A wheel"\n[language.en.points]\n--5 = "x"', "go by their number"),
            ('title = "A wheel"', 'title = "A wheel"\n[language.en.points]\n5 = 7', "what 5 is"),
        ],
    )  # fmt: skip
    def test_is_said_in_a_sentence(self, before, after, said):
        assert any(said in one for one in complaints((before, after)))

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (many(16, theme=False), "It has 1 to 15 aspects, or 1 to 40 where each has its theme, not 16."),
            (many(41, theme=True), "not 41."),
            (themed(('"food", theme = "home"', '"food"')), "Every aspect has a theme, or none has."),
            (themed(('"food", theme = "home"', '"food", theme = "work"')), "stand one after the other"),
            (themed(('"money", theme = "work"', '"money", theme = "At work"')), "Aspect 3: its theme"),
            (themed(('work = "At work"\n', "")), "en: theme “work” has no words."),
            (themed(('work = "At work"', 'work = "At work"\nplay = "x"')), "en: there is no theme “play”."),
            (themed(('work = "At work"', "work = 7")), "en: what work is"),
            (a_wheel(('rule = "mean"', 'rule = "mean"\npicked = true')), "its rule is “separate”"),
            (many(1, theme=False) + "picked = true", "has several aspects"),
            (a_wheel(('rule = "mean"', 'rule = "mean"\npoints = { 1 = "Low" }')), "stands with the language"),
            (many(2, theme=False) + "[points]\nlow = 'Low'", "points go by their number"),
        ],
    )  # fmt: skip
    def test_of_themes_and_picking_is_said_too(self, text, said):
        with pytest.raises(BadInstrument) as refused:
            read(text)
        assert any(said in one for one in refused.value.complaints)

    @pytest.mark.parametrize(
        "text", ["a = " + "[" * 100_000, "a = " + "9" * 5_000, "a = {b = " * 20_000, "\x00", "[a"]
    )
    def test_what_is_too_deep_or_too_long_is_no_fault(self, text):
        with pytest.raises(BadInstrument):
            read(text)

    def test_a_mark_at_the_very_beginning_is_overlooked(self):
        assert read("\ufeff" + a_wheel()).code == "a-wheel"

    def test_is_said_all_at_once(self):
        found = complaints(("version = 1", "version = 0"), ('rule = "mean"', 'rule = "guess"'))
        assert len(found) == 2

    def test_is_said_where_the_file_is_no_toml(self):
        assert complaints(("version = 1", "version == 1"))[0].startswith(
            "This is no file in the format TOML"
        )

    @pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
    def test_is_nothing_in_what_is_shipped(self, file):
        assert read(file.read_text()).credit


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "code",
        "version",
        "aspects",
        "scale",
        "language",
        "change",
        "ways",
        "rule",
        "en",
        "bands",
        "points",
        "title",
        "theme",
        "themes",
        "picked",
    ]
)


@given(st.dictionaries(NAMES, ANYTHING | st.dictionaries(NAMES, ANYTHING, max_size=4), max_size=8))
def test_whatever_a_file_says_is_an_instrument_or_complaints(said):
    reading = _Reading()
    made = reading.instrument(said)
    assert reading.complaints or made.is_worded
    assert all(one.endswith((".", "?")) for one in reading.complaints)
