"""Lines of a pasted summary that filled nothing in are named, and no others."""

import pytest

from referrals.leftovers import MOST_LINES, unused

SUMMARY = """\
Name: Maya Thornton
DOB: 17/05/1948
Phone: 07700 900123
Conditions:
Asthma
Reason for referral: She is lonely.
"""


def test_a_summary_that_was_understood_leaves_nothing():
    assert unused(SUMMARY) == ()
    assert unused("") == ()


def test_a_line_that_filled_nothing_in_is_named_as_it_was_pasted():
    assert unused(f"{SUMMARY}\nBlood   pressure 140/90\n") == ("Blood pressure 140/90",)


def test_what_is_said_twice_is_not_named():
    assert unused(f"{SUMMARY}\nMaya Thornton\n") == ()


@pytest.mark.parametrize(
    "line", ["NHS number: 943 476 5918", "DOB: 17/05/1948 NHS No: 943 476 5918"]
)
def test_an_nhs_number_that_fails_its_check_is_named(line):
    (found,) = unused(f"Name: Maya Thornton\n{line}\n")
    assert found.startswith("NHS") and found.endswith("943 476 5918")
    assert unused(f"Name: Maya Thornton\n{line[:-1]}9\n") == ()


def test_a_very_long_text_is_not_gone_through():
    assert unused("Odd words\n" * (MOST_LINES + 1)) == ()


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Home tel: 0191 498 0777  Mobile: 07700 900123", ("07700 900123",)),
        ("Home tel: 0191 498 0777\nMobile: 07700 900123", ("Mobile: 07700 900123",)),
        ("Tel: 0191 498 0777, 0191 498 0777", ()),
        ("Tel: 0191 498 0777\nDOB: 01/02/1950", ()),
    ],
)
def test_a_second_telephone_is_never_lost_without_a_word(line, left):
    assert unused(f"Name: Maya Thornton\n{line}") == left
