"""Reading when something happens from the words people type: "every Wed and Fri 7.30-9pm".

What cannot be read gives no times, never an error and never a guess that would send somebody to a
closed door: fortnightly groups, single dates and seasons stay as words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from itertools import product

from directory import time_words
from directory.time_words import Clock, Kind, Token
from directory.times import Opening

AT_MOST = 60
"""Openings kept from one text: more is not a timetable."""

_GLUE = frozenset({"of", "the", "in", "each", "every", "a", "on"})
_UNTIL = ("until", "till", "til")
_NOTHING = Token(Kind.WORD)


def openings_in(words: str) -> tuple[Opening, ...]:
    """The times in a text, in its order, each once; empty when they cannot be read safely."""
    text = time_words.normalised(words)
    if time_words.is_not_weekly(text):
        return ()
    clauses: list[_Clause] = []
    for piece in text.split(";"):
        following = _clauses([*time_words.tokens(piece)])
        _hand_on_times(clauses, following)
        clauses.extend(following)
    found = [opening for clause in clauses for opening in clause.openings()]
    is_monthly = "monthly" in text or " a month" in text
    if is_monthly and not all(opening.ordinals for opening in found):
        return ()
    return tuple(dict.fromkeys(found))[:AT_MOST]


@dataclass
class _Clause:
    """Days, and the times that belong to them."""

    days: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    times: list[tuple[time | None, time | None]] = field(default_factory=list)

    def openings(self) -> Iterator[Opening]:
        times = self.times or [(None, None)]
        for (day, ordinals), (opens, closes) in product(self.days, times):
            yield Opening(day, opens, closes, ordinals)


def _hand_on_times(clauses: list[_Clause], following: list[_Clause]) -> None:
    """Times that stand alone belong to the days before them: "Tuesdays; 10 to 12"."""
    if clauses and following and not clauses[-1].times and not following[0].days:
        clauses[-1].times = following.pop(0).times


def _clauses(tokens: list[Token]) -> list[_Clause]:
    """Days with their times, whichever of the two is said first."""
    kinds = [token.kind for token in tokens if token.kind in (Kind.DAY, Kind.TIME)]
    reader = _Reader(tokens, times_come_first=kinds[:1] == [Kind.TIME])
    for index in range(len(tokens)):
        reader.read(index)
    return [clause for clause in reader.clauses if clause.days or clause.times]


class _Reader:
    """Goes along the tokens of one stretch of text and puts days and times together."""

    def __init__(self, tokens: list[Token], *, times_come_first: bool) -> None:
        self.clauses = [_Clause()]
        self._tokens = tokens
        self._times_come_first = times_come_first
        self._ordinals: list[int] = []
        self._is_day_range = False
        self._is_muted = False  # "closed 12 to 1 for lunch"
        self._hint = ""
        self._read_to = 0

    def read(self, index: int) -> None:
        if index < self._read_to:
            return
        token = self._tokens[index]
        match token.kind:
            case Kind.DAY:
                self._day(token)
            case Kind.TIME:
                self._time(index)
            case Kind.ORDINAL:
                self._ordinals.append(token.ordinal)
            case Kind.MONTH:
                self._month()
            case Kind.PART:
                self._hint = "am" if token.text in time_words.EARLY else "pm"
            case Kind.WORD:
                self._word(token)
        if token.kind is Kind.UNTIL:
            self._is_day_range = self._is_day_range or self._before(index).kind is Kind.DAY
        else:
            self._is_day_range = False

    def _day(self, token: Token) -> None:
        self._is_muted = False
        days = self.clauses[-1].days
        if self._is_day_range and days and not self._ordinals:
            first, last = days[-1][0], token.days[-1]
            days.extend(((first + step) % 7, ()) for step in range(1, (last - first) % 7 + 1))
            return
        if self.clauses[-1].times and not self._times_come_first:
            self._begin_clause()
        self.clauses[-1].days.extend((day, tuple(self._ordinals)) for day in token.days)
        self._ordinals = []

    def _month(self) -> None:
        """ "of the month": the weeks said hold for every day of this clause that has none."""
        days = self.clauses[-1].days
        weeks = tuple(self._ordinals) or next((weeks for _, weeks in days if weeks), ())
        self.clauses[-1].days = [(day, own or weeks) for day, own in days]
        self._ordinals = []

    def _word(self, token: Token) -> None:
        if token.text == "closed":
            self._is_muted = True
        if token.text not in _GLUE:
            self._ordinals = []

    def _time(self, index: int) -> None:
        opens, closes, self._read_to = self._span(index)
        if self._is_muted or not (closes or self._is_time(index)):
            return
        if self.clauses[-1].days and self._times_come_first:
            self._begin_clause()
        if self._before(index).text in _UNTIL and closes is None:
            self.clauses[-1].times.append((None, time_words.single(opens, self._hint)))
        elif closes is None:
            self.clauses[-1].times.append((time_words.single(opens, self._hint), None))
        else:
            self.clauses[-1].times.append(time_words.span(opens, closes, self._hint))

    def _span(self, index: int) -> tuple[Clock, Clock | None, int]:
        """The times of "10 to 12" or "between 10 and 12", and where to read on."""
        opens = self._tokens[index].clock
        joint, end = self._after(index), self._after(index + 1)
        is_between = self._before(index).text == "between" and joint.text == "and"
        if end.kind is Kind.TIME and (joint.kind is Kind.UNTIL or is_between):
            return opens, end.clock, index + 3
        return opens, None, index + 1

    def _is_time(self, index: int) -> bool:
        """Whether a lone number is a time: "at 7" and "Tuesdays, 10" are, "room 4" is not."""
        if not self._tokens[index].is_bare:
            return True
        before = self._before(index)
        if before.kind is Kind.AND:
            before = self._before(index - 1)
        told_by = (Kind.AT, Kind.DAY, Kind.PART, Kind.MONTH)
        return before.kind in told_by or before.text in _UNTIL

    def _begin_clause(self) -> None:
        self.clauses.append(_Clause())
        self._hint = ""

    def _before(self, index: int) -> Token:
        return self._tokens[index - 1] if index > 0 else _NOTHING

    def _after(self, index: int) -> Token:
        return self._tokens[index + 1] if index + 1 < len(self._tokens) else _NOTHING
