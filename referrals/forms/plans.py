"""What is asked about an action plan: a goal as the person says it, a small step, what came of it."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from wtforms.validators import InputRequired, Length, Optional

from referrals.forms.heeding import NOT_FOR_PRACTICE, AboutPerson, EndsCase
from referrals.lifecycle import GOAL, GoalMove
from referrals.operations.plans import ENDS, CameOf
from referrals.plans import Goal
from referrals.vocabulary import HowItGoes
from web.fields import (
    DateField,
    HiddenField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    VersionField,
    choices_of,
)

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")


class SeenForm(AboutPerson):
    """A change of what somebody else may have changed; `version` is the one that was looked at."""

    written_in = "In the action plan"

    version = VersionField()

    @property
    def seen(self) -> int:
        """The version that was looked at; 0 when the form does not say."""
        return self.version.number


AREA = re.compile(r"[a-z0-9-]{1,40}\.[a-z0-9-]{1,40}")
"""A part of an instrument, as a link on a star names it."""


class GoalForm(SeenForm):
    """A goal in the person's own words; `area` is the part of a star that it is to move."""

    area = HiddenField()

    words = LongTextField(
        "What do they want, in their own words?",
        rows=3,
        hint="Write it as they say it, for example: I want to get up the stairs again.",
        validators=[InputRequired("Write the goal as the person says it."), TEXT],
    )

    @property
    def area_named(self) -> str:
        """The part of a star that is named; "" for what is none."""
        return self.area.data if AREA.fullmatch(self.area.data) else ""


class StepForm(AboutPerson):
    """One small step."""

    written_in = "In the action plan"

    asked_as = MappingProxyType({"listing_id": "listing"})

    text = TextField(
        "What is the next small step?",
        hint="Something they can do this week or next.",
        validators=[InputRequired("Write one small thing to do."), LINE],
    )
    due_on = DateField(
        "By which day?", validators=[Optional()], hint="Today or later. For example, 27 3 2027"
    )
    listing = SelectField(
        "Is it with an activity they were linked to?",
        blank="No, they do it by themselves",
        validators=[Optional()],
    )

    @property
    def listing_id(self) -> UUID | None:
        """The activity that it is with, if there is one."""
        return UUID(self.listing.data) if self.listing.data else None


class ChangeStepForm(StepForm, SeenForm):
    """Another wording, or another day, for a step that is not done."""


class HowAGoalGoesForm(SeenForm):
    """How it goes with one goal."""

    move = RadiosField(
        "How does it go with this goal?",
        validators=[InputRequired("Choose how it goes.")],
        reveals={GoalMove.CHANGE.value: "new_goal"},
    )
    new_goal = TextField("The new goal, in their own words", validators=[Optional(), LINE])
    result = LongTextField(
        "What came of it, in their own words?", rows=3, validators=[Optional(), TEXT]
    )

    def offer(self, goal: Goal) -> None:
        """The answers that are open for a goal as it stands."""
        self.move.choices = choices_of(GOAL.open_moves(goal.state))

    @property
    def says(self) -> str:
        """What is kept of it: the new goal where another takes its place."""
        is_change = self.move.data == GoalMove.CHANGE.value
        return str(self.new_goal.data if is_change else self.result.data)


class ObstacleForm(AboutPerson):
    """Something that stands in the way."""

    written_in = "In the action plan"

    words = TextField(
        "What stands in the way?",
        hint="For example: the bus stops running at five.",
        validators=[InputRequired("Write what stands in the way."), LINE],
    )


class TriedForm(SeenForm):
    """What was tried, and what came of it."""

    tried = LongTextField(
        "What was tried?", rows=3, validators=[InputRequired("Write what was tried."), TEXT]
    )
    result = LongTextField("What came of that?", rows=3, validators=[Optional(), TEXT])


class ReviewForm(SeenForm):
    """The end of a review."""

    words = LongTextField(
        "What did they say about how it goes?", rows=4, validators=[Optional(), TEXT]
    )
    review_on = DateField(
        "Is there a better day for the next review?",
        hint="Leave it empty for the usual day.",
        validators=[Optional()],
    )


class FollowUpForm(AboutPerson):
    """Some months on."""

    written_in = "In the action plan"

    goes = RadiosField(
        "How does it go?",
        choices=choices_of(HowItGoes),
        validators=[InputRequired("Choose how it goes.")],
    )
    words = LongTextField(
        "In their own words", rows=3, hint=NOT_FOR_PRACTICE, validators=[Optional(), TEXT]
    )


class CloseForm(SeenForm, EndsCase):
    """What came of the work; a question for each open goal is put before these."""

    changed_for_me = LongTextField(
        "What changed for me?",
        rows=4,
        hint="As the person says it. This is what is remembered.",
        validators=[Optional(), TEXT],
    )

    @property
    def came_of(self) -> Mapping[UUID, CameOf]:
        """What came of each goal."""
        names = [name for name in self._fields if name.startswith("goal_")]
        return {
            UUID(name.removeprefix("goal_")): CameOf(
                GoalMove(self[name].data), self[name.replace("goal_", "words_")].data
            )
            for name in names
            if self[name].data
        }


def close_form(goals: Sequence[Goal]) -> type[CloseForm]:
    """The form that asks what came of each of these goals."""
    fields: dict[str, Any] = {}
    for goal in goals:
        fields[f"goal_{goal.id}"] = RadiosField(
            goal.words,
            choices=choices_of(ENDS),
            validators=[InputRequired("Say what came of each goal.")],
        )
        fields[f"words_{goal.id}"] = TextField(
            "What came of it, in their own words?", validators=[Optional(), LINE]
        )
    return type("CloseTheseForm", (CloseForm,), fields)
