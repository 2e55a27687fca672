from directory.search.english import MOST_USED, english_words


def test_the_words_that_are_used_most_are_known_and_slips_are_not():
    assert {"baking", "boating", "patients", "colour", "bereavement"} <= english_words()
    assert not {"swiming", "lonley", "gardning"} & english_words()
    assert len(english_words()) == MOST_USED
