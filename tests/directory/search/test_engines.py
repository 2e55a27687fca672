"""What every engine must do, whichever it is: the contract of the port."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from directory.search import FACETS, Engine, Entry, Found, Order, Question
from directory.vocabulary import Audience, Domain, Joining, Need, PartOfDay
from kernel.geography import Point
from tests.directory.search.cast import ANYTOWN, ELSEWHERE, NOW, a_slot, an_entry

HERE = Point(53.8, -1.6)
A_MILE_NORTH = Point(53.8145, -1.6)
TEN_MILES_NORTH = Point(53.945, -1.6)


def asked(engine: Engine, words: str = "", **said: object) -> Found:
    return engine.find(Question(words=words, **said), now=NOW)


def titles(engine: Engine, entries: list[Entry], words: str = "", **said: object) -> list[str]:
    by_id = {entry.id: entry.title for entry in entries}
    return [by_id[it] for it in asked(engine, words, **said).ids]


def filled(engine: Engine, *entries: Entry) -> list[Entry]:
    engine.put(entries)
    return list(entries)


class TestWords:
    @pytest.mark.parametrize(
        ("typed", "title"),
        [
            ("swim", "Swimming for adults"),
            ("knitting", "Knit and natter"),
            ("KNIT", "Knitting circle"),
            ("mens", "Men's shed"),
            ("men’s shed", "Men's shed"),
            ("cafe", "Café Zoë"),
            ("zoe", "Café Zoë"),
            ("bereavment", "Bereavement group"),
            ("tai-chi", "Tai chi"),
        ],
    )
    def test_another_form_of_a_word_is_found(self, engine, typed, title):
        entries = filled(engine, an_entry(title), an_entry("Bowls"))
        assert titles(engine, entries, typed) == [title]

    def test_every_word_must_be_there(self, engine):
        entries = filled(engine, an_entry("Chess club"), an_entry("Chess at home"))
        assert titles(engine, entries, "chess club") == ["Chess club"]

    def test_small_words_do_not_count(self, engine):
        entries = filled(engine, an_entry("Chess club"))
        assert titles(engine, entries, "somewhere to play with the chess") == []
        assert titles(engine, entries, "is there a chess near me") == ["Chess club"]

    def test_without_words_everything_is_found(self, engine):
        filled(engine, an_entry("Chess"), an_entry("Bowls"))
        assert asked(engine, "  ").total == 2

    def test_a_title_counts_more_than_an_organisation_and_that_more_than_the_text(self, engine):
        entries = filled(
            engine,
            an_entry("In the text", text="Play chess with us"),
            an_entry("In the organisation", organisation="Chess friends"),
            an_entry("Chess"),
        )
        found = titles(engine, entries, "chess")
        assert found == ["Chess", "In the organisation", "In the text"]

    def test_what_nobody_confirmed_for_long_comes_later(self, engine):
        entries = filled(
            engine, an_entry("Chess now", is_ranked_lower=True), an_entry("Chess then")
        )
        assert titles(engine, entries, "chess") == ["Chess then", "Chess now"]

    def test_without_words_the_freshest_come_first(self, engine):
        entries = filled(engine, an_entry("Old", freshness=1), an_entry("New", freshness=2))
        assert titles(engine, entries) == ["New", "Old"]


class TestForgivingSpelling:
    @pytest.fixture
    def walks(self, engine):
        return filled(engine, *(an_entry(f"Dog walking {n}") for n in "abc"), an_entry("Bowls"))

    def test_a_slip_is_corrected_and_that_is_said(self, engine, walks):
        found = asked(engine, "dog wlaking")
        assert (found.total, found.corrected_words) == (3, "dog walking")

    def test_the_correction_can_be_undone(self, engine, walks):
        found = asked(engine, "dog wlaking", exact=True)
        assert (found.total, found.corrected_words) == (0, None)

    def test_a_word_that_some_listing_holds_is_not_corrected(self, engine, walks):
        engine.put([an_entry("Dog wlaking")])
        found = asked(engine, "wlaking")
        assert (found.total, found.corrected_words) == (1, None)

    def test_a_word_seen_in_two_listings_is_no_correction(self, engine):
        quoits = filled(engine, *(an_entry(f"Quoits {n}") for n in "abc"))
        assert asked(engine, "qouits").corrected_words == "quoits"
        engine.remove([quoits[0].id])
        assert asked(engine, "qouits").corrected_words is None

    def test_a_word_of_our_own_is_one_if_it_finds_something(self, engine, walks):
        engine.remove([one.id for one in walks[:2]])
        assert asked(engine, "wlaking").corrected_words == "walking"
        assert asked(engine, "rammbling").total == 1
        assert asked(engine, "swiming").corrected_words is None

    def test_a_word_of_three_letters_is_left_alone(self, engine, walks):
        assert asked(engine, "dgo").corrected_words is None


class TestOtherWords:
    def test_a_synonym_is_found_after_the_word_itself(self, engine):
        entries = filled(engine, an_entry("Befriending"), an_entry("For the lonely"))
        assert titles(engine, entries, "lonely") == ["For the lonely", "Befriending"]

    def test_a_phrase_has_synonyms_too(self, engine):
        entries = filled(engine, an_entry("Benefits check"), an_entry("Advice on boats"))
        assert titles(engine, entries, "money advice") == ["Benefits check"]

    def test_a_synonym_of_two_words_needs_both(self, engine):
        entries = filled(engine, an_entry("Money matters"), an_entry("Money advice"))
        assert titles(engine, entries, "pip") == ["Money advice"]


class TestBeginnings:
    def test_the_last_word_may_be_a_beginning(self, engine):
        entries = filled(engine, an_entry("Gardening club"))
        assert titles(engine, entries, "gard") == ["Gardening club"]
        assert titles(engine, entries, "gard club") == []

    def test_one_letter_is_not_a_beginning(self, engine):
        filled(engine, an_entry("Gardening club"))
        assert asked(engine, "g").total == 0

    def test_a_short_word_that_nothing_holds_finds_nothing_longer(self, engine):
        filled(engine, an_entry("Dietitian"), an_entry("Gardening club"))
        assert [asked(engine, words).total for words in ("die", "want to die", "gar")] == [0, 0, 0]

    def test_a_whole_word_is_not_taken_for_a_beginning(self, engine):
        entries = filled(engine, an_entry("Men"), an_entry("Mending"))
        assert titles(engine, entries, "men") == ["Men"]

    def test_the_twenty_commonest_words_are_offered(self, engine):
        commonest = an_entry("ba99", text="ba99")
        filled(engine, commonest, *(an_entry(f"ba{n}") for n in range(30)), an_entry("ba99"))
        offered = engine.completions("a ba")
        assert (len(offered), offered[0]) == (20, "ba99")
        assert engine.completions("b") == engine.completions("") == ()


class TestFilters:
    EACH = pytest.mark.parametrize(
        ("facet", "held", "asked_for"),
        [
            ("domains", [Domain.BEFRIENDING], frozenset({Domain.BEFRIENDING})),
            ("days", [0], frozenset({0, 6})),
            ("parts_of_day", [PartOfDay.EVENING], frozenset({PartOfDay.EVENING})),
            ("is_free", [True], True),
            ("joining", [Joining.REFERRAL], frozenset({Joining.REFERRAL})),
            ("is_step_free", [True], True),
            ("is_online", [True], True),
            ("audiences", [Audience.MEN], frozenset({Audience.MEN})),
            ("needs", [Need.MONEY], frozenset({Need.MONEY})),
            ("has_places", [True], True),
            ("is_checked", [True], True),
            ("languages", ["bengali"], frozenset({"bengali"})),
        ],
    )

    @EACH
    def test_each_facet_narrows(self, engine, facet, held, asked_for):
        entries = filled(engine, an_entry("Fits", **{facet: held}), an_entry("Does not"))
        assert titles(engine, entries, **{facet: asked_for}) == ["Fits"]

    @EACH
    def test_a_facet_is_counted_as_if_its_own_filter_were_off(self, engine, facet, held, asked_for):
        filled(engine, an_entry(**{facet: held}), an_entry(), an_entry(**{facet: held}))
        for question in ({}, {facet: asked_for}):
            assert asked(engine, **question).counts[facet][held[0]] == 2

    def test_every_facet_can_be_asked_for(self):
        assert {mark[0] for mark in self.EACH.args[1]} == set(FACETS)

    def test_other_filters_narrow_the_counts(self, engine):
        filled(engine, an_entry(days=[0], is_free=[True]), an_entry(days=[0]))
        assert asked(engine, is_free=True).counts["days"][0] == 1

    def test_a_language_that_nobody_speaks_finds_nothing(self, engine):
        filled(engine, an_entry(languages=["bengali"]))
        found = asked(engine, languages=frozenset({"volapük"}))
        assert (found.total, found.counts["languages"]) == (0, {"bengali": 1})

    def test_counts_can_be_left_out(self, engine):
        filled(engine, an_entry())
        assert asked(engine, with_counts=False).counts == {}


class TestPlaces:
    @pytest.fixture
    def entries(self, engine):
        return filled(
            engine,
            an_entry("Far", point=TEN_MILES_NORTH),
            an_entry("Near", point=A_MILE_NORTH),
            an_entry("Here", point=HERE),
            an_entry("On-line", is_online=[True]),
        )

    def test_the_nearest_come_first_and_then_what_has_no_place(self, engine, entries):
        found = titles(engine, entries, near=HERE, order=Order.DISTANCE)
        assert found == ["Here", "Near", "Far", "On-line"]

    def test_a_place_without_words_is_sorted_by_distance(self, engine, entries):
        assert titles(engine, entries, near=HERE)[:2] == ["Here", "Near"]

    def test_what_is_too_far_is_left_out_and_on_line_stays_in(self, engine, entries):
        found = titles(engine, entries, near=HERE, within_km=2.0)
        assert found == ["Here", "Near", "On-line"]

    def test_the_distance_is_told(self, engine, entries):
        found = asked(engine, near=HERE)
        assert [round(km, 1) for km in found.distance_km.values()] == [0.0, 1.6, 16.1]

    def test_nothing_is_nearer_than_below_zero(self, engine, entries):
        assert titles(engine, entries, near=HERE, within_km=-1.0) == ["On-line"]

    @pytest.mark.parametrize("km", [float("inf"), 1e9, 20_100.0])
    def test_everything_is_within_half_the_earth(self, engine, entries, km):
        assert asked(engine, near=HERE, within_km=km).total == 4

    def test_an_area_is_asked_for_by_name(self, engine, entries):
        engine.put([an_entry("Over there", area_id=ELSEWHERE)])
        assert asked(engine, area_ids=frozenset({ANYTOWN})).total == 4
        assert asked(engine, area_ids=frozenset({ELSEWHERE})).total == 1
        assert asked(engine, area_ids=frozenset()).total == 0

    def test_what_is_near_counts_across_the_border_and_what_has_no_place_does_not(self, engine):
        entries = filled(
            engine,
            an_entry("Across", area_id=ELSEWHERE, point=A_MILE_NORTH),
            an_entry("On-line there", area_id=ELSEWHERE),
        )
        area_ids = frozenset({ANYTOWN})
        assert titles(engine, entries, near=HERE, within_km=5.0, area_ids=area_ids) == ["Across"]
        assert titles(engine, entries, near=HERE, area_ids=area_ids) == []


class TestHiddenPlaces:
    def test_nothing_about_them_depends_on_where_it_is_asked_from(self, engine):
        chance = random.Random(7)

        def somewhere() -> Point:
            return Point(53.8 + chance.uniform(-0.2, 0.2), -1.6 + chance.uniform(-0.3, 0.3))

        placed = [an_entry(f"Refuge {n}", point=somewhere()) for n in range(60)]
        hidden = [an_entry(f"Refuge {n}", is_hidden=True) for n in range(25)]
        engine.put([*placed, *hidden])
        are_hidden = {entry.id for entry in hidden}
        questions = [
            Question(words=words, within_km=km, order=order, page=page)
            for words in ("", "refuge")
            for km in (None, 3.0, 8.0)
            for order in Order
            for page in (1, 2)
        ]
        seen: dict[Question, set[tuple[object, ...]]] = {}
        for i in range(500):
            question = questions[i % len(questions)]
            origin = somewhere()
            found = engine.find(replace(question, near=origin), now=NOW)
            shown = tuple(it for it in found.ids if it in are_hidden)
            assert not are_hidden & found.distance_km.keys()
            seen.setdefault(question, set()).add(shown)
        assert all(len(ways) == 1 for ways in seen.values())
        assert {len(next(iter(ways))) for ways in seen.values()} == {20, 5}

    def test_they_are_not_what_is_nearly_it(self, engine):
        filled(engine, an_entry("Refuge", is_hidden=True), an_entry("Refuge tea"))
        found = asked(engine, "refuge", days=frozenset({3}))
        assert found.help and len(found.help.nearest) == 1


class TestNextSession:
    def test_the_soonest_comes_first_and_what_has_no_session_last(self, engine):
        entries = filled(
            engine,
            an_entry("No session"),
            an_entry("Monday", slots=(a_slot(0),)),
            an_entry("This morning", slots=(a_slot(1, 8),)),
            an_entry("Later today", slots=(a_slot(1, 11), a_slot(0))),
            an_entry("Some time today", slots=(a_slot(1, None),)),
            an_entry("Second Wednesday", slots=(a_slot(2, 10, 2),)),
            an_entry("Last Friday", slots=(a_slot(4, 10, -1),)),
        )
        assert titles(engine, entries, order=Order.NEXT) == [
            "Later today",
            "Some time today",
            "Last Friday",
            "Monday",
            "This morning",
            "Second Wednesday",
            "No session",
        ]


class TestPages:
    def test_the_pages_show_everything_once(self, engine):
        entries = filled(engine, *(an_entry("Chess", point=HERE) for _ in range(45)))
        for order in Order:
            pages = [asked(engine, "chess", order=order, near=HERE, page=n) for n in (1, 2, 3)]
            shown = [it for page in pages for it in page.ids]
            assert sorted(shown) == sorted(entry.id for entry in entries)
            assert {(page.total, page.pages) for page in pages} == {(45, 3)}

    @pytest.mark.parametrize("page", [4, 10**30])
    def test_a_page_too_far_is_empty(self, engine, page):
        filled(engine, *(an_entry() for _ in range(45)))
        found = asked(engine, page=page)
        assert (found.ids, found.total) == ((), 45)

    @pytest.mark.parametrize("page", [0, -7])
    def test_a_page_before_the_first_is_the_first(self, engine, page):
        filled(engine, an_entry())
        assert len(asked(engine, page=page).ids) == 1


class TestNothingFound:
    def test_it_says_what_is_nearly_it_and_what_could_be_relaxed(self, engine):
        chess = an_entry("Chess", point=TEN_MILES_NORTH, is_free=[True])
        filled(engine, chess, an_entry("Bowls", point=HERE))
        found = asked(engine, "chess cookery", near=HERE, within_km=2.0, is_free=True)
        assert found.help and found.help.nearest == (chess.id,)
        assert found.help.relaxed == {}
        assert round(found.distance_km[chess.id], 1) == 16.1
        found = asked(engine, "chess", near=HERE, within_km=2.0)
        assert found.help and found.help.relaxed == {"words": 1, "within_km": 1}

    def test_a_filter_could_be_taken_off(self, engine):
        filled(engine, an_entry("Chess"))
        found = asked(engine, "chess", is_free=True)
        assert found.help and found.help.relaxed == {"is_free": 1}

    def test_there_is_no_help_where_something_was_found(self, engine):
        filled(engine, an_entry("Chess"))
        assert asked(engine, "chess").help is None

    def test_an_empty_directory_can_be_asked(self, engine):
        found = asked(engine, "chess", near=HERE, within_km=3.0, order=Order.NEXT)
        assert (found.total, found.ids, found.pages) == (0, (), 1)


class TestChanging:
    def test_what_is_put_again_is_replaced(self, engine):
        before = an_entry("Chess", is_free=[True], days=[1], languages=["welsh"])
        engine.put([before, an_entry("Bowls")])
        engine.put([replace(an_entry("Draughts", point=HERE), id=before.id)])
        assert asked(engine, "chess").total == asked(engine, is_free=True).total == 0
        found = asked(engine, "draughts", near=HERE, within_km=1.0)
        assert (found.ids, found.counts["days"][1]) == ((before.id,), 0)
        assert asked(engine).counts["languages"] == {}

    def test_what_is_removed_is_gone_and_its_place_may_be_taken(self, engine):
        chess, bowls = filled(engine, an_entry("Chess", slots=(a_slot(1),)), an_entry("Bowls"))
        engine.remove([chess.id])
        assert asked(engine).ids == (bowls.id,)
        engine.put([an_entry("Draughts")])
        assert asked(engine).total == 2
        assert asked(engine, "chess").total == asked(engine, "chess", exact=True).total == 0

    def test_removing_what_is_not_there_is_no_error(self, engine):
        engine.remove([an_entry().id])
        assert asked(engine).total == 0

    def test_the_same_put_twice_is_there_once(self, engine):
        chess = an_entry("Chess")
        engine.put([chess, chess])
        engine.put([chess])
        assert asked(engine, "chess").total == 1

    def test_a_rebuild_forgets_what_was_there(self, engine):
        filled(engine, an_entry("Chess"))
        assert engine.rebuild(iter([an_entry("Bowls"), an_entry("Darts")])) == 2
        assert (asked(engine, "chess").total, asked(engine).total) == (0, 2)

    def test_many_small_changes_add_up(self, engine):
        entries = [an_entry(f"Chess {n}") for n in range(12)]
        for entry in entries:
            engine.put([entry])
        for entry in entries[::2]:
            engine.remove([entry.id])
        assert sorted(asked(engine, "chess").ids) == sorted(entry.id for entry in entries[1::2])


OPERATORS = ["AND OR NOT", '"dog', "dog*", "title:dog", "dog~2", "[a TO z]", "-dog", "^9 NEAR/3"]


class TestHostileQuestions:
    @settings(
        max_examples=300,
        deadline=1000,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.one_of(st.text(max_size=200), st.text("ab'\"*()~:^ ", max_size=200)))
    @example("\x00")
    @example("a" * 100_000)
    @example("word " * 200)
    @example("ﷺ" * 300)
    @example("\ud800")
    def test_anything_may_be_typed(self, engine, words):
        if not asked(engine).total:
            engine.put([an_entry("Dog walking"), an_entry("Dogs"), an_entry("A dog's day")])
        assert asked(engine, words).total <= 3
        engine.completions(words)

    @pytest.mark.parametrize("words", OPERATORS)
    def test_operators_are_only_words(self, engine, words):
        filled(engine, an_entry("A dog"), an_entry("A cat"))
        assert asked(engine, words).total <= 1

    def test_marks_alone_are_no_words(self, engine):
        filled(engine, an_entry("A dog"), an_entry("A cat"))
        assert asked(engine, "((( !? _ ~*").total == 2

    def test_a_listing_may_hold_anything(self, engine):
        hostile = "\x00 \ud800 ﷺ <script> " + "x" * 5_000 + " 😀 " + "lots " * 70_000
        filled(engine, an_entry(hostile, organisation=hostile, text=hostile), an_entry("Chess"))
        assert asked(engine, "lots").total == asked(engine, "chess").total == 1
