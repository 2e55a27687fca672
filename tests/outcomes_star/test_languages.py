"""Languages: what they are called, which way they run, and which one somebody is asked in."""

import pytest

from outcomes_star.languages import KNOWN, language_of, language_to_ask

THERE = ("en", "bn", "ur", "pl")


def test_each_has_a_code_and_a_name_of_its_own():
    assert len({one.code for one in KNOWN}) == len({one.name for one in KNOWN}) == len(KNOWN)


@pytest.mark.parametrize(
    ("code", "shown", "is_rtl"),
    [
        ("en", "English", False),
        ("bn", "বাংলা (Bengali)", False),
        ("ur", "اردو (Urdu)", True),
        ("pt-BR", "Português, pt-BR (Portuguese, pt-BR)", False),
        ("tlh", "tlh", False),
    ],
)
def test_it_is_shown_as_its_speakers_write_it(code, shown, is_rtl):
    language = language_of(code)
    assert (language.code, language.shown, language.is_rtl) == (code, shown, is_rtl)


@pytest.mark.parametrize(
    ("chosen", "spoken", "asked"),
    [
        ("", "", "en"),
        ("bn", "", "bn"),
        ("en", "Bengali", "en"),
        ("xx", "Bengali", "bn"),
        ("", "bengali, some English", "bn"),
        ("", "English and Bengali", "en"),
        ("", "Sylheti", "bn"),
        ("", "اردو", "ur"),
        ("", "Somali", "en"),
    ],
)
def test_as_chosen_else_as_the_record_says_else_english(chosen, spoken, asked):
    assert language_to_ask(chosen, spoken, THERE) == asked
