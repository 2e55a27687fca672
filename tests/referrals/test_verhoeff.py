"""The check digit of SNOMED CT codes: right ones pass, and every slip of the finger is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.verhoeff import check_digit, is_code

REAL = ["871731000000106", "871711000000103", "871691000000100", "390893007", "771491000000104"]
NUMBERS = st.integers(10**5, 10**16).map(str)


@pytest.mark.parametrize("code", REAL)
def test_a_published_code_is_one(code):
    assert is_code(code)


@pytest.mark.parametrize(
    "text",
    ["", "871731000000105", "87173", "0871731000000106", "871731000000106 ", "8717310000001o6",
     "٨٧١٧٣١٠٠٠٠٠٠١٠٦", "1" * 19],
)  # fmt: skip
def test_anything_else_is_none(text):
    assert not is_code(text)


@given(NUMBERS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(digits, place, more):
    code = digits + check_digit(digits)
    assert is_code(code)
    place %= len(code)
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    assert not is_code(wrong)


@given(NUMBERS, st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_always_found(digits, place):
    code = digits + check_digit(digits)
    place %= len(code) - 1
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or not is_code(swapped)
