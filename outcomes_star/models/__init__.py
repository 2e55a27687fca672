"""The tables of the star: which instruments there are and are used, and what people answered."""

from outcomes_star.models.choosing import (
    InstrumentChoice,
    InstrumentEndorsement,
    InstrumentLicence,
    LoadedInstrument,
)
from outcomes_star.models.publishing import Comparator, PublicLine
from outcomes_star.models.readings import Reading, ReadingAnswer

__all__ = [
    "Comparator",
    "InstrumentChoice",
    "InstrumentEndorsement",
    "InstrumentLicence",
    "LoadedInstrument",
    "PublicLine",
    "Reading",
    "ReadingAnswer",
]
