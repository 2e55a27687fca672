"""Which tariff band somebody falls into: suggested from the six criteria, in words, and never decided (A-TAR-02).

The guide's table (A8.8) says of each criterion which bands it fits, and of two conditions that both low and
medium do (T5). How the six make one band it does not say. Here it is the middle one: of the six in order the
third and the fourth, each as low and as high as the table allows. Where these differ both are suggested, and
the link worker, who knows the person, chooses. So more need never suggests less.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from directory.vocabulary import Worded
from referrals.criteria import MentalHealth, Mobility, OngoingInput, TariffFacts
from referrals.lifecycle import State


class Band(Worded):
    """How much help a year of it pays for. Never the same thing as a support level (T7)."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


_ORDER = tuple(Band)

WITHOUT_HELP = (
    State.RETURNED, State.UNREACHABLE, State.REDIRECTED, State.DECLINED, State.WITHDRAWN,
)  # fmt: skip
"""Where a case ended without the year of help that a band pays for."""

LOW_MINUTES, MEDIUM_MINUTES = 60, 90
"""Up to so many minutes of a first meeting speak for low, and for medium (A-TAR-04)."""

SEVERAL, MANY = 2, 3
"""From so many conditions on the table says "two or more", and "multiple"."""

MOST_MISSED = 2
"""Meetings that may be missed in the medium band: "one or two"."""

_MENTAL_HEALTH = {
    MentalHealth.WELL: Band.LOW,
    MentalHealth.LOW: Band.LOW,
    MentalHealth.ANXIOUS: Band.MEDIUM,
    MentalHealth.DEPRESSED: Band.HIGH,
}
_MOBILITY = {
    Mobility.MOBILE: Band.LOW,
    Mobility.SOME: Band.MEDIUM,
    Mobility.LIMITED: Band.HIGH,
}
_INPUT = {
    OngoingInput.MINIMAL: Band.LOW,
    OngoingInput.MEDIUM: Band.MEDIUM,
    OngoingInput.INTENSE: Band.HIGH,
}


def refusal(ended_as: State, *, is_opened_again: bool = False) -> str:
    """Why no band can be chosen for a case that ended so, or goes on; "" where one can."""
    if ended_as not in WITHOUT_HELP:
        return ""
    then = "Choose one in the case that was opened again, after its first meeting."
    return (
        f"This case ended with “{ended_as.words}”. A band is for a year of help, so none can be chosen. "
        f"{then if is_opened_again else 'If they come back, open the case again.'}"
    )


@dataclass(frozen=True)
class Reason:
    """A criterion, as it stands, and the bands that the guide's table puts it in."""

    criterion: str
    words: str
    fits: tuple[Band, ...]

    @property
    def said(self) -> str:
        """ "Long-term conditions: 2 (low or medium)"."""
        bands = " or ".join(band.words.lower() for band in self.fits)
        return f"{self.criterion}: {self.words} ({bands})"


@dataclass(frozen=True)
class Suggestion:
    """The band in the middle of the six criteria, or the bands it may be, with all the reasons."""

    bands: tuple[Band, ...]
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> str:
        """ "Low", "Low or medium", or "Low, medium or high"."""
        *others, last = (band.words.lower() for band in self.bands)
        return (f"{', '.join(others)} or {last}" if others else last).capitalize()

    def is_override(self, chosen: Band) -> bool:
        """Whether choosing this band goes against what is suggested, so that it needs a reason."""
        return chosen not in self.bands


def suggest(facts: TariffFacts) -> Suggestion:
    """What the six criteria of a case suggest (A-TAR-02)."""
    reasons = tuple(_reasons(facts))
    at_least = sorted(_ORDER.index(one.fits[0]) for one in reasons)[len(reasons) // 2 - 1]
    at_most = sorted(_ORDER.index(one.fits[-1]) for one in reasons)[len(reasons) // 2]
    return Suggestion(_ORDER[at_least : at_most + 1], reasons)


def _reasons(facts: TariffFacts) -> Iterator[Reason]:
    conditions, minutes, missed = facts.co_morbidities, facts.assessment_minutes, facts.missed
    yield Reason("Long-term conditions", _number(conditions), _by_conditions(conditions))
    yield Reason(
        "In themselves", _inside(facts.mental_health), (_MENTAL_HEALTH[facts.mental_health],)
    )
    yield Reason("Getting about", _inside(facts.mobility), (_MOBILITY[facts.mobility],))
    long = "1 minute" if minutes == 1 else f"{minutes} minutes"
    yield Reason("First meeting", long, (_by_minutes(minutes),))
    yield Reason("Missed meetings", _number(missed), (_by_missed(missed),))
    yield Reason("You are there", _inside(facts.ongoing_input), (_INPUT[facts.ongoing_input],))


def _by_conditions(number: int) -> tuple[Band, ...]:
    if number < SEVERAL:
        return (Band.LOW,)
    return (Band.LOW, Band.MEDIUM) if number < MANY else (Band.MEDIUM, Band.HIGH)


def _by_minutes(minutes: int) -> Band:
    if minutes <= LOW_MINUTES:
        return Band.LOW
    return Band.MEDIUM if minutes <= MEDIUM_MINUTES else Band.HIGH


def _by_missed(meetings: int) -> Band:
    if not meetings:
        return Band.LOW
    return Band.MEDIUM if meetings <= MOST_MISSED else Band.HIGH


def _number(number: int) -> str:
    return str(number) if number else "none"


def _inside(answer: Worded) -> str:
    """The words of an answer, inside a line."""
    return answer.words[:1].lower() + answer.words[1:]


def kept(facts: TariffFacts) -> dict[str, Any]:
    """The six criteria as they are kept beside a choice, by name."""
    return asdict(facts)


def facts_of(kept_: Mapping[str, Any]) -> TariffFacts:
    """The six criteria as they were kept."""
    return TariffFacts(
        co_morbidities=kept_["co_morbidities"],
        mental_health=MentalHealth(kept_["mental_health"]),
        mobility=Mobility(kept_["mobility"]),
        ongoing_input=OngoingInput(kept_["ongoing_input"]),
        assessment_minutes=kept_["assessment_minutes"],
        missed=kept_["missed"],
    )
