"""The tables of the star: which instruments there are and are used, what people answered, what analysts had."""

from outcomes_star.models.choosing import (
    InstrumentChoice,
    InstrumentEndorsement,
    InstrumentLicence,
    LoadedInstrument,
)
from outcomes_star.models.publishing import Comparator, PublicLine
from outcomes_star.models.readings import Reading, ReadingAnswer, place_of
from outcomes_star.models.rows import AnalystFile, AnalystRow, PseudonymKey

__all__ = [
    "AnalystFile",
    "AnalystRow",
    "Comparator",
    "InstrumentChoice",
    "InstrumentEndorsement",
    "InstrumentLicence",
    "LoadedInstrument",
    "PseudonymKey",
    "PublicLine",
    "Reading",
    "ReadingAnswer",
    "place_of",
]
