"""What an assessment says: the six facts a tariff band is read from, and the need profile (B2-26).

Facts only: which band they make is decided where contracts are known (T7). Nothing here is a score.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from directory.vocabulary import Worded


class MentalHealth(Worded):
    """How somebody is in themselves, in three steps, or no worry at all."""

    WELL = "well", "No worry about it"
    LOW = "low-mood", "Low mood"
    ANXIOUS = "low-mood-anxious", "Low mood, and anxious"
    DEPRESSED = "depression-anxiety", "Depression and anxiety"


class Mobility(Worded):
    """How somebody gets about."""

    MOBILE = "mobile", "Gets about"
    SOME = "some-limits", "Some things are hard"
    LIMITED = "limited", "Gets about very little"


class OngoingInput(Worded):
    """How much the link worker chooses to be there."""

    MINIMAL = "minimal", "A meeting at the end, and a call at six months"
    MEDIUM = "medium", "A few more meetings and calls"
    INTENSE = "intense", "Often, face to face, and going along"


class Level(Worded):
    """How strongly a part of the need profile speaks."""

    LITTLE = "little", "Little"
    SOME = "some", "Some"
    MUCH = "much", "Much"


@dataclass(frozen=True)
class TariffFacts:
    """The six criteria of one case (A10.1): four said, two counted from the contact log (A-TAR-04)."""

    co_morbidities: int
    mental_health: MentalHealth
    mobility: Mobility
    ongoing_input: OngoingInput
    assessment_minutes: int
    missed: int


PROFILE = {
    "severity": "How hard is it for them?",
    "instability": "How fast does it change?",
    "duration": "How long will it last?",
    "urgency": "How soon does it need help?",
    "breadth": "How many parts of life does it touch?",
    "dependence": "How much do they need others to steer it?",
}
"""The questions of the need profile (after Leutz), in the order in which they are asked."""

HINTS = {
    Level.LITTLE: (
        "Mostly little: knowing where to look may be enough. Self care or minimal support fits many "
        "who answer like this."
    ),
    Level.SOME: (
        "Mostly some: somebody to bring the pieces together helps. Moderate support fits many who "
        "answer like this."
    ),
    Level.MUCH: (
        "Mostly much: all help needs to work as one. High support fits many who answer like this."
    ),
}


def hint(answers: Collection[Level]) -> str:
    """What the need profile suggests, in words; it decides nothing. "" when nothing was answered.

    Of two levels said equally often the higher speaks: too much support is easier to take back.
    """
    if not answers:
        return ""
    said, order = Counter(answers), list(Level)
    return HINTS[max(said, key=lambda level: (said[level], order.index(level)))]
