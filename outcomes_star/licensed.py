"""The words and the table that a licensee enters, as they are kept and read again (T10)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from kernel.errors import RuleBroken
from outcomes_star.instruments import Asked, Instrument, Rule, Wording
from outcomes_star.languages import ENGLISH
from outcomes_star.scoring import Conversion

UNREADABLE = "Line {number} is “{line}”. Write a sum and what it stands for, as in 14 14.75."


def kept(wording: Wording) -> dict[str, Any]:
    """A wording as plain JSON."""
    return {
        "title": wording.title,
        "introduction": wording.introduction,
        "points": {str(point): words for point, words in wording.points.items()},
        "themes": dict(wording.themes),
        "aspects": {
            code: {"title": one.title, "question": one.question, "help": one.help}
            for code, one in wording.aspects.items()
        },
    }


def wording_of(said: Mapping[str, Any]) -> Wording:
    """A wording that was kept."""
    return Wording(
        title=said["title"],
        introduction=said["introduction"],
        aspects={code: Asked(**one) for code, one in said["aspects"].items()},
        points={int(point): words for point, words in said["points"].items()},
        themes=said.get("themes", {}),
    )


def worded(instrument: Instrument, wording: Wording) -> Instrument:
    """The instrument with a licensee's English words."""
    return replace(instrument, wordings={**instrument.wordings, ENGLISH: wording})


def sums_of(instrument: Instrument) -> range:
    """Every sum that whole answers can come to."""
    scales = [one.scale for one in instrument.aspects]
    return range(sum(one.lowest for one in scales), sum(one.highest for one in scales) + 1)


def read_table(instrument: Instrument, typed: str) -> Conversion:
    """A table as it was typed or pasted: a sum and what it stands for in each line.

    Raises RuleBroken unless every sum is there once, and nothing else.
    """
    if instrument.rule is not Rule.CONVERTED:
        return {}
    found: dict[int, Decimal] = {}
    for number, line in enumerate(typed.splitlines(), start=1):
        if not line.strip():
            continue
        total, value = _read_line(number, line)
        if total in found:
            raise RuleBroken(f"{total} stands there twice.", field="conversion")
        found[total] = value
    sums = sums_of(instrument)
    if set(found) != set(sums):
        raise RuleBroken(
            f"The table needs one line for each sum from {sums[0]} to {sums[-1]}.",
            field="conversion",
        )
    return found


FARTHEST, PLACES = 1_000_000, 4
"""How far from nothing a sum may stand for, and to how many places: whoever writes more means harm."""


def _read_line(number: int, line: str) -> tuple[int, Decimal]:
    refusal = RuleBroken(
        UNREADABLE.format(number=number, line=line.strip()[:40]), field="conversion"
    )
    words = line.replace(",", " ").replace(";", " ").split()
    if len(words) != 2:  # noqa: PLR2004 - a sum, and what it stands for
        raise refusal
    try:
        total, value = int(words[0]), Decimal(words[1])
    except (ValueError, InvalidOperation) as error:
        raise refusal from error
    if not (value.is_finite() and -FARTHEST <= value <= FARTHEST and value == round(value, PLACES)):
        raise refusal
    return total, value


def kept_table(table: Conversion) -> dict[str, str]:
    """A table as plain JSON."""
    return {str(total): str(value) for total, value in sorted(table.items())}


def table_of(said: Mapping[str, Any]) -> Conversion:
    """A table that was kept."""
    return {int(total): Decimal(value) for total, value in said.items()}
