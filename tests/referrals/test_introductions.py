"""A group is told a first name, and never a surname."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.introductions import first_name

LETTERS = st.text("abcdefghij", min_size=2, max_size=8)


@pytest.mark.parametrize(
    ("name", "known_as", "first"),
    [
        ("Maya Thornton", "", "Maya"),
        ("Maya Thornton", "May", "May"),
        ("Mrs Maya Thornton", "", "Maya"),
        ("Maya Thornton", "Mrs Thornton", "Maya"),
        ("Maya Thornton", "May Thornton", "May"),
        ("Thornton, Maya", "", "Maya"),
        ("Thornton, Dr. Maya", "", "Maya"),
        ("Maya", "", "Maya"),
        ("Mary Ann Lee", "Mary", "Mary"),
        ("", "", "Somebody"),
    ],
)
def test_a_group_is_told_a_first_name(name, known_as, first):
    assert first_name(name, known_as) == first


@given(LETTERS, LETTERS.map(str.upper), LETTERS)
def test_a_surname_never_gets_out(given_name, surname, nickname):
    for name in (f"{given_name} {surname}", f"{surname}, {given_name}"):
        for liked in ("", nickname, f"Mr {surname}", f"{nickname} {surname}"):
            words = first_name(name, liked).casefold().split()
            assert surname.casefold() not in words or surname.casefold() == given_name
