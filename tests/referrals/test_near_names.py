"""A slip in a name is forgiven, and no more than a slip."""

import pytest

from referrals.near_names import is_near


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Tomas Wilk", "Tomasz Wilk"),
        ("tomasz wlik", "Tomasz Wilk"),
        ("Wilk Tomasz", "Tomasz Wilk"),
        ("Jon Okafor", "John Okafor"),
        ("Zoe", "Zoë Brown"),
        ("Katherine Brown", "Catherine Brown"),
        ("Christofer", "Christopher Lee"),
        ("Thornt", "Maya Thornton"),
        ("OBrien", "Mary O'Brien"),
        ("Smyth-Jones", "Ann Smith Jones"),
    ],
)
def test_what_is_near(typed, name):
    assert is_near(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Tomas Wilk", "Tomasz Wolski"),
        ("Jo", "Al Jones"),
        ("Tom Tom", "Tom Wilk"),
        ("Maria", "Mark Lee"),
        ("%", "Tomasz Wilk"),
    ],
)
def test_what_is_not(typed, name):
    assert not is_near(typed, name)
