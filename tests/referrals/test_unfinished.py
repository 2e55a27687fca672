"""What cannot be read yet stands in lines of its own, and comes back to its field as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.unfinished import FIELDS, named, put_aside, taken_out

WORDS = "She sees nobody.\nHer dog died."
TYPED = st.text(st.characters(codec="ascii", categories=("L", "N", "P")), min_size=1, max_size=30)


def test_each_stands_in_a_line_of_its_own():
    typed = {"phone": "07700 9", "born_on": "31/2/"}
    assert put_aside("Why", typed) == (
        "Why\nNot finished, phone number: 07700 9\nNot finished, date of birth: 31/2/"
    )


def test_where_nothing_is_put_aside_the_words_stay_as_they_were():
    assert put_aside(WORDS, {}) == WORDS and taken_out(WORDS) == (WORDS, {})


@given(st.sampled_from(["", WORDS]), st.dictionaries(st.sampled_from(list(FIELDS)), TYPED))
def test_all_comes_back_as_it_was_typed(why_now, typed):
    assert taken_out(put_aside(why_now, typed)) == (why_now, typed)


def test_nothing_but_invisible_letters_is_nothing():
    assert put_aside(WORDS, {"phone": " \u200b"}) == WORDS


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["phone"], "phone number"),
        (["phone", "born_on"], "phone number and date of birth"),
        (["phone", "postcode", "born_on"], "phone number, postcode and date of birth"),
        ([], ""),
    ],
)
def test_a_sentence_names_them(names, says):
    assert named(dict.fromkeys(names, "x")) == says


def test_a_line_that_only_looks_like_one_stays_where_it_is():
    kept = put_aside("Not finished, phone number: she is alone", {"phone": "0770 half"})
    assert taken_out(kept) == ("Not finished, phone number: she is alone", {"phone": "0770 half"})
