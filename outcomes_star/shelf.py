"""The instruments that come with Petunias, read once from their files."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kernel.errors import NotFound
from outcomes_star.drawing import Drawing, Drawn, can_be_drawn, star
from outcomes_star.instrument_files import read
from outcomes_star.instruments import Instrument, Wording
from outcomes_star.languages import ENGLISH

FOLDER = Path(__file__).with_name("shipped")
USUAL = "petunias-wheel"
"""What stands first: our own, which anybody may use."""


@cache
def shelf() -> Mapping[tuple[str, int], Instrument]:
    """Every version of each, by code and version; our own first, those that need a licence last."""
    found = [read(file.read_text()) for file in FOLDER.glob("*.toml")]
    in_order = sorted(
        found, key=lambda it: (it.needs_licence, it.code != USUAL, it.code, it.version)
    )
    return {(one.code, one.version): one for one in in_order}


def get(code: str, version: int) -> Instrument:
    """A version of an instrument. Raises NotFound."""
    found = shelf().get((code, version))
    if found is None:
        raise NotFound
    return found


def example(instrument: Instrument, wording: Wording) -> Drawing | None:
    """A made-up star of nobody's, from low and uneven to better; None where it makes no star."""
    points = len(instrument.aspects[0].scale.points)
    is_alike = len({len(one.scale.points) for one in instrument.aspects}) == 1
    if not is_alike or not can_be_drawn(len(instrument.aspects), points):
        return None
    names = [wording.aspects[one.code].title for one in instrument.aspects]
    start = tuple(number * 3 % points // 2 for number in range(len(names)))
    now = tuple(min(height + 1 + number % 2, points - 1) for number, height in enumerate(start))
    return star(names, points, [Drawn("Start, made up", start), Drawn("Now, made up", now)])


def words_of(instrument: Instrument) -> Wording | None:
    """Its English words, where it may be asked."""
    return instrument.wordings.get(ENGLISH) if instrument.is_worded else None
