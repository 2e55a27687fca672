import pytest

from directory.search.spelling import Spelling
from directory.search.vocabulary import Vocabulary


def spelling(**counts: int) -> Spelling:
    made = Spelling()
    made.follow(Vocabulary(counts))
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wlaking", "walking"),
        ("bereavment", "bereavement"),
        ("gardning", "gardening"),
        ("acupunture", None),
        ("walkung1", None),
    ],
)
def test_the_word_nearest_to_what_was_typed(typed, meant):
    assert spelling(walking=3, bereavement=4, gardening=3).correction(typed) == meant


def test_a_word_needs_three_listings_to_be_trusted():
    assert spelling(quoits=3).correction("qouits") == "quoits"
    assert spelling(quoits=2).correction("qouits") is None


def test_a_word_of_our_own_needs_only_to_find_something():
    assert spelling(walking=1).correction("wlaking") == "walking"
    assert spelling(walking=1).correction("rammbling") == "rambling"
    assert spelling(walking=1).correction("swiming") is None


def test_of_two_as_near_the_one_that_comes_most_easily():
    assert spelling(money=9, company=1).correction("lonley") == "lonely"
    assert spelling(sitting=9, knitting=3).correction("nitting") == "knitting"


def test_two_slips_are_forgiven_where_one_comes_easily():
    assert spelling(exercise=3).correction("excersise") == "exercise"
    assert spelling(dancing=3).correction("dazbing") is None


def test_of_two_as_near_the_one_with_the_same_first_letter_and_then_the_commoner():
    assert spelling(match=9, batch=3).correction("bitch") == "batch"
    assert spelling(match=9, march=3).correction("maxch") == "match"


def test_a_short_word_may_hold_one_slip():
    assert spelling(chess=3).correction("chass") == "chess"
    assert spelling(chess=3).correction("chaas") is None


def test_it_follows_the_vocabulary():
    it = spelling(quoits=3)
    assert it.follow(Vocabulary({"kestrel": 3, "quoits": 2})) == 1
    assert it.correction("qouits") is None
    assert it.correction("ketsrel") == "kestrel"
