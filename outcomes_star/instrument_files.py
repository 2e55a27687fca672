"""Reads the file of an instrument (docs/instruments.md): a TOML text in, an Instrument out.

Whatever is wrong is said at once, each thing in a sentence of its own, and nothing is made of the file.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Set
from datetime import date
from itertools import groupby, pairwise
from typing import Any, TypeVar

from directory.vocabulary import Worded
from outcomes_star.instruments import (
    Asked,
    Aspect,
    Band,
    Better,
    Change,
    Instrument,
    Rule,
    Scale,
    Way,
    Wording,
)
from outcomes_star.languages import ENGLISH

FEWEST_POINTS, MOST_POINTS = 2, 101
MOST_ASPECTS, MOST_IN_THEMES = 15, 40
LONGEST_WORDS = 500
FARTHEST = 10_000
"""Numbers go no further from nothing than this: every database keeps them."""

CODE = re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
POINT = re.compile(r"-?[0-9]{1,5}\Z", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?\Z")
KNOWN = frozenset({
    "code", "name", "version", "dated", "credit", "needs_licence", "asked_of_goals", "of_our_help", "picked", "ways", "rule",
    "scale", "points", "change", "aspects", "language",
})  # fmt: skip
"""What a file may say of an instrument."""

KNOWN_INSIDE: Mapping[str, frozenset[str]] = {
    "aspects": frozenset({"code", "scale", "theme", "own_words"}),
    "scale": frozenset({"lowest", "highest", "better", "bands"}),
    "bands": frozenset({"code", "lowest", "highest"}),
    "change": frozenset({"least", "source"}),
    "language": frozenset({"title", "introduction", "aspects", "points", "bands", "themes"}),
    "words": frozenset({"title", "question", "help"}),
}
"""What may stand inside each of its parts."""

Said = Mapping[str, Any]
Words = TypeVar("Words", bound=Worded)


class BadInstrument(Exception):
    """A file that describes no instrument; `complaints` say why, a sentence each."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def read(text: str) -> Instrument:
    """The instrument that a file describes. Raises BadInstrument with every complaint."""
    try:
        said = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise BadInstrument([f"This is no file in the format TOML: {error}."]) from error
    except (RecursionError, ValueError) as error:
        raise BadInstrument(["Nothing in this file may be so deep or so long."]) from error
    reading = _Reading()
    instrument = reading.instrument(said)
    if reading.complaints:
        raise BadInstrument(reading.complaints)
    return instrument


class _Reading:
    """One reading of a file. What cannot be read is complained of, and stands empty meanwhile."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def instrument(self, said: Said) -> Instrument:
        for name in sorted(said.keys() - KNOWN):
            self.wrong(f"“{name}” is nothing that we know.")
        aspects = tuple(
            self.aspect({"scale": said.get("scale", {}), **one}, f"Aspect {number}")
            for number, one in enumerate(self.tables(said, "aspects"), start=1)
        )
        self.check_aspects(aspects)
        needs_licence = self.flag(said, "needs_licence")
        is_asked_of_goals = self.flag(said, "asked_of_goals")
        if is_asked_of_goals and len(aspects) != 1:
            self.wrong("One that is asked of goals has one aspect.")
        ways = frozenset(self.one_of(Way, one, "ways") for one in self.several(said, "ways"))
        if Way.PRACTICE in ways and any(one.is_own for one in aspects):
            self.wrong("What somebody names in their own words is not filled in by the practice.")
        is_picked = self.flag(said, "picked")
        if is_picked and (len(aspects) == 1 or said.get("rule") != Rule.SEPARATE.value):
            self.wrong("One that is picked from has several aspects, and its rule is “separate”.")
        points = self.points(said, "its points")
        if points and not needs_licence:
            self.wrong(
                "What each point is called stands with the language: “[language.en.points]”."
            )
        return Instrument(
            code=self.text(said, "code", "its code, as in “petunias-wheel”", like=CODE),
            name=self.text(said, "name", "what it is called"),
            version=self.number(said, "version", "which version this is: 1, 2 and so on", least=1),
            dated=self.day(said, "dated", "of which day it is, as in 2026-11-26"),
            aspects=aspects,
            rule=self.one_of(Rule, said.get("rule"), "rule"),
            ways=ways,
            wordings=self.wordings(said, aspects, needs_licence=needs_licence),
            credit=self.text(said, "credit", "whose it is and on which terms it may be used"),
            change=self.change(said) if "change" in said else None,
            needs_licence=needs_licence,
            is_asked_of_goals=is_asked_of_goals,
            is_of_our_help=self.flag(said, "of_our_help"),
            is_picked=is_picked,
            points=points,
        )

    # ---- aspects and their scales ----

    def aspect(self, said: Said, where: str) -> Aspect:
        self.known(said, "aspects", where)
        code = self.text(said, "code", f"{where}: its code", like=CODE)
        scale = self.table(said, "scale", f"{where}: its scale, here or for all aspects")
        self.known(scale, "scale", where)
        lowest = self.number(scale, "lowest", f"{where}: the lowest number of its scale")
        highest = self.number(scale, "highest", f"{where}: the highest number of its scale")
        points = highest - lowest + 1
        if not FEWEST_POINTS <= points <= MOST_POINTS:
            self.wrong(
                f"{where}: a scale has {FEWEST_POINTS} to {MOST_POINTS} points, not {points}."
            )
        better = self.one_of(Better, scale.get("better", Better.HIGHER.value), f"{where}: better")
        bands = tuple(self.band(one, where) for one in self.tables(scale, "bands"))
        ends = [(one.lowest - 1, one.highest) for one in bands]
        follow = [before[1] == after[0] for before, after in pairwise(ends)]
        is_whole = bool(ends) and (ends[0][0], ends[-1][1]) == (lowest - 1, highest)
        if bands and not (is_whole and all(follow) and all(one < two for one, two in ends)):
            self.wrong(f"{where}: its bands, in order, hold every number of the scale once.")
        theme = (
            self.text(said, "theme", f"{where}: its theme", like=CODE) if "theme" in said else ""
        )
        is_own = self.flag(said, "own_words")
        return Aspect(code, Scale(lowest, highest, better), bands, theme, is_own)

    def band(self, said: Said, where: str) -> Band:
        self.known(said, "bands", where)
        return Band(
            self.number(said, "lowest", f"{where}: the lowest number of each band"),
            self.number(said, "highest", f"{where}: the highest number of each band"),
            self.text(said, "code", f"{where}: the code of each band", like=CODE),
        )

    def check_aspects(self, aspects: tuple[Aspect, ...]) -> None:
        themes = [one.theme for one in aspects]
        most = MOST_IN_THEMES if all(themes) else MOST_ASPECTS
        if not 1 <= len(aspects) <= most:
            self.wrong(
                f"It has 1 to {MOST_ASPECTS} aspects, or 1 to {MOST_IN_THEMES} where each has its "
                f"theme, not {len(aspects)}."
            )
        if any(themes) and not all(themes):
            self.wrong("Every aspect has a theme, or none has.")
        if len([*groupby(themes)]) > len(set(themes)):
            self.wrong("The aspects of a theme stand one after the other.")
        if len({one.code for one in aspects}) < len(aspects):
            self.wrong("Two aspects have the same code.")

    def change(self, said: Said) -> Change:
        change = self.table(said, "change", "the least change that means something")
        self.known(change, "change", "change")
        return Change(
            self.number(
                change, "least", "the least change that means something, in points", least=1
            ),
            self.text(change, "source", "who says which change means something (“source”)"),
        )

    # ---- words ----

    def wordings(
        self, said: Said, aspects: Iterable[Aspect], *, needs_licence: bool
    ) -> Mapping[str, Wording]:
        languages = self.table(said, "language", "its words, by language", least=0)
        if not all(map(LANGUAGE.match, languages)):
            self.wrong("Languages go by their code: “en”, “bn”, “cy”.")
        there = {
            "aspect": {one.code for one in aspects},
            "theme": {one.theme for one in aspects} - {""},
        }
        made = {
            language: self.wording(
                self.table(languages, language, f"{language}: its words"), language
            )
            for language in languages
        }
        if not needs_licence and ENGLISH not in made:
            self.wrong("It has no English words.")
        if needs_licence and made:
            self.wrong("One that needs a licence has no words here: each licensee enters its own.")
        for language, words in made.items():
            self.check_words(language, "aspect", words.aspects.keys(), there["aspect"])
            self.check_words(language, "theme", words.themes.keys(), there["theme"])
        return made

    def check_words(self, language: str, kind: str, worded: Set[str], there: Set[str]) -> None:
        for code in sorted(worded - there):
            self.wrong(f"{language}: there is no {kind} “{code}”.")
        for code in sorted(there - worded):
            self.wrong(f"{language}: {kind} “{code}” has no words.")

    def wording(self, said: Said, language: str) -> Wording:
        self.known(said, "language", language)
        aspects = self.table(said, "aspects", f"{language}: the words of each aspect", least=0)
        bands = self.table(said, "bands", f"{language}: what each band is called", least=0)
        themes = self.table(said, "themes", f"{language}: what each theme is called", least=0)
        return Wording(
            title=self.text(said, "title", f"{language}: what it is called"),
            introduction=self.text(said, "introduction", f"{language}: how it begins", least=0),
            aspects={code: self.asked(aspects, code, f"{language}, {code}") for code in aspects},
            points=self.points(said, language),
            bands={one: self.text(bands, one, f"{language}: what {one} is") for one in bands},
            code=language,
            themes={one: self.text(themes, one, f"{language}: what {one} is") for one in themes},
        )

    def points(self, said: Said, where: str) -> Mapping[int, str]:
        points = self.table(said, "points", f"{where}: what each point is called", least=0)
        if not all(map(POINT.match, points)):
            self.wrong(f"{where}: points go by their number.")
            return {}
        return {int(one): self.text(points, one, f"{where}: what {one} is") for one in points}

    def asked(self, aspects: Said, code: str, where: str) -> Asked:
        said = self.table(aspects, code, f"{where}: its words")
        self.known(said, "words", where)
        return Asked(
            self.text(said, "title", f"{where}: what the aspect is called"),
            self.text(said, "question", f"{where}: the question", least=0),
            self.text(said, "help", f"{where}: what helps to answer", least=0),
        )

    # ---- single facts ----

    def wrong(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def text(
        self,
        said: Said,
        name: str,
        what: str,
        *,
        like: re.Pattern[str] | None = None,
        least: int = 1,
    ) -> str:
        value = said.get(name, "")
        text = value.strip() if isinstance(value, str) else ""
        is_good = isinstance(value, str) and least <= len(text) <= LONGEST_WORDS
        is_good = is_good and all(one.isprintable() or one == "\n" for one in text)
        if not is_good or (like and not like.match(text)):
            self.wrong(f"Say {what}, in 1 to {LONGEST_WORDS} characters.")
        return text

    def number(self, said: Said, name: str, what: str, *, least: int | None = None) -> int:
        value = said.get(name)
        is_near = type(value) is int and -FARTHEST <= value <= FARTHEST
        if not isinstance(value, int) or not is_near or (least is not None and value < least):
            self.wrong(f"Say {what}, as a whole number.")
            return least or 0
        return value

    def flag(self, said: Said, name: str) -> bool:
        value = said.get(name, False)
        if not isinstance(value, bool):
            self.wrong(f"“{name}” is true or false.")
        return value is True

    def known(self, said: Said, part: str, where: str) -> None:
        for name in sorted(said.keys() - KNOWN_INSIDE[part]):
            self.wrong(f"{where}: “{name}” is nothing that we know.")

    def day(self, said: Said, name: str, what: str) -> date:
        value = said.get(name)
        if type(value) is not date:
            self.wrong(f"Say {what}.")
            return date.min
        return value

    def one_of(self, words: type[Words], value: Any, name: str) -> Words:
        members = list(words)
        found = next((one for one in members if one.value == value), None)
        if found is None:
            listed = ", ".join(f"“{one.value}”" for one in members)
            self.wrong(f"“{name}” is one of {listed}.")
        return found or members[0]

    def several(self, said: Said, name: str) -> list[Any]:
        value = said.get(name)
        if not isinstance(value, list) or not value:
            self.wrong(f"Say “{name}”: a list of one or more.")
            return []
        return value

    def table(self, said: Said, name: str, what: str, *, least: int = 1) -> Said:
        value = said.get(name, {})
        if not isinstance(value, Mapping) or len(value) < least:
            self.wrong(f"Say {what}.")
            return {}
        return value

    def tables(self, said: Said, name: str) -> list[Said]:
        value = said.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.wrong(f"“{name}” is a list, each entry with its own facts.")
            return []
        return value
