"""The cast of the star: instruments as they are shipped, and one made up. Nobody is real."""

from functools import cache
from pathlib import Path

from outcomes_star import instrument_files
from outcomes_star.instruments import Asked, Instrument, Wording

FOLDER = Path(instrument_files.__file__).with_name("shipped")

A_WHEEL = """
code = "a-wheel"
name = "A wheel"
version = 1
dated = 2026-11-26
credit = "Made up for a test."
rule = "mean"
ways = ["together"]
scale = { lowest = 1, highest = 5 }
aspects = [{ code = "food" }, { code = "people" }, { code = "money" }]

[language.en]
title = "A wheel"
[language.en.aspects]
food = { title = "Food" }
people = { title = "People" }
money = { title = "Money" }
"""


@cache
def shipped(code: str) -> Instrument:
    """The first version of an instrument that is shipped."""
    return instrument_files.read((FOLDER / f"{code}-1.toml").read_text())


def made_up_words(instrument: Instrument) -> Wording:
    """Words for an instrument whose own belong to somebody else."""
    return Wording(
        f"Our {instrument.name}",
        "Choose.",
        {one.code: Asked(f"Made-up {one.code}") for one in instrument.aspects},
        instrument.points,
        themes={one: f"Made-up {one}" for one in instrument.themes},
    )


def a_wheel(*changes: tuple[str, str]) -> str:
    """The file of a made-up instrument, some words of it replaced by others."""
    text = A_WHEEL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text
