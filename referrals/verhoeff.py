"""The check digit of SNOMED CT codes (Verhoeff): it finds every wrong digit and every swapped pair.

Digits are combined as the turns and flips of a pentagon, which do not commute, so order counts.
"""

SIDES = 5
TEN = 10
SHUFFLE = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
"""Where a digit goes each time its place moves one to the left; after eight places it is back."""
SHORTEST, LONGEST = 6, 18


def is_code(text: str) -> bool:
    """Whether a text is a SNOMED CT code: 6 to 18 digits, no nought first, and the right last one."""
    is_number = text.isascii() and text.isdigit() and text[:1] != "0"
    return is_number and SHORTEST <= len(text) <= LONGEST and _sum_of(text) == 0


def check_digit(digits: str) -> str:
    """The digit that makes a code of these."""
    found = _sum_of(digits + "0")
    return str(next(digit for digit in range(TEN) if _turned(found, digit) == 0))


def _sum_of(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total = _turned(total, _shuffled(int(digit), place))
    return total


def _shuffled(digit: int, place: int) -> int:
    for _ in range(place % 8):
        digit = SHUFFLE[digit]
    return digit


def _turned(first: int, second: int) -> int:
    """Two moves of a pentagon, one after the other: 0 to 4 turn it, 5 to 9 flip and turn it."""
    is_flipped = first >= SIDES
    turn = first - second if is_flipped else first + second
    flips = is_flipped != (second >= SIDES)
    return turn % SIDES + (SIDES if flips else 0)
