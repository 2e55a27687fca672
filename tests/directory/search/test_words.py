import pytest

from directory.search.words import MOST_WORDS, is_looked_up, stem, words_asked, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Knit & Natter!", ["knit", "natter"]),
        ("Café Zoë", ["cafe", "zoe"]),
        ("men’s shed", ["men's", "shed"]),
        ("On-line by e-mail", ["online", "by", "email"]),
        ("tai-chi_class", ["tai", "chi", "class"]),
        ("ﬁtness ２０", ["fitness", "20"]),
        ("健康 صحة", ["健康", "صحة"]),
        ("\x00 … '' 😀", []),
    ],
)
def test_a_text_is_taken_apart_into_words(text, words):
    assert words_of(text) == words


def test_a_word_without_end_is_cut():
    assert words_of("a" * 5_000) == ["a" * 40]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("swimming", "swim"), ("knitting", "knit"), ("walks", "walk"), ("men's", "men")],
)
def test_forms_of_a_word_have_one_stem(word, expected):
    assert stem(word) == stem(expected) == expected


def test_a_question_has_at_most_eight_words_besides_small_ones():
    asked = words_asked("the " + "ab the " * 20)
    assert sum(is_looked_up(word) for word in asked) == MOST_WORDS


def test_a_question_is_read_for_a_hundred_characters():
    assert words_asked(" " * 99 + "walking") == ["w"]
    assert len(words_asked("ﷺ" * 100)) <= 100
