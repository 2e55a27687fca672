"""What a search finds, with and without an index."""

from dataclasses import replace
from datetime import timedelta

import pytest

from directory.asked import read
from directory.lifecycle import Move
from directory.models import Listing
from directory.operations import keeping
from directory.operations.indexing import Keeper
from directory.queries import finding
from directory.search.index import Index
from directory.vocabulary import Domain, Joining, Place
from kernel.access import SYSTEM
from tests.cast_directory import a_listing, anytown
from tests.support.clock import NOON


@pytest.fixture
def world(database):
    """A dog walk, a choir some miles away, an on-line quiz and a refuge."""
    with database.writing() as session:
        area_id = anytown(session)
        made = {
            "walk": a_listing(session, area_id=area_id),
            "choir": a_listing(session, area_id=area_id, group="Sing", name="Choir",
                               description="Singing for everybody.", postcode="NE28 6AA",
                               when="Fridays 7pm", joining=Joining.ASK_FIRST,
                               domains=(Domain.ARTS_FOR_HEALTH,), languages=("Polish",)),
            "quiz": a_listing(session, area_id=area_id, group="Quiz", name="Quiz on the screen",
                              description="A quiz.", postcode="", place=Place.ONLINE),
            "refuge": a_listing(session, area_id=area_id, group="Haven", name="Haven House",
                                description="We listen."),
        }  # fmt: skip
        keeping.hide_place(session, SYSTEM, made["refuge"], address="1 Secret Road", at=NOON)
        return {name: listing.id for name, listing in made.items()}


@pytest.fixture(params=["index", "database"])
def search(database, world, request, tmp_path):
    """A search, answered by an index, or without one by the database."""
    index = Index(tmp_path / "index", look_every=0)
    finding.open_engine(index)
    if request.param == "index":
        Keeper(index, database).rebuild(at=NOON)

    def results(**values):
        with database.reading() as session:
            asked = read({name: [value] for name, value in values.items()}, today=NOON.date())
            page = finding.results_page(session, asked, now=NOON)
        assert page.is_by_index == (request.param == "index")
        return page

    return results


def names(page):
    return [card.title for card in page.cards]


def test_everything_is_found_without_words(search):
    assert search().total == 4


def test_words_find_what_holds_them(search):
    assert names(search(q="singing")) == ["Choir"]
    assert names(search(q="walks")) == ["Dog walking"]


def test_near_a_place_on_line_and_hidden_ones_stay_in(search):
    page = search(where="NE6 1AB", within="2")
    assert names(page) == ["Dog walking", "Quiz on the screen"]
    assert [card.title for card in page.apart] == ["Haven House"]
    assert page.cards[0].facts[0] == "Under half a mile away"
    assert not page.apart[0].facts[0].endswith("away")


def test_at_any_distance_everything_is_found_in_order_of_distance(search):
    page = search(where="NE6 1AB", within="any", order="distance")
    assert names(page) == ["Dog walking", "Choir", "Quiz on the screen"]


def test_a_choice_narrows_and_its_count_says_by_how_much(search):
    page = search(domain="arts-for-health")
    assert names(page) == ["Choir"]
    (kinds,) = [one for one in page.choices if one.name == "domain"]
    assert {one.value: (one.count, one.is_chosen) for one in kinds.choices} == {
        "physical-activity": (3, False), "arts-for-health": (1, True),
    }  # fmt: skip


def test_words_that_mean_a_choice_are_taken_for_it(search):
    page = search(q="singing Friday evening")
    assert names(page) == ["Choir"]
    assert [(one.phrase, one.meaning) for one in page.taken] == [
        ("friday", "as Friday"), ("evening", "as a time of day"),
    ]  # fmt: skip
    (days,) = [one for one in search(q="friday").choices if one.name == "day"]
    assert [one.value for one in days.choices if one.is_chosen] == ["friday"]
    assert names(search(q="polish speaking")) == ["Choir"]


def test_what_was_taken_can_be_left_out_when_nothing_is_found(search):
    page = search(q="singing on monday in polish")
    assert [(way.words, way.changes) for way in page.relaxed] == [
        ("Leave out: which day", {"day": "", "q": "singing in polish"})
    ]
    page = search(q="chess in polish", day="friday")
    assert [(way.words, way.changes) for way in page.relaxed] == [
        ("Leave out “chess”", {"q": "in polish"})
    ]


def test_languages_are_those_that_are_spoken(search):
    (languages,) = [one for one in search().choices if one.name == "language"]
    assert [(one.value, one.words, one.count) for one in languages.choices] == [
        ("polish", "Polish", 1)
    ]
    assert names(search(language="polish")) == ["Choir"]


def test_soonest_first_says_when(search):
    page = search(order="next", q="choir")
    assert "Next: Friday 27 November, 7pm" in page.cards[0].facts


@pytest.fixture
def two_on_sunday(database, world):
    """A bakery that was open this morning and a tea that begins in the afternoon; it is Sunday noon."""
    with database.writing() as session:
        area_id = session.get_one(Listing, world["walk"]).area_id
        for name, when in (("Baking", "Sundays 10am"), ("Tea", "Sundays 3pm")):
            a_listing(session, area_id=area_id, group=name, name=f"{name} together", when=when)


def test_what_was_on_today_comes_after_what_is_still_to_come(two_on_sunday, search):
    page = search(q="together today")
    assert names(page) == ["Tea together", "Baking together"]
    assert "Next: Sunday 22 November, 3pm" in page.cards[0].facts
    assert "Next: Sunday 29 November, 10am" in page.cards[1].facts
    assert [(one.words, one.is_chosen) for one in page.orders] == [("Soonest", True)]


def test_nothing_found_says_what_could_be_left_out(search):
    page = search(q="dog", where="NE28 6AA", within="1", domain="arts-for-health")
    assert page.is_nothing
    assert [way.changes for way in page.relaxed] == [{"q": ""}]
    wider = search(q="dog", where="NE28 6AA", within="1")
    assert [way.changes for way in wider.relaxed] == [{"q": ""}, {"within": "any"}]
    assert [card.title for card in page.nearest] == ["Dog walking"]


def test_a_place_that_we_do_not_know_is_said_and_all_is_found(search):
    page = search(where="Atlantis")
    assert page.is_place_unknown
    assert page.total == 4


def test_a_page_beyond_the_last_shows_the_last(search):
    assert search(page="50").page == 1
    assert len(search(page="50").cards) + len(search(page="50").apart) == 4


def test_what_was_withdrawn_since_never_shows(search, database, world):
    with database.writing() as session:
        listing = session.get(keeping.Listing, world["walk"])
        keeping.make(session, SYSTEM, listing, Move.WITHDRAW, at=NOON)
    assert "Dog walking" not in names(search())


def test_the_map_holds_no_hidden_place(search, database, world):
    with database.reading() as session:
        drawn = finding.map_of(session, read({"where": ["NE6 1AB"]}, today=NOON.date()), now=NOON)
    assert [point["name"] for point in drawn["points"]] == ["Dog walking", "Choir"]
    assert drawn["from"]["name"] == "NE6 1"


def test_suggestions_complete_the_last_word(search):
    found = finding.suggestions("evening sing")
    assert set(found) <= {"evening singing"}


def test_the_index_and_what_is_published_are_held_together(database, world, tmp_path):
    index = Index(tmp_path / "index", look_every=0)
    finding.open_engine(index)
    with database.reading() as session:
        standing = finding.index_standing(session, now=NOON)
        assert standing.words == "cannot be read; the database answers for 4 listings"
        Keeper(index, database).rebuild(at=NOON)
        standing = finding.index_standing(session, now=NOON)
    assert standing.index == index.state()
    in_40_seconds = replace(standing, at=index.state().made_at + timedelta(seconds=40))
    assert in_40_seconds.words == "4 listings of 4 published, generation 1 made 40 s ago"
    assert finding.indexed_ids() == set(world.values())
