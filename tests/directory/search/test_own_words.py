"""Words of our own lists are spelt rightly, and may be what somebody meant who misspelt them."""

import pytest

from accounts import demo as accounts_demo
from directory import demo
from directory.queries.published import every_published
from directory.search import Question, entry_of
from directory.search.own_words import finds_something, own_words
from directory.search.plain import Plain
from directory.search.vocabulary import Vocabulary
from kernel.periods import day_in_london
from tests.support.clock import NOON

MISSPELT = {
    "swiming": "swimming",
    "gardning": "gardening",
    "gardining": "gardening",
    "breavement": "bereavement",
    "bereevement": "bereavement",
    "lonley": "lonely",
    "lonliness": "loneliness",
    "befreinding": "befriending",
    "knititng": "knitting",
    "nitting": "knitting",
    "chior": "choir",
    "painitng": "painting",
    "dancng": "dancing",
    "yogga": "yoga",
    "excersise": "exercise",
    "exersise": "exercise",
    "wlaking": "walking",
    "walkng": "walking",
    "fotball": "football",
    "fising": "fishing",
    "alotment": "allotment",
    "cokery": "cookery",
    "benifits": "benefits",
    "benfits": "benefits",
    "volenteering": "volunteering",
    "computor": "computer",
    "tabelt": "tablet",
    "ukelele": "ukulele",
    "carrers": "carers",
    "repare": "repair",
    "poetery": "poetry",
    "muisc": "music",
    "swiming for wommen": "swimming for women",
}
SPELT_RIGHTLY = (
    "shapla",  # a name that one listing holds
    "sal",
    "tigrinya",
    "falconry",  # no listing holds it
    "archery",
    "baking",  # nor this, though it is near to others
    "boating",
    "pottery",
    "poverty",
    "patients",
    "monkey",
    "zeppelin",
    "swimmin",  # begins a word
    "photografy",  # its correction would find nothing
    "dimentia",
)


@pytest.fixture
def anytown(app, database):
    """The demo world, as an engine keeps it."""
    accounts_demo.load(database, at=NOON, listings=0, seed=1)
    demo.load(database, at=NOON, listings=0, seed=1)
    with database.reading() as session:
        return Plain(map(entry_of, every_published(session, today=day_in_london(NOON))))


def test_in_a_small_directory_typical_misspellings_find_what_was_meant(anytown):
    asked = {**MISSPELT, **dict.fromkeys(SPELT_RIGHTLY)}
    found = {typed: anytown.find(Question(typed), now=NOON) for typed in asked}
    assert {typed: one.corrected_words for typed, one in found.items()} == asked
    assert [typed for typed in MISSPELT if not found[typed].total] == []


def test_they_are_those_of_the_synonyms_the_lists_and_the_facets():
    assert {"befriending", "archery", "wellbeing", "dementia", "saturday"} <= own_words()
    assert not {"rambl", "the", ""} & own_words()


@pytest.mark.parametrize(
    ("word", "is_found"), [("walk", True), ("rambling", True), ("archery", False), ("pip", False)]
)
def test_a_word_finds_something_by_itself_or_by_another_word_for_it(word, is_found):
    assert finds_something(word, Vocabulary({"walking": 1, "attendance": 1})) == is_found
