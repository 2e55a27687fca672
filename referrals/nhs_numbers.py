"""NHS numbers: ten digits of which the last checks the rest (modulus 11), shown as 3-3-4.

Wraps the library nhs-number; nobody else names it.
"""

from nhs_number.validate import is_valid

from kernel.errors import RuleBroken

LENGTH = 10
WRONG = (
    "That NHS number is not right. It has 10 digits, like 999 000 0018. "
    "Check it, or leave it empty."
)


def read(typed: str, *, field: str = "nhs_number") -> str:
    """The ten digits of a number as typed, or "" for none. Raises RuleBroken for a wrong one."""
    digits = "".join(typed.split()).replace("-", "")
    if not digits:
        return ""
    if not is_right(digits):
        raise RuleBroken(WRONG, field=field)
    return digits


def is_right(digits: str) -> bool:
    """Whether ten digits are a number: the last one checks the rest."""
    is_whole = digits.isascii() and digits.isdigit() and len(digits) == LENGTH
    return is_whole and bool(is_valid(digits))


def shown(number: str) -> str:
    """A number as people read it: "999 000 0018"; "" stays ""."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if number else ""
