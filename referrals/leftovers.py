"""Which lines of a pasted summary were of no use, so that nobody believes they were read.

A line is of use when the answers would be others without it. So no pattern is written down twice, and
whatever `summaries` learns to read is no longer named here.
"""

import re
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

from referrals import summaries
from referrals.asked import Answers

MOST_LINES = 120
"""Longer texts are not gone through: each line costs a reading of the whole."""
_NHS = re.compile(r"\bNHS\s*(?:no|num|number|#)?\b\.?\s*[:.-]?\s*\d[\d -]{7,14}\d", re.I)
_PHONE = re.compile(r"\b0\d(?:[ -]?\d){8,9}\b")


def unused(text: str) -> tuple[str, ...]:
    """The lines that filled nothing in, as they were pasted; an NHS number that cannot be is one."""
    lines = text.splitlines()
    said = summaries.read(text)
    if len(lines) > MOST_LINES:
        return ()
    known = frozenset(_words_of(astuple(said)))
    found = [
        " ".join(line.split())
        for number, line in enumerate(lines)
        if line.strip() and not _is_of_use(lines, number, said, known)
    ]
    return (*found, *_wrong_numbers(text, said, found), *_other_phones(lines, said, found))


def _is_of_use(lines: list[str], number: int, said: Answers, known: frozenset[str]) -> bool:
    if set(_tokens(lines[number])) <= known:
        return True
    rest = "\n".join([*lines[:number], *lines[number + 1 :]])
    return summaries.read(rest) != said


def _wrong_numbers(text: str, said: Answers, named: list[str]) -> Iterator[str]:
    """An NHS number beside something that was of use, which failed its check."""
    if not said.nhs_number:
        for one in _NHS.finditer(text):
            words = " ".join(one[0].split())
            if not any(words in line for line in named):
                yield words


def _other_phones(lines: list[str], said: Answers, named: list[str]) -> Iterator[str]:
    """A telephone beside the one that was kept: there is room for one, and it may be the mobile."""
    kept = [re.sub(r"\D", "", str(one)) for one in astuple(said)]
    for line in lines:
        for one in _PHONE.finditer(line):
            words = " ".join(one[0].split())
            digits = re.sub(r"\D", "", words)
            if not any(digits in one for one in kept) and not any(words in one for one in named):
                kept.append(digits)
                yield words


def _words_of(value: Any) -> Iterator[str]:
    if isinstance(value, tuple | list):
        for one in value:
            yield from _words_of(one)
    else:
        yield from _tokens(str(value or ""))


def _tokens(words: str) -> Iterator[str]:
    return (one.casefold() for one in re.findall(r"[^\W_]+", words))
