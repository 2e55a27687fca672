"""Phone numbers that people type for a group: may we show it, what does it cost, which one is it.

Ofcom's numbers for drama (07700 900xxx, 01632 960xxx) count as numbers: demo and tests use them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

LONGEST = 40
FEWEST_DIGITS = 3
MOST_DIGITS = 11  # of a British number with its nought
UNITED_KINGDOM = 44
# Short numbers of public services: health, police, power cuts, banks and helplines.
PUBLIC_SERVICES = frozenset({"101", "105", "111", "119", "159", "116000", "116123", "116006"})
EMERGENCY = frozenset({"112", "999"})


class Verdict(StrEnum):
    """What a typed phone number turned out to be. A refused one is not kept."""

    says: str
    is_refused: bool

    def __new__(cls, value: str, says: str = "", is_refused: bool = False) -> "Verdict":
        member = str.__new__(cls, value)
        member._value_ = value
        member.says = says
        member.is_refused = is_refused
        return member

    FINE = "fine"
    COSTLY = "costly", "Calls to 084 and 087 numbers can cost a lot. Check that it is right."
    PERSONAL = "personal", "070 numbers are dear to ring and look like mobiles. Check it."
    ABROAD = "abroad", "This is a number outside the United Kingdom. Check that it is right."
    PREMIUM = (
        "premium",
        "We cannot list a number that starts with 09, because ringing it costs a lot. "
        "Enter another number.",
        True,
    )
    ENQUIRIES = (
        "enquiries",
        "We cannot list a number that starts with 118, because ringing it costs a lot. "
        "Enter the group's own number.",
        True,
    )
    EMERGENCY = (
        "emergency",
        "999 and 112 are for emergencies. Enter the group's own number.",
        True,
    )
    LOCAL_ONLY = "local-only", "Start with the area code, like 01632 960 123.", True
    SEVERAL = "several", "Enter one phone number. You can add others in the description.", True
    NOT_A_NUMBER = "not-a-number", "Enter a phone number, like 01632 960 123.", True


@dataclass(frozen=True)
class Phone:
    """A number that may be kept: E.164 for comparing and dialling, and as people write it."""

    e164: str
    shown: str


@lru_cache(maxsize=2048)  # one number is looked at by many: form, screen, likeness, import
def verdict(typed: str) -> Verdict:
    """What a typed number is. Pure and total: any text gets a verdict."""
    typed = typed.strip()
    digits = _NOT_DIGITS.sub("", typed[:LONGEST])
    if digits in EMERGENCY:
        return Verdict.EMERGENCY
    if digits in PUBLIC_SERVICES:
        return Verdict.FINE
    number = _parsed(typed)
    if number is None or len(digits) < FEWEST_DIGITS:
        return Verdict.SEVERAL if _holds_several(typed) else Verdict.NOT_A_NUMBER
    return _british(number) if number.country_code == UNITED_KINGDOM else _foreign(number)


@lru_cache(maxsize=2048)
def phone(typed: str) -> Phone | None:
    """The number as we keep and show it, or None where the verdict refuses it."""
    if verdict(typed).is_refused:
        return None
    digits = _NOT_DIGITS.sub("", typed)
    number = None if digits in PUBLIC_SERVICES else _parsed(typed.strip())
    if number is None:
        return Phone(e164=digits, shown=digits)
    return Phone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164), shown=_shown(number)
    )


def numbers_in(text: str, *, at_most: int = 10) -> tuple[str, ...]:
    """The stretches of a text that are typed like a phone number, in order, for a closer look."""
    if not _DIGIT.search(text):
        return ()
    apart = re.sub(r" {2,}", ", ", text)
    return tuple(found.group().strip(" -(.") for found in _RUNS.finditer(apart))[:at_most]


def first_in(text: str) -> str:
    """The first number of a text that may be kept, for files that put hours beside it; or nothing."""
    for run in numbers_in(text):
        chunks = run.split()
        # "0114 496 0123 8:30am" runs on into the hour.
        while _WITH_NOUGHT.match(run) and len(re.sub(r"\D", "", "".join(chunks))) > MOST_DIGITS:
            chunks.pop()
        if not verdict(" ".join(chunks)).is_refused:
            return " ".join(chunks)
    return ""


# Seven characters or more of digits and what people put between them; no repeat inside a repeat.
_DIGIT = re.compile(r"\d")
_NOT_DIGITS = re.compile(r"\D")
_RUNS = re.compile(r"[+(\d][\d ().-]{5,22}\d")
_WITH_NOUGHT = re.compile(r"\(?0[1-9]")


@lru_cache(maxsize=2048)
def _parsed(typed: str) -> PhoneNumber | None:
    if not typed or len(typed) > LONGEST:
        return None
    try:
        number = phonenumbers.parse(_without_words(typed), "GB")
    except phonenumbers.NumberParseException:
        return None
    # A possible number is enough: Ofcom's drama numbers are possible, but not in use.
    return number if phonenumbers.is_possible_number(number) else None


def _without_words(typed: str) -> str:
    """The number alone, of "01632 960123 (ask for Jo)": the parser would dial the letters."""
    runs = numbers_in(typed)
    is_labelled = re.search(r"[^\W\d_]", typed) and not re.search(r"\bext|\d ?x ?\d", typed.lower())
    return runs[0] if len(runs) == 1 and is_labelled else typed


def _shown(number: PhoneNumber) -> str:
    if number.country_code != UNITED_KINGDOM:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    # A number of a range that is not in use comes without its nought.
    return national if national.startswith(("0", "(0")) else f"0{national}"


def _holds_several(typed: str) -> bool:
    return sum(_parsed(run) is not None for run in numbers_in(typed)) > 1


def _british(number: PhoneNumber) -> Verdict:
    national = phonenumbers.national_significant_number(number)
    if national.startswith("118") and len(national) <= len("118118"):
        return Verdict.ENQUIRIES
    if len(national) < len("800123456"):
        # 0800 1111 and 0845 46 4x are the only shorter ones in use.
        return Verdict.FINE if national == "8001111" else Verdict.LOCAL_ONLY
    for start, found in _BY_START.items():
        if national.startswith(start):
            return found
    return Verdict.FINE


# The longest start that fits decides, so they stand in that order.
_BY_START = {
    "80": Verdict.FINE,
    "70": Verdict.PERSONAL,
    "8": Verdict.COSTLY,
    "9": Verdict.PREMIUM,
    "4": Verdict.NOT_A_NUMBER,
    "6": Verdict.NOT_A_NUMBER,
}


def _foreign(number: PhoneNumber) -> Verdict:
    dear = phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE
    return Verdict.PREMIUM if dear else Verdict.ABROAD
