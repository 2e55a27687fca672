"""Initials for a face."""

import pytest

from referrals.faces import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Asha Begum", "AB"), ("Cher", "C"), ("Ana de la Cruz", "AC"), ("", ""), ("(x) 7", ""),
        ("élodie oʼneill", "ÉO"),
    ],
)  # fmt: skip
def test_the_first_letters_of_the_first_and_the_last_word(name, initials):
    assert initials_of(name) == initials
