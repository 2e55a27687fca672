"""Single words of time: what a clock time may mean, what limits it, what is no weekly time at all."""

from datetime import time

import pytest

from directory.time_words import Clock, Kind, has_exceptions, is_not_weekly, single, span, tokens


@pytest.mark.parametrize(
    ("words", "has"),
    [
        ("Tuesdays 10-12", False),
        ("Tuesdays 10-12 (term time only)", True),
        ("Mondays, not bank holidays", True),
        ("Mondays, weather permitting", True),
        ("Times may vary", True),
        ("Tuesdays by appointment", True),
        ("Tuesdays except August", True),
        ("Closed at Christmas", True),
        ("Nothing special", False),
    ],
)
def test_words_that_limit_the_times_are_noticed(words: str, has: bool) -> None:
    assert has_exceptions(words) == has


@pytest.mark.parametrize(
    ("text", "is_not"),
    [
        ("fortnightly on mondays", True),
        ("mondays in june", True),
        ("june to august", True),
        ("3 may", True),
        ("you may come", False),
        ("ring june", False),
        ("21st", True),
        ("not mondays", True),
        ("tuesdays, not in august", False),
        ("mondays", False),
    ],
)
def test_what_does_not_happen_every_week_is_told_from_what_does(text: str, is_not: bool) -> None:
    assert is_not_weekly(text) == is_not


@pytest.mark.parametrize(
    ("clock", "hint", "meant"),
    [
        (Clock(7), "", time(19)),
        (Clock(8), "", time(8)),
        (Clock(11, 30), "", time(11, 30)),
        (Clock(12), "", time(12)),
        (Clock(8), "pm", time(20)),
        (Clock(7), "am", time(7)),
        (Clock(12, half="am"), "", time(0)),
        (Clock(12, half="pm"), "", time(12)),
        (Clock(24), "", time(0)),
        (Clock(9, is_exact=True), "pm", time(9)),
    ],
)
def test_a_lone_time_is_after_noon_unless_it_is_from_8_to_11(
    clock: Clock, hint: str, meant: time
) -> None:
    assert single(clock, hint) == meant


@pytest.mark.parametrize(
    ("opens", "closes", "meant"),
    [
        (Clock(9), Clock(5), (time(9), time(17))),
        (Clock(6), Clock(8), (time(18), time(20))),
        (Clock(7), Clock(3), (time(7), time(15))),
        (Clock(10), Clock(2, half="am"), (time(22), time(2))),
        (Clock(7, 30), Clock(9, half="pm"), (time(19, 30), time(21))),
        (Clock(9), Clock(17), (time(9), time(17))),
        (Clock(10, half="am"), Clock(12), (time(10), time(12))),
    ],
)
def test_a_span_is_read_as_the_likely_and_short_one(
    opens: Clock, closes: Clock, meant: tuple[time, time]
) -> None:
    assert span(opens, closes, "") == meant


def test_each_word_has_its_kind() -> None:
    found = [token.kind for token in tokens("first mon of the month at 10am-12, room 4")]
    assert found == [
        Kind.ORDINAL, Kind.DAY, Kind.WORD, Kind.WORD, Kind.MONTH, Kind.AT, Kind.TIME, Kind.UNTIL,
        Kind.TIME, Kind.AND, Kind.WORD, Kind.WORD,
    ]  # fmt: skip
