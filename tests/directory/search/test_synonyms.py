import pytest

from directory.search.synonyms import LONGEST_PHRASE, known_stems, phrase, read_groups, synonyms
from directory.vocabulary import Need


def test_members_of_a_group_stand_for_each_other():
    groups = read_groups(["# a remark", "", "keep fit, exercise  # why", "exercise, gym"])
    assert groups[("keep", "fit")] == (("exercis",),)
    assert set(groups[("exercis",)]) == {("keep", "fit"), ("gym",)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lonely", "befriending"),
        ("company", "lonely"),
        ("pip", "benefits"),
        ("money advice", "debt"),
        ("rambling", "walking"),
        ("keep fit", "exercise"),
        ("cook", "cookery"),
        ("foodbank", "food bank"),
    ],
)
def test_the_directory_knows_how_people_say_it(typed, meant):
    assert phrase(meant) in synonyms()[phrase(typed)]


@pytest.mark.parametrize(
    ("feeling", "need"),
    [
        ("lonely", Need.COMPANY),
        ("shy", Need.COMPANY),
        ("stuck at home", Need.COMPANY),
        ("sad", Need.MOOD),
        ("depressed", Need.MOOD),
        ("anxious", Need.MOOD),
        ("fed up", Need.MOOD),
        ("bored", Need.LEARNING),
        ("skint", Need.MONEY),
        ("unfit", Need.MOVING),
    ],
)
def test_a_feeling_leads_to_what_activities_are_good_for(feeling, need):
    assert phrase(need.words) in synonyms()[phrase(feeling)]


def test_every_phrase_in_the_file_can_be_found():
    assert all(0 < len(member) <= LONGEST_PHRASE for member in synonyms())
    assert all(member for others in synonyms().values() for member in others)


def test_the_words_of_phrases_are_known():
    assert {"keep", "fit", "lone"} <= known_stems()
