"""What one cell says: a fact we can use, what is left over for the editor, and what was odd about it.

Nothing here refuses a row. What cannot be read is kept as it stands (issue 2, section 5).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Generic, TypeVar

from directory import phones
from directory.feed.shapes import web_address
from directory.vocabulary import Cost, Joining, Place, Worded
from directory.wording import one_line
from kernel.errors import RuleBroken
from kernel.geography import Postcode

T = TypeVar("T")
W = TypeVar("W", bound=Worded)

LONGEST_PATTERN = 500
"""No pattern is tried on more than this many characters of a cell that should be short."""

_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "n/a",
        "na",
        "none",
        "nil",
        "null",
        "nan",
        "tbc",
        "tba",
        "unknown",
        "not known",
        "not applicable",
        "?",
        ".",
    }
)
_LONGEST_NOTHING = 40


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value; `left` is the text to keep beside it; `says` is what to tell the editor."""

    value: T
    left: str = ""
    says: str = ""


def tidy(text: str) -> str:
    """Text for one line. Plain ASCII, which most cells are, needs no closer look."""
    return " ".join(text.split()) if text.isascii() and text.isprintable() else one_line(text)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say: "N/A", "-", "tbc"."""
    return len(text) < _LONGEST_NOTHING and text.strip().casefold() in _NOTHING


_SEPARATE = re.compile(r"[/,;|&\n]| {2}| or | and ", re.IGNORECASE)
_MOST_PARTS = 12


def phone(text: str) -> Found[str]:
    """The first number that can be shown; the whole text is left where it says more than that."""
    if not text:
        return Found("")
    typed_numbers = _typed_numbers(text[:LONGEST_PATTERN])
    text = tidy(text[:LONGEST_PATTERN])
    for typed in typed_numbers:
        found = phones.phone(typed)
        if found:
            says_more = len(text) > len(typed)
            return Found(found.shown, text if says_more else "")
    return Found("", text, "We cannot find a phone number that we may show in this cell.")


def _typed_numbers(text: str) -> list[str]:
    """What looks like a number in each part of the text, and zeros that a spreadsheet took away."""
    typed: list[str] = []
    for part in _SEPARATE.split(text)[:_MOST_PARTS]:
        found = phones.numbers_in(part)
        digits = re.sub(r"\D", "", part)
        if not found and digits in phones.PUBLIC_SERVICES:
            found = (digits,)
        typed += [f"0{one}" if re.fullmatch(r"[1-37]\d{9}", one) else one for one in found]
    return typed


_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)


def postcode(text: str) -> Found[str]:
    """The postcode as it is written, also when it stands among other words."""
    text = tidy(text[:LONGEST_PATTERN])
    if not text:
        return Found("")
    found = _POSTCODE.search(text)
    for typed in (text, found.group() if found else ""):
        try:
            return Found(Postcode.parse(typed).text)
        except RuleBroken:
            continue
    return Found("", text, "This is not a postcode.")


_WEB = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}(?:/\S*)?", re.IGNORECASE)


def website(text: str) -> Found[str]:
    """The first web address; the whole text is left where it says more than that."""
    text = " ".join(text[: LONGEST_PATTERN * 4].split())
    if not text:
        return Found("")
    match = _WEB.search(text) or _DOMAIN.fullmatch(text)
    typed = match.group().rstrip(".,;)") if match else ""
    whole = typed if typed.lower().startswith("http") else f"https://{typed}"
    found = web_address(whole[:4].lower() + whole[4:]) if typed else None
    if found is None or "." not in found:
        return Found("", text, "This is not a web address.")
    return Found(found, text if len(text) > len(typed) + 1 else "")


_EMAIL = re.compile(
    r"[^\s@<>,;:\"()]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}", re.IGNORECASE
)


def email(text: str) -> Found[str]:
    """The first e-mail address; the whole text is left where it says more than that."""
    text = tidy(text[:LONGEST_PATTERN])
    if not text:
        return Found("")
    found = _EMAIL.search(text)
    if not found:
        return Found("", text, "This is not an e-mail address.")
    typed = found.group().rstrip(".")
    return Found(typed, text if len(text) > len(typed) + len("mailto:") else "")


_EARLIEST = date(2000, 1, 1)
_DAY_FORMATS = (
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d/%m/%y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %Y",
    "%b %Y",
    "%Y/%m/%d",
)
_FIRST_DAY_OF_SPREADSHEETS = date(1899, 12, 30)
_LIKELY_SERIALS = range(36_526, 73_051)


def reviewed_on(text: str, *, today: date) -> Found[date | None]:
    """The day something was checked. Days before 2000 or to come are nonsense that programs write."""
    text = tidy(text[:LONGEST_PATTERN])
    if not text:
        return Found(None)
    day = _day(text)
    if day is None:
        return Found(None, text, "This is not a date.")
    if not _EARLIEST <= day <= today:
        return Found(None, "", "This date cannot be right, so it was left out.")
    return Found(day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    if text.isascii() and text.isdigit() and len(text) == len("43210"):
        days = int(text)
        return _FIRST_DAY_OF_SPREADSHEETS + timedelta(days) if days in _LIKELY_SERIALS else None
    for style in _DAY_FORMATS:
        try:
            return datetime.strptime(text, style).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


_MONEY = re.compile(r"£\s?(\d{1,5}(?:\.\d{1,2})?)")
_FREE = re.compile(r"\b(?:free|no charge|no cost|nothing)\b", re.IGNORECASE)
_GIVE = re.compile(r"\b(?:donations?|what you (?:can|like))\b", re.IGNORECASE)


def cost(words: str, price: str) -> tuple[Cost, int | None, str]:
    """Kind, pence and words. A price of nought is free; words that say no more than the kind go."""
    words = tidy(words)
    pence = pence_of(price)
    if pence is None and (money := _MONEY.search(words[:LONGEST_PATTERN])):
        pence = pence_of(money.group(1))
    kind = _kind_of_cost(words[:LONGEST_PATTERN], pence)
    own_words = {kind.value, kind.words.casefold(), "price", "yes", "no"}
    return (
        kind,
        pence if kind is Cost.AMOUNT else None,
        "" if words.casefold() in own_words else words,
    )


def _kind_of_cost(words: str, pence: int | None) -> Cost:
    if pence:
        return Cost.AMOUNT
    if words.casefold() in {kind.value for kind in Cost}:
        return next(kind for kind in Cost if kind.value == words.casefold())
    if _GIVE.search(words):
        return Cost.DONATION
    return Cost.FREE if pence == 0 or _FREE.search(words) else Cost.ASK


def pence_of(text: str) -> int | None:
    """A number of pounds as whole pence; None for what is not one."""
    try:
        pounds = Decimal(text.strip().lstrip("£").strip() or "x")
    except InvalidOperation:
        return None
    if not pounds.is_finite() or not 0 <= pounds <= 100_000:  # noqa: PLR2004 - dearer is a slip
        return None
    return int((pounds * 100).to_integral_value())


_OLDEST = 120


def age(text: str) -> Found[int | None]:
    """An age in whole years: "18", "18.0", "18+", "over 18"."""
    text = tidy(text[:LONGEST_PATTERN])
    found = re.search(r"\d{1,3}", text)
    if found and int(found.group()) <= _OLDEST:
        return Found(int(found.group()))
    return Found(None, text, "This is not an age." if text else "")


def charity_number(text: str) -> Found[str]:
    """A charity number; one that a spreadsheet cut to 1.12E+06 cannot be known."""
    text = tidy(text[:LONGEST_PATTERN]).upper()
    text = text.removesuffix(".0")
    if re.fullmatch(r"(?:SC|NIC?)?\d{5,8}(?:-\d{1,3})?", text.replace(" ", "")):
        return Found(text.replace(" ", ""))
    if whole := _unscientific(text):
        return Found(whole)
    return Found("", text, "This is not a charity number." if text else "")


def _unscientific(text: str) -> str:
    """1.123456E+06 as 1123456, where no digit has been lost."""
    found = re.fullmatch(r"(\d)\.(\d{1,7})E\+?0?(\d)", text)
    if not found or len(found.group(2)) != int(found.group(3)):
        return ""
    return found.group(1) + found.group(2)


_YES_AND_NO = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}


def yes_or_no(text: str) -> bool | None:
    """A plain yes or no; None for anything else."""
    return _YES_AND_NO.get(text[:LONGEST_PATTERN].strip().casefold())


def degrees(text: str, *, most: float) -> float | None:
    """A latitude or longitude in degrees; nought, which programs write for "none", is none."""
    try:
        number = float(text.strip() or "nan")
    except ValueError:
        return None
    return number if 0 < abs(number) <= most else None


_JOINING = (
    (Joining.TURN_UP, re.compile(r"turn.up|drop.?in|just come|no booking", re.IGNORECASE)),
    (Joining.REFERRAL, re.compile(r"\b(?:professional|gp|agency) refer|^referral", re.IGNORECASE)),
    (
        Joining.ASK_FIRST,
        re.compile(r"ask|appointment|book|ring|call|phone|email|member|self", re.IGNORECASE),
    ),
)


def joining(text: str) -> Joining | None:
    """How to join, where the words are clear."""
    return _first(_JOINING, text)


_PLACES = (
    (Place.WHOLE_AREA, re.compile(r"whole.area|anywhere|home visit|citywide", re.IGNORECASE)),
    (Place.HIDDEN, re.compile(r"hidden|confidential|secret|undisclosed", re.IGNORECASE)),
    (Place.SOMEWHERE, re.compile(r"somewhere|venue|physical|in person|face", re.IGNORECASE)),
    (Place.ONLINE, re.compile(r"on-?\s?line|virtual|remote|zoom|phone", re.IGNORECASE)),
)


def place(text: str) -> Place | None:
    """Where it happens, where the words are clear."""
    return _first(_PLACES, text)


def _first(table: tuple[tuple[T, re.Pattern[str]], ...], text: str) -> T | None:
    short = text[:LONGEST_PATTERN]
    return next((word for word, pattern in table if pattern.search(short)), None)


def words_of(kind: type[W], text: str) -> tuple[tuple[W, ...], tuple[str, ...]]:
    """The words of a closed list that a cell names, by code or in words; and those it does not know."""
    if not text:
        return (), ()
    known = _vocabulary(kind)
    parts = [tidy(part) for part in re.split(r"[;|\n]|,(?! )|, ", text[:2000])]
    found = [known[part.casefold()] for part in parts if part.casefold() in known]
    others = [part for part in parts if part and part.casefold() not in known]
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(others))


@cache
def _vocabulary(kind: type[W]) -> dict[str, W]:
    by_code = {word.value: word for word in kind}
    return (
        by_code
        | {word.words.casefold(): word for word in kind}
        | {word.value.replace("-", " "): word for word in kind}
    )
