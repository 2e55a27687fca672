"""Instruments: what is asked, on which scale, and what a number means (A-OUT-02, T10).

No wording of a licensed instrument is kept here: one that needs a licence brings numbers and shape, and
its words come from the licensee.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from directory.vocabulary import Worded
from outcomes_star.languages import ENGLISH, Language, language_of


class Better(Worded):
    """Which end of the scale is the better one."""

    HIGHER = "higher", "A higher number is better"
    LOWER = "lower", "A lower number is better"


class Rule(Worded):
    """How the numbers of the aspects become one, if they do."""

    MEAN = "mean", "The average of what was answered"
    SUM = "sum", "Added up, when every aspect was answered"
    CONVERTED = "converted", "Added up and looked up in a table"
    SEPARATE = "separate", "Never added together"


class Way(Worded):
    """In which ways it may be filled in."""

    ALONE = "alone", "By the person, alone"
    TOGETHER = "together", "By the person with their link worker"
    PHONE = "phone", "By telephone"
    LINK = "link", "By the person, through their own link"
    PAPER = "paper", "On paper, typed in later"
    PRACTICE = "practice", "By the practice, from the person's paper copy"


@dataclass(frozen=True)
class Scale:
    """Whole numbers from the lowest to the highest, and which end is better."""

    lowest: int
    highest: int
    better: Better = Better.HIGHER

    @property
    def points(self) -> tuple[int, ...]:
        """Every number there is, lowest first."""
        return tuple(range(self.lowest, self.highest + 1))

    def __contains__(self, value: int) -> bool:
        return self.lowest <= value <= self.highest

    def height(self, value: int) -> int:
        """How good a number is: 0 for the worst, one more for each point that is better."""
        return value - self.lowest if self.better is Better.HIGHER else self.highest - value


@dataclass(frozen=True)
class Band:
    """What numbers of a scale are called: 0 to 4 is "low"."""

    lowest: int
    highest: int
    code: str


@dataclass(frozen=True)
class Aspect:
    """One thing that is scored. `theme` is the code of what it belongs to, "" where there are no themes.

    The name of one that `is_own` is the person's own words.
    """

    code: str
    scale: Scale
    bands: tuple[Band, ...] = ()
    theme: str = ""
    is_own: bool = False

    def band_of(self, value: int) -> str:
        """The code of the band that a number is in, or ""."""
        return next((one.code for one in self.bands if one.lowest <= value <= one.highest), "")


@dataclass(frozen=True)
class Asked:
    """An aspect in words: its name, the question, and what helps to answer it."""

    title: str
    question: str = ""
    help: str = ""


@dataclass(frozen=True)
class Wording:
    """An instrument in one language: what it is called, how it begins, its aspects, points, bands, themes."""

    title: str
    introduction: str = ""
    aspects: Mapping[str, Asked] = field(default_factory=dict)
    points: Mapping[int, str] = field(default_factory=dict)
    bands: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, str] = field(default_factory=dict)
    code: str = ENGLISH

    @property
    def language(self) -> Language:
        """In which language it is."""
        return language_of(self.code)


@dataclass(frozen=True)
class Change:
    """The least change of an aspect that means something, in points, and who says so."""

    least: int
    source: str


@dataclass(frozen=True)
class Instrument:
    """One version of an instrument. It is never changed once somebody was asked.

    Where `is_of_our_help`, it asks what somebody thinks of the help, and not how they are. Where `is_asked_of_goals`, its one aspect is asked once for each goal of the person's plan. Where
    `is_picked`, the person first picks the aspects that they want to speak about. `points` are words of
    ours for its numbers, which a licensee may take.
    """

    code: str
    name: str
    version: int
    dated: date
    aspects: tuple[Aspect, ...]
    rule: Rule
    ways: frozenset[Way]
    wordings: Mapping[str, Wording]
    credit: str
    change: Change | None = None
    needs_licence: bool = False
    is_asked_of_goals: bool = False
    is_of_our_help: bool = False
    is_picked: bool = False
    points: Mapping[int, str] = field(default_factory=dict)

    @property
    def themes(self) -> tuple[str, ...]:
        """The codes of its themes, in order."""
        return tuple(dict.fromkeys(one.theme for one in self.aspects if one.theme))

    @property
    def is_worded(self) -> bool:
        """Whether every aspect and theme has English words, so that somebody can be asked."""
        english = self.wordings.get(ENGLISH)
        return (
            english is not None
            and all(one.code in english.aspects for one in self.aspects)
            and all(one in english.themes for one in self.themes)
        )

    def wording(self, language: str) -> Wording:
        """The words in a language, or in English where there are none."""
        return self.wordings.get(language) or self.wordings[ENGLISH]

    @property
    def holds_own_words(self) -> bool:
        """Whether its parts are named in the person's own words, which are not for others."""
        return self.is_asked_of_goals or any(one.is_own for one in self.aspects)

    @property
    def is_for_practice(self) -> bool:
        """Whether the practice of somebody who agreed to it may see it: not what they think of our help."""
        return not (self.holds_own_words or self.is_of_our_help)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Every language that there are words in."""
        return tuple(language_of(code) for code in self.wordings)

    def words_to_show(self, language: str = ENGLISH) -> Wording:
        """Its words; where they may not be shown, its name and numbers for its aspects."""
        if self.is_worded:
            return self.wording(language)
        parts = {one.code: Asked(f"Part {at}") for at, one in enumerate(self.aspects, start=1)}
        themes = {one: f"Theme {at}" for at, one in enumerate(self.themes, start=1)}
        return Wording(self.name, aspects=parts, themes=themes)

    def aspect(self, code: str) -> Aspect:
        """An aspect by its code. Raises KeyError."""
        return {one.code: one for one in self.aspects}[code]

    def aspect_of(self, part: str) -> Aspect:
        """The aspect that a part of a reading is about: its own, or for a goal the only one there is."""
        return self.aspects[0] if self.is_asked_of_goals else self.aspect(part)
