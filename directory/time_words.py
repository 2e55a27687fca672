"""The words of times: what people write for days, weeks of a month and hours, as tokens.

`spoken_times` puts them together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import time
from enum import Enum, auto
from itertools import product

from directory.times import LAST
from directory.wording import one_line

LONGEST = 600
"""Characters read. Nobody says when they meet in more."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WEEK = tuple(range(7))
_WEEKDAYS, _WEEKEND = _WEEK[:5], _WEEK[5:]
_DAYS = {
    "mon": 0, "monday": 0, "tue": 1, "tues": 1, "tuesday": 1, "wed": 2, "weds": 2, "wednesday": 2,
    "thu": 3, "thur": 3, "thurs": 3, "thursday": 3, "fri": 4, "friday": 4, "sat": 5, "saturday": 5,
    "sun": 6, "sunday": 6,
}  # fmt: skip
_DAY_WORDS = {
    **{f"{word}{end}": (day,) for word, day in _DAYS.items() for end in ("", "s", "'s")},
    "weekday": _WEEKDAYS, "weekdays": _WEEKDAYS, "weekend": _WEEKEND, "weekends": _WEEKEND,
    "daily": _WEEK, "everyday": _WEEK,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "last": LAST,
}  # fmt: skip
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_MONTHS = _set(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec"
)
EARLY = _set("morning mornings breakfast")
_LATE = _set("afternoon afternoons evening evenings eve eves night nights")
# Words that make a weekly reading false.
_NOT_WEEKLY = _set(
    "fortnight fortnightly alternate alternating biweekly quarterly yearly annual annually odd "
    "spring summer autumn winter"
)
_NEGATIVE = _set("not except excluding excl closed")
_BEFORE_A_MONTH = _set("in from to until till til of during between since by and")
# A number before one of these, or after one of those, is no time of day.
_COUNTED = _set(
    "hour hours hr min mins minute minutes day days week weeks month months year years yr yrs yo "
    "old olds people places spaces mile miles session sessions per person persons plus"
)
_NUMBERED = _set(
    "age ages aged room rooms under over unit suite no number floor flat bus buses route stage "
    "level key grade group than for"
)
_EXCEPTIONS = (
    "term", "bank holiday", "school holiday", "except", "vary", "varies", "weather", "check",
    "fortnight", "alternate", "other week", "not ", "closed", "by appointment", "by arrangement",
    "seasonal", "christmas", "easter", *(f" {month} " for month in _MONTHS - {"may"}),
)  # fmt: skip


def has_exceptions(words: str) -> bool:
    """Whether the words limit the times ("term time only"), so that a next date needs a check."""
    text = f" {normalised(words)} "
    return any(limit in text for limit in _EXCEPTIONS)


_SAID_OTHERWISE = (
    ("24/7", "daily"), ("every day", "daily"), ("each day", "daily"),
    ("seven days a week", "daily"), ("7 days a week", "daily"), ("7 days", "daily"),
    ("may vary", "vary"), ("may change", "vary"), ("o'clock", ""),
    ("12 noon", "noon"), ("12noon", "noon"), ("12 midday", "noon"), ("12 midnight", "midnight"),
)  # fmt: skip


def normalised(words: str) -> str:
    text = one_line(words[:LONGEST].lower().replace("\n", ";")).replace("\u2019", "'")
    text = re.sub(r"[\u2010-\u2015\u2212~]", "-", text)
    text = re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", re.sub(r"(\d)([ap])\.? ?m\b\.?", r"\1 \2m", text))
    for said, meant in _SAID_OTHERWISE:
        text = text.replace(said, meant)
    return text


def is_not_weekly(text: str) -> bool:
    """Fortnights, seasons, single dates, days it is closed: "every other Tuesday", "14 March"."""
    words = re.findall(r"[a-z0-9'/-]+", text)
    before = [words[max(0, index - 2) : index] for index in range(len(words))]
    return (
        not _NOT_WEEKLY.isdisjoint(words)
        or _says_every_so_often(text)
        or any(
            _is_date(word)
            or (word in _DAY_WORDS and not _NEGATIVE.isdisjoint(earlier))
            or (word in _MONTHS and _tells_season(earlier, words[index + 1 : index + 2]))
            for index, (word, earlier) in enumerate(zip(words, before, strict=True))
        )
    )


def _says_every_so_often(text: str) -> bool:
    """Every two weeks, every other one, or "every second Tuesday" with no month to count in."""
    if "every other" in text or re.search(r"\bevery \w{1,9} (?:weeks|months)\b", text):
        return True
    nth = re.search(r"\bevery (?:second|third|fourth|2nd|3rd|4th)\b", text)
    return nth is not None and "month" not in text


def _is_date(word: str) -> bool:
    """A day of a month: "14/3", "21st". The 1st to 4th may be weeks of a month instead."""
    if re.fullmatch(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?", word):
        return True
    return re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", word) is not None and word not in _ORDINALS


def _tells_season(earlier: list[str], following: list[str]) -> bool:
    """Whether a month's name is a date or a season. June and April are also people."""
    if not _NEGATIVE.isdisjoint(earlier):
        return False  # "not in August" leaves the other months: see has_exceptions
    last = earlier[-1] if earlier else ""
    around = [last, *following]
    return last in _BEFORE_A_MONTH or any(word[:1].isdigit() or word in _MONTHS for word in around)


class Kind(Enum):
    DAY = auto()
    ORDINAL = auto()
    MONTH = auto()
    TIME = auto()
    UNTIL = auto()
    AND = auto()
    AT = auto()
    PART = auto()
    WORD = auto()


@dataclass(frozen=True)
class Clock:
    """A time as typed. `half` is "am" or "pm" if said; exact is a 24-hour or named time."""

    hour: int
    minute: int = 0
    half: str = ""
    is_exact: bool = False

    def moments(self) -> tuple[time, ...]:
        """The times of day it may mean, the morning's first."""
        if self.is_exact or self.hour > 12:  # noqa: PLR2004
            return (time(self.hour % 24, self.minute),)
        early, late = self.hour % 12, self.hour % 12 + 12
        hours = {"am": (early,), "pm": (late,)}.get(self.half, (early, late))
        return tuple(time(hour, self.minute) for hour in hours)


@dataclass(frozen=True)
class Token:
    kind: Kind
    text: str = ""
    days: tuple[int, ...] = ()
    ordinal: int = 0
    clock: Clock = field(default=Clock(0))
    is_bare: bool = False


_PIECE = re.compile(
    r"£ ?\d{1,4}(?:\.\d\d)?"  # money
    r"|\d{5,}"  # part of a phone number
    r"|(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?: ?(?P<half>am|pm|hrs|hr|h)\b)?"
    r"|(?P<four>\d{4})(?: ?(?:hrs|hr|h)\b)?"
    r"|(?P<nth>1st|2nd|3rd|4th)\b"
    r"|(?P<bare>\d{1,2})(?: ?(?P<bare_half>am|pm)\b)?(?![\w])"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)"
    r"|(?P<mark>[-,&/@+])"
    r"|\w+"
)


def tokens(piece: str) -> Iterator[Token]:
    previous = ""
    pieces = [*_PIECE.finditer(piece)]
    for index, match in enumerate(pieces):
        following = pieces[index + 1].group() if index + 1 < len(pieces) else ""
        yield _token(match, previous, following)
        previous = match.group()


def _token(match: re.Match[str], previous: str, following: str) -> Token:
    text = match.group()
    if match["word"] or match["nth"] or match["mark"]:
        return _word_token(text, previous)
    clock = _clock(match)
    if clock is None or previous in _NUMBERED or following in (*_COUNTED, "+"):
        return Token(Kind.WORD, text)
    is_bare = not (clock.half or clock.is_exact or match["hour"])
    return Token(Kind.TIME, text, clock=clock, is_bare=is_bare or bool(match["four"]))


def _word_token(text: str, previous: str) -> Token:
    if text in _DAY_WORDS and not (text in ("sun", "sat") and previous == "the"):
        return Token(Kind.DAY, text, days=_DAY_WORDS[text])
    if text in _NAMED_TIMES:
        at = _NAMED_TIMES[text]
        return Token(Kind.TIME, text, clock=Clock(at.hour, is_exact=True))
    if text in _ORDINALS:
        return Token(Kind.ORDINAL, text, ordinal=_ORDINALS[text])
    for kind, words in _KINDS.items():
        if text in words:
            return Token(kind, text)
    return Token(Kind.WORD, text)


_KINDS = {
    Kind.MONTH: _set("month monthly"),
    Kind.UNTIL: _set("- to until till til through"),
    Kind.AND: _set("and or , & / +"),
    Kind.AT: _set("at from @ between start starts starting begins"),
    Kind.PART: EARLY | _LATE,
}


def _clock(match: re.Match[str]) -> Clock | None:
    """The time that a piece of text writes, or None if there is none such."""
    if match["four"]:
        hour, minute, half, is_exact = int(match["four"][:2]), int(match["four"][2:]), "", True
    elif match["hour"]:
        hour, minute, half = (
            int(match["hour"]),
            int(match["minute"]),
            (match["half"] or "").removeprefix("hrs"),
        )
        is_exact = match["hour"].startswith("0") and not half
    elif match["bare"]:
        hour, minute, half, is_exact = int(match["bare"]), 0, match["bare_half"] or "", False
    else:
        return None
    if minute > 59 or hour > 24 or (half and not 1 <= hour <= 12):  # noqa: PLR2004
        return None
    return Clock(hour, minute, half, is_exact)


def single(clock: Clock, hint: str) -> time:
    """A time that may be of either half of the day: from 8 to 11 in the morning, else after noon."""
    moments = clock.moments()
    if len(moments) == 1:
        return moments[0]
    half = hint or ("am" if 8 <= clock.hour <= 11 else "pm")  # noqa: PLR2004
    return moments[0] if half == "am" else moments[1]


def span(opens: Clock, closes: Clock, hint: str) -> tuple[time, time]:
    """Where a half of the day is not said, the reading that is shortest; "9-5" and "6-8" as usual."""
    if closes.hour > 12:  # noqa: PLR2004 - whoever writes 17:00 writes 9:00 for the morning
        opens = replace(opens, is_exact=True)
    starts, ends = opens.moments(), closes.moments()
    if len(starts) > 1 and len(ends) > 1:
        start = single(opens, hint)
        end = min(ends, key=lambda moment: _minutes(start, moment))
        if hint or end > start:
            return start, end
    return min(product(starts, ends), key=lambda pair: (_minutes(*pair), pair))


def _minutes(start: time, end: time) -> int:
    """How long it lasts, on into the next day if need be; the same time twice is a whole day."""
    lasts = (end.hour - start.hour) * 60 + end.minute - start.minute
    return lasts % (24 * 60) or 24 * 60
