from directory.search import Question
from directory.search.reading import ANOTHER_WORD, COMPLETED, Alternative, Reading, read
from directory.search.spelling import Spelling
from directory.search.vocabulary import Vocabulary

WORDS = Vocabulary({"dog": 5, "walking": 5, "garden": 5, "gardening": 2, "chess": 3})


def reading(words: str, **said: object) -> Reading:
    spelling = Spelling()
    spelling.follow(WORDS)
    return read(Question(words=words, **said), vocabulary=WORDS, spelling=spelling)


def test_a_known_word_is_looked_up_as_it_is():
    assert reading("Chess") == Reading(units=((Alternative(("chess",)),),))


def test_a_slip_is_corrected_and_small_words_stay_in_what_is_said():
    assert reading("chses with a dog").corrected == "chess with a dog"


def test_a_correction_can_be_undone():
    assert reading("chses dog", exact=True).units[0] == (Alternative(("chses",)),)


def test_the_last_word_is_completed_and_each_stem_comes_once():
    assert reading("dog gard").units[-1] == (
        Alternative(("gard",)),
        Alternative(("garden",), COMPLETED),
    )


def test_a_phrase_is_one_unit_with_its_other_words():
    (unit,) = reading("keep fit").units
    assert unit[0] == Alternative(("keep", "fit"))
    assert Alternative(("gym",), ANOTHER_WORD) not in unit
    assert Alternative(("exercis",), ANOTHER_WORD) in unit


def test_a_word_that_the_synonyms_hold_is_spelt_rightly():
    assert reading("benefits").corrected is None
