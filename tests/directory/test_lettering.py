"""Letters that pass for others, told from people's own alphabets."""

import pytest

from directory.lettering import has_piled_marks, is_disguised, skeleton


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Anytown Shelter", "Anytown She1ter"),
        ("Anytown Shelter", "ANYTOWN SHELTER"),
        ("Anytown Shelter", "Any-town.Shelter"),
        ("Anytown Shelter", "Anytоwn Shelter"),
        ("Anytown Shelter", "Αnytown Shelter"),
        ("Anytown Shelter", "Ányt\u00f6wn Shelter"),
        ("Anytown Shelter", "Anytown SheIter"),
        ("Anytown Shelter", "Ａｎｙｔｏｗｎ Shelter"),
        ("Barn Dance", "Bam Dance"),
        ("Warm Home", "VVarm H0me"),
    ],
)
def test_names_that_look_the_same_have_one_skeleton(a: str, b: str) -> None:
    assert skeleton(a) == skeleton(b)


def test_names_that_look_different_have_different_ones() -> None:
    names = [
        "Anytown Shelter",
        "Anytown Shelters",
        "Otherton Shelter",
        "Salsa",
        "Samba",
        "বাংলা",
        "ঢাকা",
    ]
    assert len({skeleton(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("text", "disguised"),
    [
        ("Barclays", False),
        ("Bаrclays", True),
        ("РауРаӏ and friends", True),
        ("Розмовний клуб", False),
        ("Conversation club, Розмовний клуб", False),
        ("Ελληνικοί χοροί", False),
        ("Αnytown", True),
        ("zażółć gęślą jaźń", False),
        ("NHSএর পরামর্শ", False),
        ("10μg", False),
        ("مرحبا hello", False),
        ("カタカナ漢字ひらがな", False),
        ("", False),
    ],
)
def test_a_disguise_is_told_from_another_alphabet(text: str, disguised: bool) -> None:
    assert is_disguised(text) == disguised


@pytest.mark.parametrize(
    ("text", "piled"),
    [
        ("z\u0351\u0352\u0353\u0354\u0355", True),
        ("Tiếng Việt", False),
        ("ক্ষ্ণৌ", False),
        ("שָׁלוֹם", False),
    ],
)
def test_piled_accents_are_told_from_a_language_with_many(text: str, piled: bool) -> None:
    assert has_piled_marks(text) == piled
