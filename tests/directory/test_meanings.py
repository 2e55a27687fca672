"""Words that mean a choice are taken for it; everything else stays words."""

from datetime import date

import pytest

from directory.asked import FACETS
from directory.meanings import Part, Understood, _listed, understood

MONDAY = date(2026, 11, 23)


def taken(text: str, *as_words: str) -> dict[str, str]:
    found = understood(text, today=MONDAY, as_words=as_words).taken
    return {part.words: f"{part.facet} {' '.join(part.values)}" for part in found}


@pytest.mark.parametrize(
    ("text", "meant", "words"),
    [
        ("free saturday", {"free": "free yes", "saturday": "day saturday"}, ""),
        ("Saturday morning", {"saturday": "day saturday", "morning": "part morning"}, ""),
        ("swimming on Saturdays", {"saturdays": "day saturday"}, "swimming"),
        ("something in the evening", {"evening": "part evening"}, ""),
        ("yoga at the weekend for women", {"weekend": "day saturday sunday"}, "yoga for women"),
        ("free", {"free": "free yes"}, ""),
        ("singing today", {"today": "day monday"}, "singing"),
        ("tomorrow afternoon", {"tomorrow": "day tuesday", "afternoon": "part afternoon"}, ""),
        ("on-line", {"online": "online yes"}, ""),
        ("Step-free lunch club", {"step free": "step_free yes"}, "lunch club"),
        ("no steps", {"no steps": "step_free yes"}, ""),
        ("Bengali-speaking", {"bengali speaking": "language bengali"}, ""),
        ("advice in British Sign Language",
         {"in british sign language": "language british_sign_language"}, "advice"),
    ],
)  # fmt: skip
def test_words_that_mean_a_choice_are_taken_for_it(text, meant, words):
    assert taken(text) == meant
    assert understood(text, today=MONDAY).words == words


@pytest.mark.parametrize(
    "text",
    ["", "dog walking", "polish", "coffee morning", "gluten free", "online skills", "public speaking",
     "free school meals", "sunny", "the", "?!"],
)  # fmt: skip
def test_other_words_stay_words(text):
    assert taken(text) == {}


def test_what_was_taken_can_be_searched_for_as_words():
    assert taken("free saturday club", "saturday") == {"free": "free yes"}
    assert (
        understood("free saturday club", today=MONDAY, as_words=("saturday",)).words
        == "saturday club"
    )


def test_a_choice_can_be_left_out_and_so_can_the_words():
    said = understood("free swimming on saturday", today=MONDAY)
    assert said.without("day") == "free swimming"
    assert said.without("") == "free saturday"
    assert said == Understood(
        (Part("free", "free", ("yes",)), Part("swimming"), Part("saturday", "day", ("saturday",)))
    )


def test_everything_in_the_list_is_a_choice_that_an_address_knows():
    facets = {facet.name: facet for facet in FACETS}
    assert [part for part in _listed(0) for value in part.values
            if facets[part.facet].read(value) is None] == []  # fmt: skip
