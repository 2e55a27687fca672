from directory.search.vocabulary import Vocabulary, words_in
from tests.directory.search.cast import an_entry


def test_a_word_is_counted_once_a_listing():
    vocabulary = Vocabulary.of([an_entry("Chess", text="chess, chess"), an_entry("The chess")])
    assert vocabulary.counts == {"chess": 2}


def test_it_follows_listings_that_come_and_go():
    chess, bowls = an_entry("Chess club"), an_entry("Bowls club")
    vocabulary = Vocabulary.of([chess])
    after = vocabulary.changed(added=[words_in(bowls)], removed=[words_in(chess)])
    assert (vocabulary.counts, after.counts) == (
        {"chess": 1, "club": 1},
        {"bowls": 1, "club": 1},
    )


def test_another_form_of_a_word_is_held_too():
    vocabulary = Vocabulary({"swimming": 1})
    assert vocabulary.holds("swims")
    assert not vocabulary.holds("swimmingly-not")


def test_completions_are_the_commonest_first():
    vocabulary = Vocabulary({"walk": 2, "wall": 3, "wand": 3, "west": 9})
    assert vocabulary.completions("wa") == ("wall", "wand", "walk")
    assert vocabulary.completions("wall") == ("wall",)
    assert vocabulary.completions("w") == ()
