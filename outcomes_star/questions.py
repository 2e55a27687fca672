"""What is asked, part by part: the aspects of an instrument, or each goal of a plan."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from outcomes_star.instruments import Instrument, Scale, Wording
from outcomes_star.languages import ENGLISH, Language, language_of


@dataclass(frozen=True)
class Goal:
    """A goal of somebody's plan, in their own words."""

    id: UUID
    words: str


@dataclass(frozen=True)
class Question:
    """One part. `part` names it in a reading; `goal` is what it is about, where it is about a goal.

    `theme` is what the theme is called that it belongs to, "" where there are none.
    `is_own`: the person names it. `name` is what they called it, "" until they do.
    """

    part: str
    aspect: str
    title: str
    question: str
    help: str
    scale: Scale
    points: Mapping[int, str]
    goal: Goal | None = None
    code: str = ENGLISH
    theme: str = ""
    is_own: bool = False
    name: str = ""

    @property
    def is_to_name(self) -> bool:
        """Whether the person is to say what it is."""
        return self.is_own and not self.name

    @property
    def has_own_title(self) -> bool:
        """Whether its title is the person's own words, in whatever language."""
        return self.goal is not None or bool(self.name)

    def called(self, place: int) -> str:
        """Its title as it stands in our own sentences; in another language its place among the others."""
        return f"“{self.title}”" if self.language.is_english or self.goal else f"part {place}"

    @property
    def language(self) -> Language:
        """In which language it is asked. The title of a goal is in the person's own words."""
        return language_of(self.code)

    @property
    def ends(self) -> tuple[str, str]:
        """What the lowest and the highest number mean, where that is said."""
        return self._said(self.scale.lowest), self._said(self.scale.highest)

    def _said(self, number: int) -> str:
        return f"{number}: {self.points[number]}" if number in self.points else ""


def questions(
    instrument: Instrument, wording: Wording, goals: Sequence[Goal] = (),
    *, names: Mapping[str, str] | None = None,
) -> tuple[Question, ...]:  # fmt: skip
    """All that is asked, in order; nothing where it asks about goals and there are none.

    `names` are what the person called aspects that are theirs to name, by code.
    """
    known = names or {}
    if instrument.is_asked_of_goals:
        aspect = instrument.aspects[0]
        said = wording.aspects[aspect.code]
        return tuple(
            Question(
                str(goal.id), aspect.code, goal.words, said.question, said.help, aspect.scale,
                wording.points, goal, wording.code,
            )
            for goal in goals
        )  # fmt: skip
    return tuple(
        Question(
            aspect.code, aspect.code, known.get(aspect.code) or wording.aspects[aspect.code].title,
            wording.aspects[aspect.code].question, wording.aspects[aspect.code].help,
            aspect.scale, wording.points, code=wording.code,
            theme=wording.themes.get(aspect.theme, ""), is_own=aspect.is_own,
            name=known.get(aspect.code, ""),
        )
        for aspect in instrument.aspects
    )  # fmt: skip


def by_theme(every: Sequence[Question]) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    """Each theme with what belongs to it, in order; one without a name where there are no themes."""
    return tuple(
        (theme, tuple(asked)) for theme, asked in groupby(every, key=lambda one: one.theme)
    )


def picked(every: Sequence[Question], parts: Collection[str]) -> tuple[Question, ...]:
    """Those that somebody picked, in the order of the instrument."""
    return tuple(one for one in every if one.part in parts)
