"""The table of SNOMED CT codes as a file: read whole, or refused with the row and what to do."""

import pytest

from kernel.errors import RuleBroken
from referrals.codes import SHIPPED, Code, CodeUse, read
from referrals.verhoeff import is_code

HEAD = "code,term,use\n"
DOGS = "390893007,Referral to physical activity program,support\n"


def test_only_two_codes_are_shipped_and_both_are_right():
    assert [(code.code, code.use) for code in SHIPPED] == [
        ("871731000000106", CodeUse.ACCEPTED),
        ("871711000000103", CodeUse.DECLINED),
    ]
    assert all(is_code(code.code) for code in SHIPPED)


@pytest.mark.parametrize("text", [HEAD + DOGS, "\ufeffCode, Term ,USE\r\n" + DOGS])
def test_a_file_is_read_however_a_spreadsheet_wrote_it(text):
    assert read(text) == (
        Code("390893007", "Referral to physical activity program", CodeUse.SUPPORT),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The first line must be: code,term,use"),
        ("term,code,use\n", "The first line must be"),
        (HEAD, "no code in this file"),
        (HEAD + "390893008,Referral,support\n", "Line 2: “390893008” is no SNOMED CT code"),
        (HEAD + "8.71731E+14,Referral,accepted\n", "a spreadsheet has rounded it"),
        (HEAD + "390893007,,support\n", "Line 2: write the term"),
        (HEAD + "390893007,Referral,dogs\n", "one of accepted, declined, need, support, outcome"),
        (HEAD + "390893007\n", "write the term"),
        (HEAD + DOGS + DOGS, "stands twice"),
        (HEAD + "871731000000106,A,accepted\n390893007,B,accepted\n", "more than one code"),
        (HEAD + "\x00", "no CSV file|no SNOMED CT code"),
    ],
)
def test_a_bad_file_is_refused_in_words(text, says):
    with pytest.raises(RuleBroken, match=says):
        read(text)
