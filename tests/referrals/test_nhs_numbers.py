"""NHS numbers as they are typed: read, refused in words, and shown as 3-3-4."""

import pytest

from kernel.errors import RuleBroken
from referrals.nhs_numbers import read, shown


@pytest.mark.parametrize("typed", ["9990000018", "999 000 0018", " 999-000-0018 "])
def test_a_right_number_is_read_however_it_is_spaced(typed):
    assert read(typed) == "9990000018"


def test_none_is_fine():
    assert read("  ") == ""
    assert shown("") == ""


@pytest.mark.parametrize(
    "typed", ["9990000019", "999000001", "99900000181", "abc", "٩٩٩٠٠٠٠٠١٨", "9990000018x"]
)
def test_a_wrong_one_is_refused_at_its_field(typed):
    with pytest.raises(RuleBroken, match="like 999 000 0018") as refused:
        read(typed)
    assert refused.value.field == "nhs_number"


def test_it_is_shown_in_three_parts():
    assert shown("9990000018") == "999 000 0018"
